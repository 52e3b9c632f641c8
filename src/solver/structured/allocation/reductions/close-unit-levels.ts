import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { LineClass } from './merge-lines.ts';

/** What levels 2 and 3 leave to choose for one line class. */
export interface ClosedClass {
  /** Sources that every best plan uses up. */
  readonly usedUp: readonly number[];
  /** Sources of the one rank that is used in part, by package; empty where there is none. */
  readonly choice: readonly number[];
  /** Units to take from `choice`: more than 0 and less than these sources hold, or 0 without a choice. */
  readonly units: number;
}

/**
 * The rank of a source: a unit of an earlier rank is better in level 2, or as good there and better in level 3. Current
 * inventory stands before every day; under `futureFirst` after them.
 */
export function rankOf(
  {
    sourcePackage,
    packageIsFuture,
    packageWaitDays,
    futureFirst,
  }: Pick<AllocationProblem, 'sourcePackage' | 'packageIsFuture' | 'packageWaitDays' | 'futureFirst'>,
  source: number,
): number {
  const item = sourcePackage[source]!;
  if (packageIsFuture[item] === 1) return packageWaitDays[item]!;
  return futureFirst ? Number.POSITIVE_INFINITY : -1;
}

/**
 * Solves levels 2 and 3 (future units, then unit-days of waiting) of one line class in closed form.
 *
 * The sources have a rank, see {@link rankOf}. A plan that leaves a unit of an earlier rank and takes one of a later rank becomes better in level
 * 2 or 3, and no worse in level 1, when it moves that unit. So every best plan uses up all ranks before the last one
 * that it needs, and only that one leaves a choice. This is exact where no limit on locations binds, because opening a
 * package costs nothing in these levels.
 *
 * @param demand units that the class releases, at most its supply
 */
export function closeUnitLevels(
  problem: AllocationProblem,
  { sources }: LineClass,
  demand: number,
): ClosedClass {
  const { sourceAvailable } = problem;
  const ranks = new Map<number, number[]>();
  for (const source of sources) {
    const rank = rankOf(problem, source);
    const known = ranks.get(rank);
    if (known === undefined) ranks.set(rank, [source]);
    else known.push(source);
  }
  const usedUp: number[] = [];
  let left = demand;
  for (const [, members] of [...ranks].sort(([a], [b]) => a - b)) {
    if (left === 0) break;
    const units = members.reduce((sum, source) => sum + sourceAvailable[source]!, 0);
    if (units > left) return { usedUp, choice: members, units: left };
    usedUp.push(...members);
    left -= units;
  }
  return { usedUp, choice: [], units: 0 };
}
