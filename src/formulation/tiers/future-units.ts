import type { Settings } from '../../domain/settings.ts';
import type { ColumnMap } from '../column-map.ts';
import type { TierTerms } from './tier-terms.ts';

/**
 * Tier 2, units: Σ over future k of x_ik, so that current inventory is always prioritized;
 * `useFutureBeforeCurrent` turns it into current units.
 */
export function futureUnits({ cells }: ColumnMap, { useFutureBeforeCurrent }: Settings): TierTerms {
  const costs = new Map<number, number>();
  cells.forEach((cell, column) => {
    const isFuture = cell.source.package.day !== null;
    if (isFuture !== useFutureBeforeCurrent) costs.set(column, 1);
  });
  return {
    name: useFutureBeforeCurrent ? 'currentUnits' : 'futureUnits',
    offset: 0,
    costs,
  };
}
