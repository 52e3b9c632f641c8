import type { ItemDependency, LocationCode } from '../domain/ids.ts';
import type { Line } from '../domain/shipment.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ProgramBuilder } from '../program/program-builder.ts';
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
  /** g, 0/1: the group is released; only in partial release by quantity. */
  readonly groupReleased: ReadonlyMap<ItemDependency, number>;
}

/** min(q_i, a_pk): the most units that a line can take from a source. */
export function mostUnits({ line, source }: Cell): number {
  return Math.min(line.quantity, source.available);
}

/** Groups of two or more lines that need stock and must be released together. */
export function dependencyGroups(lines: readonly Line[]): Map<ItemDependency, Line[]> {
  const groups = new Map<ItemDependency, Line[]>();
  for (const line of lines) {
    if (line.itemDependency === null) continue;
    const known = groups.get(line.itemDependency);
    if (known === undefined) groups.set(line.itemDependency, [line]);
    else known.push(line);
  }
  return groups;
}

function binaries<Key>(builder: ProgramBuilder, keys: Iterable<Key>): Map<Key, number> {
  const columns = new Map<Key, number>();
  for (const key of keys) if (!columns.has(key)) columns.set(key, builder.addColumn(1));
  return columns;
}

/** Lays out the columns: x, y, then what the settings call for of o, v, u or z, g. */
export function layOutColumns(
  builder: ProgramBuilder,
  sourcing: Sourcing,
  { settings }: Snapshot,
): ColumnMap {
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
  const groupReleased = binaries(builder, byQuantity ? dependencyGroups(lines).keys() : []);
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
    groupReleased,
  };
}
