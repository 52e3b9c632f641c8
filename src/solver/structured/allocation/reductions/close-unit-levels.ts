import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { LineClass } from './merge-lines.ts';

/** What levels 2 and 3 leave open of one class. */
export interface ClosedClass {
  /** Sources that are used up whole. */
  readonly whole: readonly number[];
  /** Sources of the one level that is used in part, by package; empty where none is. */
  readonly choice: readonly number[];
  /** Units to take from `choice`: positive and less than they hold, or 0. */
  readonly units: number;
}

/**
 * Closes levels 2 and 3 of one class.
 *
 * Exact where no limit on locations binds and packages cost nothing in these levels: both count units alone, so
 * they are least when levels (current inventory, then each day; under `futureFirst` each day, then current) are
 * used up one after another. Any plan that leaves units of an earlier level while it takes later ones is worse in
 * level 2 or 3 by moving one unit. So all levels before the last are used whole, and only the last leaves a choice.
 *
 * @param demand units the class releases, at most its supply
 */
export function closeUnitLevels(
  problem: AllocationProblem,
  { sources }: LineClass,
  demand: number,
): ClosedClass {
  const { sourcePackage, sourceAvailable, packageIsFuture, packageWaitDays, futureFirst } = problem;
  const levelOf = (source: number) => {
    const item = sourcePackage[source]!;
    if (packageIsFuture[item] === 1) return packageWaitDays[item]!;
    return futureFirst ? Number.POSITIVE_INFINITY : -1;
  };
  const levels = new Map<number, number[]>();
  for (const source of sources) {
    const level = levelOf(source);
    const known = levels.get(level);
    if (known === undefined) levels.set(level, [source]);
    else known.push(source);
  }
  const whole: number[] = [];
  let left = demand;
  for (const [, members] of [...levels].sort(([a], [b]) => a - b)) {
    if (left === 0) break;
    const units = members.reduce((sum, source) => sum + sourceAvailable[source]!, 0);
    if (units > left) return { whole, choice: members, units: left };
    whole.push(...members);
    left -= units;
  }
  return { whole, choice: [], units: 0 };
}
