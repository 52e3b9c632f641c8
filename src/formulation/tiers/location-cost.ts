import type { ColumnMap } from '../column-map.ts';
import type { TierTerms } from './tier-terms.ts';

/** Tier 5, the caller's cost unit: Σ cost_l(k) · y_k + Σ unitCost_{p,l} · x_ik. */
export function locationCost({ opened, cells }: ColumnMap): TierTerms {
  const costs = new Map<number, number>();
  for (const [item, column] of opened) costs.set(column, item.location.cost);
  cells.forEach((cell, column) => {
    costs.set(column, cell.source.unitCost);
  });
  return { name: 'locationCost', offset: 0, costs };
}
