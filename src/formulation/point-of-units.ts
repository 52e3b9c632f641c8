import type { Line } from '../domain/shipment.ts';
import type { ColumnMap } from './column-map.ts';
import { unitsPerKit } from './kits.ts';
import type { Package } from './sources.ts';

/**
 * A plan as a point of the program: the units of its cells, and what they make of every other column. It is feasible
 * where the plan keeps every rule.
 *
 * @param units of each cell
 * @param columnCount of the program
 */
export function pointOfUnits(columns: ColumnMap, units: Float64Array, columnCount: number): Float64Array {
  const point = new Float64Array(columnCount);
  const released = new Map<Line, number>(columns.lines.map((line) => [line, 0]));
  columns.cells.forEach(({ line, source }, cell) => {
    const given = units[cell]!;
    if (given === 0) return;
    const { location } = source.package;
    const marks = [
      columns.opened.get(source.package),
      columns.locationUsed.get(location.locationCode),
      columns.lineUsesLocation.get(line)?.get(location.locationCode),
    ];
    point[cell] = given;
    for (const column of marks) if (column !== undefined) point[column] = 1;
    released.set(line, released.get(line)! + given);
  });
  for (const [line, column] of columns.unfilled) point[column] = line.quantity - released.get(line)!;
  for (const [line, column] of columns.lineReleased) point[column] = released.get(line)! > 0 ? 1 : 0;
  setKits(columns, released, point);
  return point;
}

/** Kits of the groups, and of what each package gives of those that are shipped together. */
function setKits(columns: ColumnMap, released: ReadonlyMap<Line, number>, point: Float64Array): void {
  for (const [name, group] of columns.groups) {
    const [first] = group.lines;
    const perKit = unitsPerKit(first!, group);
    const all = columns.kitsReleased.get(name);
    if (all !== undefined) point[all] = released.get(first!)! / perKit;
    const given = new Map<Package, number>();
    for (const cell of columns.cellsOfLine.get(first!)!) {
      given.set(columns.cells[cell]!.source.package, point[cell]! / perKit);
    }
    for (const [item, column] of columns.kitsFromPackage.get(name) ?? [])
      point[column] = given.get(item) ?? 0;
  }
}
