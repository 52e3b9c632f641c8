import type { ColumnMap } from '../column-map.ts';
import type { TierTerms } from './tier-terms.ts';

/** Tier 3, unit-days: Σ d_k · x_ik. */
export function waitUnitDays({ cells }: ColumnMap): TierTerms {
  const costs = new Map<number, number>();
  cells.forEach((cell, column) => {
    costs.set(column, cell.source.package.waitDays);
  });
  return { name: 'waitUnitDays', offset: 0, costs };
}
