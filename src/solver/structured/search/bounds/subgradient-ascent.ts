import type { SolveParameters } from '../../../parameters.ts';

/** A concave function of prices that are not negative. */
export interface DualPoint<Kept> {
  /** Changed in place. */
  readonly prices: Float64Array;
  /** A subgradient at the prices, set by `evaluate`; changed in place. */
  readonly gradient: Float64Array;
  /** The value at the prices. */
  evaluate(): number;
  /** What is wanted of the point where the value is the largest so far; asked before the prices move on. */
  keep(value: number): Kept;
}

/**
 * Maximises a Lagrangian dual by subgradient steps of Polyak's length, which is halved where the value does not grow.
 * The first point is always evaluated and kept.
 *
 * @param target the value of a known plan, at which the ascent ends; it also sets the length of the steps
 * @param steps how many points are evaluated at most
 * @returns what was kept of the best point
 */
export function ascend<Kept>(
  point: DualPoint<Kept>,
  target: number,
  steps: number,
  parameters: SolveParameters,
): Kept {
  const { ascentFirstStep, ascentLastStep, ascentPatience } = parameters;
  let best = Number.NEGATIVE_INFINITY;
  let kept: Kept | undefined;
  let step = ascentFirstStep;
  let stalled = 0;
  for (let left = steps; ; left--) {
    const value = point.evaluate();
    stalled = value > best + 1e-6 * Math.abs(value) ? 0 : stalled + 1;
    if (value > best) {
      best = value;
      kept = point.keep(value);
    }
    if (stalled >= ascentPatience) {
      step /= 2;
      stalled = 0;
    }
    const length = step * (target - value + 0.05 * Math.abs(target));
    if (value >= target || left <= 1 || step < ascentLastStep || !moveAlong(point, length)) return kept!;
  }
}

/** Takes one step along the subgradient and stays at prices of 0 or more; false where there is no way up. */
function moveAlong(
  { prices, gradient }: Pick<DualPoint<unknown>, 'prices' | 'gradient'>,
  length: number,
): boolean {
  let norm = 0;
  for (let i = 0; i < prices.length; i++) {
    if (prices[i]! <= 0 && gradient[i]! < 0) gradient[i] = 0;
    norm += gradient[i]! * gradient[i]!;
  }
  if (norm < 1e-12) return false;
  const scale = length / norm;
  for (let i = 0; i < prices.length; i++) prices[i] = Math.max(0, prices[i]! + scale * gradient[i]!);
  return true;
}
