import type { ItemDependency, LocationCode } from '../domain/ids.ts';
import type { Line } from '../domain/shipment.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ProgramBuilder } from '../program/program-builder.ts';
import { type KitGroup, kitGroups, unitsPerKit } from './kits.ts';
import type { Cell, Package, Sourcing } from './sources.ts';

/** Where each variable of the formulation stands among the program's columns. */
export interface ColumnMap {
  /** Lines that need stock, by id. */
  readonly lines: readonly Line[];
  readonly packages: readonly Package[];
  /** x_ik is column c for cells[c]: units that the line takes from the source. */
  readonly cells: readonly Cell[];
  /** The cells of each line, as columns. */
  readonly cellsOfLine: ReadonlyMap<Line, readonly number[]>;
  /** y_k, 0/1: the package becomes a child shipment. */
  readonly opened: ReadonlyMap<Package, number>;
  /** o_l, 0/1; only where `maxFulfillingLocations` is set. */
  readonly locationUsed: ReadonlyMap<LocationCode, number>;
  /** v_il, 0/1; only where `maxSplitItemLocations` is set. */
  readonly lineUsesLocation: ReadonlyMap<Line, ReadonlyMap<LocationCode, number>>;
  /** u_i, units; only in partial release by quantity. */
  readonly unfilled: ReadonlyMap<Line, number>;
  /** z_i, 0/1; only in partial release by line. */
  readonly lineReleased: ReadonlyMap<Line, number>;
  /** The groups of lines that are kept together and need stock. */
  readonly groups: ReadonlyMap<ItemDependency, KitGroup>;
  /** n_g, kits from 0 to N_g: those released; only in partial release by quantity. */
  readonly kitsReleased: ReadonlyMap<ItemDependency, number>;
  /** n_gk, kits: those that the package gives; only of groups that are shipped together, where all their lines may take. */
  readonly kitsFromPackage: ReadonlyMap<ItemDependency, ReadonlyMap<Package, number>>;
}

/** min(q_i, a_pk): the most units that a line can take from a source. */
export function mostUnits({ line, source }: Cell): number {
  return Math.min(line.quantity, source.available);
}

/** The groups of the shipment that have lines that need stock. */
function stockedGroups({ shipment }: Snapshot): Map<ItemDependency, KitGroup> {
  return new Map([...kitGroups(shipment)].filter(([, { lines }]) => lines.length > 0));
}

/** The kits that each package could give at most, were there no other group; of packages that give all lines some. */
function kitsByPackage(
  group: KitGroup,
  { cells, cellsOfLine }: Pick<ColumnMap, 'cells' | 'cellsOfLine'>,
): Map<Package, number> {
  const most = new Map<Package, { kits: number; lines: number }>();
  for (const line of group.lines) {
    for (const column of cellsOfLine.get(line)!) {
      const kits = Math.floor(mostUnits(cells[column]!) / unitsPerKit(line, group));
      const item = cells[column]!.source.package;
      const known = most.get(item) ?? { kits, lines: 0 };
      most.set(item, { kits: Math.min(known.kits, kits), lines: known.lines + 1 });
    }
  }
  const whole = [...most].filter(([, { lines }]) => lines === group.lines.length);
  return new Map(whole.map(([item, { kits }]) => [item, kits]));
}

function binaries<Key>(builder: ProgramBuilder, keys: Iterable<Key>): Map<Key, number> {
  const columns = new Map<Key, number>();
  for (const key of keys) if (!columns.has(key)) columns.set(key, builder.addColumn(1));
  return columns;
}

/** Lays out the columns: x, y, then what settings and groups call for of o, v, u or z, n. */
export function layOutColumns(builder: ProgramBuilder, sourcing: Sourcing, snapshot: Snapshot): ColumnMap {
  const { settings } = snapshot;
  const { lines, packages, cells } = sourcing;
  const cellsOfLine = new Map<Line, number[]>(lines.map((line) => [line, []]));
  for (const cell of cells) cellsOfLine.get(cell.line)!.push(builder.addColumn(mostUnits(cell)));
  const opened = binaries(builder, packages);

  const locationUsed =
    settings.maxFulfillingLocations === null
      ? new Map<LocationCode, number>()
      : binaries(
          builder,
          packages.map((item) => item.location.locationCode),
        );

  const lineUsesLocation = new Map<Line, Map<LocationCode, number>>();
  if (settings.maxSplitItemLocations !== null) {
    for (const [line, columns] of cellsOfLine) {
      const codes = columns.map((column) => cells[column]!.source.package.location.locationCode);
      lineUsesLocation.set(line, binaries(builder, codes));
    }
  }

  const byQuantity = settings.partialRelease === 'quantity';
  const byLine = settings.partialRelease === 'line';
  const unfilled = new Map(byQuantity ? lines.map((line) => [line, builder.addColumn(line.quantity)]) : []);
  const lineReleased = binaries(builder, byLine ? lines : []);
  const groups = stockedGroups(snapshot);
  const kitsReleased = new Map<ItemDependency, number>();
  const kitsFromPackage = new Map<ItemDependency, Map<Package, number>>();
  for (const [name, group] of groups) {
    if (byQuantity) kitsReleased.set(name, builder.addColumn(group.kits));
    if (!group.together) continue;
    const columns = new Map<Package, number>();
    for (const [item, kits] of kitsByPackage(group, { cells, cellsOfLine })) {
      columns.set(item, builder.addColumn(kits));
    }
    kitsFromPackage.set(name, columns);
  }
  return {
    lines,
    packages,
    cells,
    cellsOfLine,
    opened,
    locationUsed,
    lineUsesLocation,
    unfilled,
    lineReleased,
    groups,
    kitsReleased,
    kitsFromPackage,
  };
}
