import { CoverState } from './cover-state.ts';
import type { Covering } from './covering.ts';
import type { Filler } from './fill.ts';
import type { ValuedCover } from './incumbent.ts';

/**
 * A primal heuristic: reads a cover off the prices of a dual ascent (Beasley 1990, here for partial quantities).
 *
 * It opens the candidates with a negative reduced cost. Then it opens, for each demand that is still short, the
 * candidates with the least reduced cost for what they give to it. Last it closes the candidates that the others make
 * redundant.
 *
 * @param reducedCost one number for each candidate
 * @returns null where the cover would open more than the cardinality limit allows
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
  return dropRedundant(state, filler);
}

function openForShort(state: CoverState, reducedCost: Float64Array): boolean {
  const { covering, residual, status } = state;
  const { starts, demandOf, amount } = covering;
  const entries: { k: number; amount: number }[][] = Array.from(residual, () => []);
  for (let k = 0; k < status.length; k++) {
    if (status[k] !== 0) continue;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      if (residual[demandOf[e]!]! > 0) entries[demandOf[e]!]!.push({ k, amount: amount[e]! });
    }
  }
  for (let p = 0; p < residual.length; p++) {
    while (residual[p]! > 0) {
      let best = -1;
      let bestScore = Number.POSITIVE_INFINITY;
      for (const entry of entries[p]!) {
        if (status[entry.k] !== 0) continue;
        const score = (reducedCost[entry.k]! + 1e-9) / Math.min(residual[p]!, entry.amount);
        if (score < bestScore) [best, bestScore] = [entry.k, score];
      }
      if (best < 0) return false;
      state.open(best);
    }
  }
  return true;
}

/** Closes candidates that are not needed, dearest first, unless their cheaper units save more than they cost. */
function dropRedundant(state: CoverState, filler: Filler): ValuedCover | null {
  const { covering, residual, status } = state;
  const { starts, demandOf, amount, fixedCost, unitCost, fixedOpen, cardinalityLimit } = covering;
  const isFixedOpen = new Set(fixedOpen);
  const dearestFirst = [...status.keys()]
    .filter((k) => status[k] === 1 && !isFixedOpen.has(k))
    .sort((a, b) => fixedCost[b]! - fixedCost[a]! || b - a);
  let fill = unitCost === null ? 0 : filler.cost(status);
  for (const k of dearestFirst) {
    let redundant = true;
    for (let e = starts[k]!; e < starts[k + 1]! && redundant; e++) {
      redundant = residual[demandOf[e]!]! + amount[e]! <= 0;
    }
    if (!redundant) continue;
    state.undoOpen(k);
    if (unitCost === null) continue;
    const without = filler.cost(status);
    if (without - fill > fixedCost[k]!) state.open(k);
    else fill = without;
  }
  return state.opened > cardinalityLimit ? null : { chosen: state.chosen(), value: state.cost + fill };
}
