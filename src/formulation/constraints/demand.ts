import type { ProgramBuilder } from '../../program/program-builder.ts';
import type { ColumnMap } from '../column-map.ts';

/** demand: Σ_k x_ik = q_i. Full release, the default. */
export function addDemand(builder: ProgramBuilder, columns: ColumnMap): void {
  for (const [line, cells] of columns.cellsOfLine) {
    builder.addRow(
      line.quantity,
      line.quantity,
      cells.map((column) => [column, 1]),
    );
  }
}
