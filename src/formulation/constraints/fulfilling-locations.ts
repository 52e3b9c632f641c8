import type { ProgramBuilder } from '../../program/program-builder.ts';
import type { ColumnMap } from '../column-map.ts';

/** fulfilling locations: Σ_l o_l ≤ maxFulfillingLocations, y_k ≤ o_l(k). When set. */
export function addFulfillingLocations(builder: ProgramBuilder, columns: ColumnMap, most: number): void {
  const used = [...columns.locationUsed.values()];
  builder.addRow(
    Number.NEGATIVE_INFINITY,
    most,
    used.map((column) => [column, 1]),
  );
  for (const [item, opened] of columns.opened) {
    const location = columns.locationUsed.get(item.location.locationCode)!;
    builder.addRow(Number.NEGATIVE_INFINITY, 0, [
      [opened, 1],
      [location, -1],
    ]);
  }
}
