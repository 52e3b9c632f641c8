import type { ProgramBuilder } from '../../program/program-builder.ts';
import { type ColumnMap, mostUnits } from '../column-map.ts';

/** split of a line: Σ_l v_il ≤ maxSplitItemLocations, x_ik ≤ min(q_i, a_{p(i)k}) · v_{i,l(k)}. When set. */
export function addSplitOfALine(builder: ProgramBuilder, columns: ColumnMap, most: number): void {
  for (const [line, uses] of columns.lineUsesLocation) {
    builder.addRow(
      Number.NEGATIVE_INFINITY,
      most,
      [...uses.values()].map((column) => [column, 1]),
    );
    for (const column of columns.cellsOfLine.get(line)!) {
      const cell = columns.cells[column]!;
      builder.addRow(Number.NEGATIVE_INFINITY, 0, [
        [column, 1],
        [uses.get(cell.source.package.location.locationCode)!, -mostUnits(cell)],
      ]);
    }
  }
}
