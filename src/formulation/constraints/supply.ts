import type { ProgramBuilder } from '../../program/program-builder.ts';
import type { ColumnMap } from '../column-map.ts';
import type { Source } from '../sources.ts';

/** supply: Σ_{i: p(i)=p} x_ik ≤ a_pk. Always. */
export function addSupply(builder: ProgramBuilder, columns: ColumnMap): void {
  const takers = new Map<Source, number[]>();
  columns.cells.forEach(({ source }, column) => {
    const known = takers.get(source);
    if (known === undefined) takers.set(source, [column]);
    else known.push(column);
  });
  for (const [source, cells] of takers) {
    builder.addRow(
      Number.NEGATIVE_INFINITY,
      source.available,
      cells.map((column) => [column, 1]),
    );
  }
}
