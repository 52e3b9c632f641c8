import type { ProgramBuilder } from '../../program/program-builder.ts';
import type { ColumnMap } from '../column-map.ts';

/** demand by line: Σ_k x_ik = q_i · z_i. Partial release by line. */
export function addDemandByLine(builder: ProgramBuilder, columns: ColumnMap): void {
  for (const [line, released] of columns.lineReleased) {
    const cells = columns.cellsOfLine.get(line)!;
    builder.addRow(0, 0, [...cells.map((column) => [column, 1] as const), [released, -line.quantity]]);
  }
}
