import { CoverState } from './cover-state.ts';
import type { Covering } from './covering.ts';
import type { Filler } from './fill.ts';
import type { ValuedCover } from './incumbent.ts';

/**
 * A cover from the prices of an ascent: what the bound opens, then for each demand that is still short the
 * candidates that cost least for what they give to it, then without what the others make needless (the heuristic
 * of Beasley 1990, for partial quantities).
 *
 * @param reducedCost of the ascent
 * @returns null where it opens more than `cardinalityLimit`
 */
export function coverFromPrices(
  covering: Covering,
  reducedCost: Float64Array,
  filler: Filler,
): ValuedCover | null {
  const state = new CoverState(covering);
  for (const k of covering.fixedOpen) state.open(k);
  for (let k = 0; k < reducedCost.length; k++) {
    if (state.status[k] === 0 && reducedCost[k]! < 0) state.open(k);
  }
  if (state.uncovered > 0 && !openForShort(state, reducedCost)) return null;
  return dropNeedless(state, filler);
}

function openForShort(state: CoverState, reducedCost: Float64Array): boolean {
  const { covering, residual, status } = state;
  const { starts, demandOf, amount } = covering;
  const givers: { k: number; amount: number }[][] = Array.from(residual, () => []);
  for (let k = 0; k < status.length; k++) {
    if (status[k] !== 0) continue;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      if (residual[demandOf[e]!]! > 0) givers[demandOf[e]!]!.push({ k, amount: amount[e]! });
    }
  }
  for (let p = 0; p < residual.length; p++) {
    while (residual[p]! > 0) {
      let best = -1;
      let bestScore = Number.POSITIVE_INFINITY;
      for (const giver of givers[p]!) {
        if (status[giver.k] !== 0) continue;
        const score = (reducedCost[giver.k]! + 1e-9) / Math.min(residual[p]!, giver.amount);
        if (score < bestScore) [best, bestScore] = [giver.k, score];
      }
      if (best < 0) return false;
      state.open(best);
    }
  }
  return true;
}

/** Closes, dearest first, what is not needed or costs more than it saves. */
function dropNeedless(state: CoverState, filler: Filler): ValuedCover | null {
  const { covering, residual, status } = state;
  const { starts, demandOf, amount, fixedCost, unitCost, fixedOpen, cardinalityLimit } = covering;
  const isFree = new Set(fixedOpen);
  const dearestFirst = [...status.keys()]
    .filter((k) => status[k] === 1 && !isFree.has(k))
    .sort((a, b) => fixedCost[b]! - fixedCost[a]! || b - a);
  let fill = unitCost === null ? 0 : filler.cost(status);
  for (const k of dearestFirst) {
    let needless = true;
    for (let e = starts[k]!; e < starts[k + 1]! && needless; e++) {
      needless = residual[demandOf[e]!]! + amount[e]! <= 0;
    }
    if (!needless) continue;
    state.undoOpen(k);
    if (unitCost === null) continue;
    const without = filler.cost(status);
    if (without - fill > fixedCost[k]!) state.open(k);
    else fill = without;
  }
  return state.opened > cardinalityLimit ? null : { chosen: state.chosen(), value: state.cost + fill };
}
