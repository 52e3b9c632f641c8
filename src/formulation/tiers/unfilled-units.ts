import type { ColumnMap } from '../column-map.ts';
import type { TierTerms } from './tier-terms.ts';

/** Tier 1, units: Σ u_i by quantity, Σ q_i(1 − z_i) by line, 0 in full release. */
export function unfilledUnits({ unfilled, lineReleased }: ColumnMap): TierTerms {
  const costs = new Map<number, number>();
  let offset = 0;
  for (const column of unfilled.values()) costs.set(column, 1);
  for (const [line, column] of lineReleased) {
    offset += line.quantity;
    costs.set(column, -line.quantity);
  }
  return { name: 'unfilledUnits', offset, costs };
}
