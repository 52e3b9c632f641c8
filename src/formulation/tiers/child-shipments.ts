import type { ColumnMap } from '../column-map.ts';
import type { TierTerms } from './tier-terms.ts';

/** Tier 4, packages: Σ y_k. */
export function childShipments({ opened }: ColumnMap): TierTerms {
  const costs = new Map<number, number>();
  for (const column of opened.values()) costs.set(column, 1);
  return { name: 'childShipments', offset: 0, costs };
}
