import type { ProgramBuilder } from '../../program/program-builder.ts';
import type { ColumnMap } from '../column-map.ts';

/** demand by quantity: Σ_k x_ik + u_i = q_i. Partial release by quantity. */
export function addDemandByQuantity(builder: ProgramBuilder, columns: ColumnMap): void {
  for (const [line, unfilled] of columns.unfilled) {
    const cells = columns.cellsOfLine.get(line)!;
    builder.addRow(line.quantity, line.quantity, [
      ...cells.map((column) => [column, 1] as const),
      [unfilled, 1],
    ]);
  }
}
