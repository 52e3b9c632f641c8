import type { Packing } from '../rows.ts';

/** Steps of the subgradient method, and how many without a better bound halve its step. */
const STEPS = 80;
const PATIENCE = 5;

/** What no choice is worth more than with prices of units: Σ price · capacity + Σ what items are worth beyond theirs. */
export const boundOfPrices = (packing: Packing, profit: Float64Array, prices: Float64Array): number =>
  surplus(packing, profit, prices).reduce(
    (sum, each) => sum + Math.max(0, each),
    packing.capacity.reduce((sum, units, row) => sum + units * prices[row]!, 0),
  );

/** What each item is worth beyond the units that it takes; below 0 where it is not worth them. */
export function surplus(
  { items, itemStart, row, weight }: Packing,
  profit: Float64Array,
  prices: Float64Array,
) {
  const left = profit.slice();
  for (let item = 0; item < items; item++) {
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++)
      left[item]! -= prices[row[at]!]! * weight[at]!;
  }
  return left;
}

/** Prices of the rows' units, ≥ 0, by a subgradient method (Held, Wolfe, Crowder 1974): good ones, not the best. */
export function unitPrices(packing: Packing, profit: Float64Array): Float64Array {
  const { items, rows, itemStart, row, weight, capacity } = packing;
  let prices = new Float64Array(rows);
  let best = prices;
  let bestBound = boundOfPrices(packing, profit, prices);
  let step = 1;
  let idle = 0;
  for (let turn = 0; turn < STEPS; turn++) {
    const worth = surplus(packing, profit, prices);
    const excess = capacity.map((units) => -units);
    for (let item = 0; item < items; item++) {
      if (worth[item]! <= 0) continue;
      for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) excess[row[at]!]! += weight[at]!;
    }
    const length = excess.reduce((sum, each) => sum + each * each, 0);
    if (length === 0) break;
    // An estimate of the distance to the optimum: a few per cent of the bound.
    const move = (step * 0.05 * bestBound) / length;
    prices = prices.map((price, at) => Math.max(0, price + move * excess[at]!));
    const bound = boundOfPrices(packing, profit, prices);
    idle = bound < bestBound ? 0 : idle + 1;
    if (bound < bestBound) {
      best = prices;
      bestBound = bound;
    }
    if (idle < PATIENCE) continue;
    step /= 2;
    idle = 0;
    prices = best;
  }
  return best;
}
