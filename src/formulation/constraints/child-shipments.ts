import type { ProgramBuilder } from '../../program/program-builder.ts';
import type { ColumnMap } from '../column-map.ts';

/** child shipments: Σ_k y_k ≤ maxChildShipments. When set. */
export function addChildShipments(builder: ProgramBuilder, columns: ColumnMap, most: number): void {
  builder.addRow(
    Number.NEGATIVE_INFINITY,
    most,
    [...columns.opened.values()].map((column) => [column, 1]),
  );
}
