import type { Objective } from './objectives.ts';

/** Consecutive objectives as one, in which one unit of an objective outweighs all that those behind it can add up to. */
export interface Fold {
  readonly profit: Float64Array;
  /** How many objectives it holds, from the first on. */
  readonly count: number;
  /** What one unit of each of them counts. */
  readonly weights: readonly number[];
}

/** The most that a fold may add up to: whole numbers, and quarters of them, are exact up to here. */
const EXACT = 2 ** 51;

const totalOf = ({ profit }: Objective): number => profit.reduce((sum, each) => sum + each, 0);

/**
 * Folds as many of these objectives as stay exact; the first one always, and behind one that is not in whole numbers none.
 *
 * @param most the largest sum that the fold may have
 */
export function foldOf(objectives: readonly Objective[], most = EXACT): Fold {
  let count = 1;
  let span = totalOf(objectives[0]!) + 1;
  while (count < objectives.length && objectives[count - 1]!.integral && objectives[count]!.integral) {
    const wider = span * (totalOf(objectives[count]!) + 1);
    if (wider > most) break;
    span = wider;
    count += 1;
  }
  const weights: number[] = new Array(count).fill(1);
  for (let at = count - 2; at >= 0; at--) weights[at] = weights[at + 1]! * (totalOf(objectives[at + 1]!) + 1);
  const profit = new Float64Array(objectives[0]!.profit.length);
  for (let at = 0; at < count; at++) {
    const { profit: own } = objectives[at]!;
    for (let item = 0; item < profit.length; item++) profit[item]! += weights[at]! * own[item]!;
  }
  return { profit, count, weights };
}
