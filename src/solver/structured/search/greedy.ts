import { CoverState } from './cover-state.ts';
import type { Covering } from './covering.ts';

/** A cover and how many candidates it opens. */
export interface Cover {
  readonly chosen: Uint8Array;
  readonly opened: number;
}

/**
 * The greedy heuristic: opens again and again the candidate that covers most of what is missing for its price, and
 * then closes redundant candidates, dearest first. It proves nothing about the cover but that it covers.
 *
 * @param price of each candidate: its fixed cost, or its reduced cost
 * @returns null when nothing covers
 */
export function coverGreedily(covering: Covering, price: Float64Array): Cover | null {
  const state = new CoverState(covering);
  if (!state.isCoverable()) return null;
  while (state.uncovered > 0) state.open(mostForItsPrice(state, price));
  dropRedundant(state, price);
  return { chosen: state.chosen(), opened: state.opened };
}

const LEAST_PRICE = 1e-9;

function mostForItsPrice({ covering, status, residual }: CoverState, price: Float64Array): number {
  const { starts, demandOf, amount, demand } = covering;
  let best = -1;
  let bestScore = 0;
  for (let k = 0; k < status.length; k++) {
    if (status[k] !== 0) continue;
    let gain = 0;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const p = demandOf[e]!;
      const missing = residual[p]!;
      if (missing > 0) gain += Math.min(missing, amount[e]!) / demand[p]!;
    }
    const score = gain / Math.max(LEAST_PRICE, price[k]!);
    if (score > bestScore) [best, bestScore] = [k, score];
  }
  return best;
}

/** Closes open candidates without which the others still cover everything. */
function dropRedundant(state: CoverState, price: Float64Array): void {
  const { covering, residual } = state;
  const { starts, demandOf, amount } = covering;
  const dearestFirst = [...state.status.keys()]
    .filter((k) => state.status[k] === 1)
    .sort((a, b) => price[b]! - price[a]! || b - a);
  for (const k of dearestFirst) {
    let redundant = true;
    for (let e = starts[k]!; e < starts[k + 1]! && redundant; e++) {
      redundant = residual[demandOf[e]!]! + amount[e]! <= 0;
    }
    if (redundant) state.undoOpen(k);
  }
}
