import { surplus, unitPrices } from '../prices/unit-prices.ts';
import { fits, type Packing, take } from '../rows.ts';

/** More than what rounding can move a sum of the profits of a few items, as a part of it. */
const ROUNDING = 1e-13;

/**
 * The best choice of a few items, by trying with and without each in turn. What cannot become better than the best so far
 * is left out: by what still fits, and by prices of the units that are left, found once. Of equal choices the first that is
 * found, which takes the items of most profit first.
 *
 * @param profit whole numbers ≥ 0 whose sum is exact
 * @param nodes steps after which it gives up
 * @returns null where it gave up
 */
export function solveSmall(packing: Packing, profit: Float64Array, nodes: number): Uint8Array | null {
  const prices = unitPrices(packing, profit);
  const worth = surplus(packing, profit, prices);
  const order = Int32Array.from(profit.keys()).sort((a, b) => profit[b]! - profit[a]! || a - b);
  /** What the items from each place on are worth beyond what their units are. */
  const beyond = new Float64Array(order.length + 1);
  for (let at = order.length - 1; at >= 0; at--)
    beyond[at] = beyond[at + 1]! + Math.max(0, worth[order[at]!]!);
  const rounding = ROUNDING * profit.reduce((sum, each) => sum + each, 0);
  const chosen = new Uint8Array(packing.items);
  const left = packing.capacity.slice();
  let best: Uint8Array | null = null;
  let bestValue = -1;
  let steps = 0;

  /** Whether the items from `at` on can add more than `needed`. */
  const canAdd = (at: number, needed: number): boolean => {
    let priced = beyond[at]!;
    for (let row = 0; row < left.length; row++) priced += prices[row]! * left[row]!;
    // Values are whole: less than 1 more is none.
    if (priced + rounding < needed + 1) return false;
    let sum = 0;
    for (let place = at; place < order.length; place++) {
      if (fits(packing, order[place]!, left)) sum += profit[order[place]!]!;
    }
    return sum > needed;
  };

  /** @returns false where it gave up */
  const visit = (from: number, value: number): boolean => {
    if (++steps > nodes) return false;
    let at = from;
    while (at < order.length && !fits(packing, order[at]!, left)) at += 1;
    if (at === order.length) {
      if (value > bestValue) {
        best = chosen.slice();
        bestValue = value;
      }
      return true;
    }
    if (!canAdd(at, bestValue - value)) return true;
    const item = order[at]!;
    chosen[item] = 1;
    take(packing, item, left);
    const isDone = visit(at + 1, value + profit[item]!);
    take(packing, item, left, -1);
    chosen[item] = 0;
    return isDone && visit(at + 1, value);
  };
  return visit(0, 0) ? best : null;
}
