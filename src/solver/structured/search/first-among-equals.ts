import type { Multipliers } from './bounds/multipliers.ts';
import type { Covering } from './covering.ts';
import { tolerance } from './covering.ts';
import type { ExactSearch } from './exact-search.ts';
import type { ValuedCover } from './incumbent.ts';
import { Incumbent } from './incumbent.ts';

/**
 * The tie-break: among the covers that are as good as `best`, finds the one that opens the earliest candidates.
 *
 * It goes through the candidates in their order, and keeps a candidate open if some tied cover opens it together with
 * the candidates that are open already. No tied cover that comes earlier is missed, because each candidate is closed
 * only after a complete search without such a cover.
 *
 * @param search its fixings are changed and not restored
 * @param multipliers close at once the candidates that only worse covers open
 * @returns `complete` is false when the budget ended first; the cover is then as good, but may not be the first
 */
export function firstAmongEquals(
  covering: Covering,
  search: ExactSearch,
  best: ValuedCover,
  { bound, reducedCost }: Pick<Multipliers, 'bound' | 'reducedCost'>,
): { chosen: Uint8Array; complete: boolean } {
  const cutoff = best.value + tolerance(best.value, covering.integral);
  for (let k = 0; k < reducedCost.length; k++) {
    if (search.isUndecided(k) && bound + reducedCost[k]! >= cutoff) search.close(k);
  }
  let chosen = best.chosen;
  for (let k = 0; k < covering.fixedCost.length && search.opened < covering.cardinalityLimit; k++) {
    if (!search.isUndecided(k)) continue;
    search.open(k);
    if (chosen[k] === 1) continue;
    const incumbent = new Incumbent(covering, cutoff, { stopAtFirst: true });
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
