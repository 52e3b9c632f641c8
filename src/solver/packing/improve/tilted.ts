import type { Fold } from '../fold.ts';
import type { Objective } from '../objectives.ts';

/**
 * Profits of a fold, moved a little: by the next objective, so that of choices worth the same a dive finds those that have
 * more of it, and at random.
 *
 * @param tilt the most that the next objective counts, as a part of the least profit
 * @param noise by how much each profit is moved at random, as a part of it
 */
export function tilted(
  { profit, count }: Fold,
  objectives: readonly Objective[],
  tilt: number,
  noise: number,
  random: () => number,
): Float64Array {
  const next = objectives[count]!.profit;
  const most = next.reduce((largest, each) => Math.max(largest, each), 0);
  const least = profit.reduce((low, each) => (each > 0 && each < low ? each : low), Number.POSITIVE_INFINITY);
  const factor = most === 0 || least === Number.POSITIVE_INFINITY ? 0 : (tilt * least) / most;
  return profit.map((each, item) => each * (1 + noise * (random() - 0.5)) + factor * next[item]!);
}
