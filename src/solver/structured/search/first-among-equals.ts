import type { Multipliers } from './bounds/multipliers.ts';
import type { Covering } from './covering.ts';
import { tolerance } from './covering.ts';
import type { ExactSearch } from './exact-search.ts';
import type { ValuedCover } from './incumbent.ts';
import { Incumbent } from './incumbent.ts';

/**
 * Of the covers that are as good as `best`, the one that opens the earliest candidates: candidate after
 * candidate, in their order, is opened if some equally good cover opens it along with those before.
 *
 * @param search its fixings are used up
 * @param multipliers rule out at once what opens only in worse covers
 * @returns complete false when the budget ended first; the cover is as good all the same
 */
export function firstAmongEquals(
  covering: Covering,
  search: ExactSearch,
  best: ValuedCover,
  { bound, reducedCost }: Pick<Multipliers, 'bound' | 'reducedCost'>,
): { chosen: Uint8Array; complete: boolean } {
  const limit = best.value + tolerance(best.value, covering.integral);
  for (let k = 0; k < reducedCost.length; k++) {
    if (search.isUndecided(k) && bound + reducedCost[k]! >= limit) search.close(k);
  }
  let chosen = best.chosen;
  for (let k = 0; k < covering.fixedCost.length && search.opened < covering.cardinalityLimit; k++) {
    if (!search.isUndecided(k)) continue;
    search.open(k);
    if (chosen[k] === 1) continue;
    const incumbent = new Incumbent(covering, limit, { stopAtFirst: true });
    const complete = search.find(incumbent);
    if (incumbent.found !== null) chosen = incumbent.found.chosen;
    else if (!complete) return { chosen, complete };
    else {
      search.undoOpen(k);
      search.close(k);
    }
  }
  return { chosen, complete: true };
}
