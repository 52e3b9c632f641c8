import type { ProgramBuilder } from '../../program/program-builder.ts';
import { type ColumnMap, mostUnits } from '../column-map.ts';

/** opening: x_ik ≤ min(q_i, a_{p(i)k}) · y_k. Always. */
export function addOpening(builder: ProgramBuilder, columns: ColumnMap): void {
  columns.cells.forEach((cell, column) => {
    const opened = columns.opened.get(cell.source.package)!;
    builder.addRow(Number.NEGATIVE_INFINITY, 0, [
      [column, 1],
      [opened, -mostUnits(cell)],
    ]);
  });
}
