import type { OneDemand } from './problem.ts';

/** The prices at which the Lagrangian bound of a one-demand problem is largest. */
export interface OneDemandPrices {
  /** λ: the price of a unit. */
  readonly unit: number;
  /** ν: the price of opening one item more, on top of its cost. */
  readonly opening: number;
  /** L(λ, ν): no cover costs less. */
  readonly bound: number;
}

/** L at one point: its value, its slope in λ, and how many items are open there. */
interface Tangent {
  readonly at: number;
  readonly value: number;
  readonly slope: number;
  readonly opened: number;
}

/** Far more than the tangents that a concave function of so few breakpoints takes; rounding may end it earlier. */
const MOST_TANGENTS = 100;

/** The reduced cost of an item: its cost less what its units earn. A forced item is open at any price. */
export function reducedCost(
  problem: OneDemand,
  item: number,
  { unit, opening }: Omit<OneDemandPrices, 'bound'>,
) {
  const earned = Math.max(0, unit - problem.unitCost[item]!) * problem.amount[item]!;
  return problem.forced[item] === 1 ? -earned : problem.fixedCost[item]! + opening - earned;
}

/** Where two tangents of a concave function meet. */
const meet = (left: Tangent, right: Tangent) =>
  (right.value - right.slope * right.at - left.value + left.slope * left.at) / (left.slope - right.slope);

/**
 * The largest value of a concave, piecewise linear function, by the tangents to its left and right: the next point is
 * where the two meet, and the last one when the function reaches that height (Kelley 1960, in one dimension).
 *
 * @param left a tangent that rises
 * @param right a tangent that does not
 * @returns the best point, and the two tangents that meet there
 */
function climb(left: Tangent, right: Tangent, tangentAt: (at: number) => Tangent) {
  let best = left.value > right.value ? left : right;
  for (let i = 0; i < MOST_TANGENTS; i++) {
    const at = meet(left, right);
    if (!(at > left.at && at < right.at)) break;
    const next = tangentAt(at);
    if (next.value > best.value) best = next;
    const height = left.value + left.slope * (at - left.at);
    if (next.value >= height - 1e-12 * Math.abs(height)) break;
    if (next.slope > 0) left = next;
    else right = next;
  }
  return { best, left, right };
}

/** L(λ, ν) = λ · demand − ν · slots + Σ min(0, rc_k) at one λ, for one ν. */
function tangentIn(problem: OneDemand, opening: number, unit: number): Tangent {
  const { demand, slots, amount, unitCost, forced } = problem;
  const prices = { unit, opening };
  let value = unit * demand - (opening === 0 ? 0 : opening * slots);
  let slope = demand;
  let opened = 0;
  for (let item = 0; item < amount.length; item++) {
    const reduced = reducedCost(problem, item, prices);
    if (reduced >= 0) continue;
    value += reduced;
    if (unitCost[item]! < unit) slope -= amount[item]!;
    if (forced[item] === 0) opened += 1;
  }
  return { at: unit, value, slope, opened };
}

/** The best λ for one ν, and how many items are open there: the last one in part, so that the units are met. */
function bestUnitPrice(problem: OneDemand, opening: number) {
  const { amount, unitCost, fixedCost, forced } = problem;
  let highest = 0;
  for (let item = 0; item < amount.length; item++) {
    const charge = forced[item] === 1 ? 0 : (fixedCost[item]! + opening) / amount[item]!;
    highest = Math.max(highest, unitCost[item]! + charge);
  }
  const tangentAt = (unit: number) => tangentIn(problem, opening, unit);
  const { best, left, right } = climb(tangentAt(0), tangentAt(2 * highest + 1), tangentAt);
  const part = left.slope > right.slope ? left.slope / (left.slope - right.slope) : 0;
  return { unit: best.at, value: best.value, opened: left.opened + part * (right.opened - left.opened) };
}

/** The prices of the best Lagrangian bound. The bound is concave in ν as well. */
export function bestPrices(problem: OneDemand): OneDemandPrices {
  const { slots, fixedCost } = problem;
  let unit = 0;
  const tangentAt = (opening: number): Tangent => {
    const best = bestUnitPrice(problem, opening);
    return { at: opening, value: best.value, slope: best.opened - slots, opened: best.opened };
  };
  const free = tangentAt(0);
  let opening = 0;
  if (free.slope > 1e-9) {
    let high = tangentAt(1 + 10 * fixedCost.reduce((most, cost) => Math.max(most, cost), 0));
    for (let i = 0; i < 40 && high.slope > 0; i++) high = tangentAt(4 * high.at);
    opening = high.slope > 0 ? high.at : climb(free, high, tangentAt).best.at;
  }
  const best = bestUnitPrice(problem, opening);
  unit = best.unit;
  return { unit, opening, bound: best.value };
}
