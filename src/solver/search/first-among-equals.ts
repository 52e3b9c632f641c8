import type { ValuedCover } from './cover-search.ts';
import type { Covering } from './covering.ts';
import { tolerance } from './covering.ts';
import type { ExactSearch } from './exact-search.ts';

/**
 * Of the covers that are as good as `best`, the one that opens the earliest candidates: candidate after
 * candidate, in their order, is opened if some equally good cover opens it along with those before.
 *
 * @param search its fixings are used up
 * @returns complete false when the budget ended first; the cover is as good all the same
 */
export function firstAmongEquals(
  covering: Covering,
  search: ExactSearch,
  best: ValuedCover,
): { chosen: Uint8Array; complete: boolean } {
  const limit = best.value + tolerance(best.value, covering.integral);
  let chosen = best.chosen;
  for (let k = 0; k < covering.fixedCost.length && search.opened < covering.mostOpen; k++) {
    if (!search.isUndecided(k)) continue;
    search.open(k);
    if (chosen[k] === 1) continue;
    const { found, complete } = search.find(limit, { stopAtFirst: true });
    if (found !== null) chosen = found.chosen;
    else if (!complete) return { chosen, complete };
    else {
      search.undoOpen(k);
      search.close(k);
    }
  }
  return { chosen, complete: true };
}
