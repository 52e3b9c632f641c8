import type { Decision } from '../../src/domain/decision.ts';
import type { Formulation } from '../../src/formulation/formulate.ts';
import { findViolation } from '../../src/program/linear-system.ts';
import type { Outcome } from '../../src/solver/outcome.ts';

/** Values this close, as a part of their size, are equal: engines work within tolerances. */
const SAME = 1e-8;
/** How far from a published optimum, as a part of its size, ours may be: it is printed with a few decimals. */
const SAME_AS_PUBLISHED = 1e-6;

/** A verified plan or a proof of somebody else shows that an answer of ours is wrong. The bench ends. */
export class RefutedError extends Error {
  override readonly name = 'RefutedError';
}

/** One value that is minimised: ours, and the bound that we claim for it. */
interface Claimed {
  readonly value: number;
  readonly bound: number;
}

const slack = (part: number, ...values: readonly number[]) => part * Math.max(1, ...values.map(Math.abs));

/** What is minimised, first tier first; null where we say that there is no plan. */
function claimedBy({ objective, proof }: Pick<Decision, 'objective' | 'proof'>): Claimed[] | null {
  if (proof.status === 'infeasible') return null;
  const own = objective[0]?.tier === 'weighted' ? objective.slice(0, 1) : objective;
  return own.map(({ value, bound }) => ({ value, bound: bound ?? Number.NEGATIVE_INFINITY }));
}

/** What a point is worth, in the objective's own units; null where it is not feasible in exact arithmetic. */
function valuesOf({ program, levelOffsets }: Formulation, point: Float64Array): number[] | null {
  if (findViolation(program, point) !== null) return null;
  return program.levels.map(
    ({ costs, scale }, tier) =>
      costs.reduce((sum, cost, column) => sum + cost * point[column]!, 0) / scale + levelOffsets[tier]!,
  );
}

/**
 * Holds a peer's proof against our answer. Both points have been checked, so a difference always says who is wrong:
 * the one whose proof the other's plan beats.
 *
 * @returns why the peer's proof is false, or null where nothing contradicts it
 * @throws RefutedError where ours is
 */
export function compareWithPeer(
  decision: Decision,
  formulation: Formulation,
  { termination, point }: Pick<Outcome, 'termination' | 'point'>,
): string | null {
  const ours = claimedBy(decision);
  if (termination === 'infeasible') return ours === null ? null : 'calls infeasible what our plan solves';
  const theirs = point === null ? null : valuesOf(formulation, point);
  if (theirs === null) return 'its point is not feasible';
  if (ours === null) throw new RefutedError(`ours: infeasible; theirs: a plan worth ${theirs.join(', ')}`);
  const both = `ours ${ours.map(({ value }) => value).join(', ')}; theirs ${theirs.join(', ')}`;
  for (const [tier, { value, bound }] of ours.entries()) {
    const other = theirs[tier]!;
    const tolerance = slack(SAME, value, other);
    if (other < bound - tolerance) throw new RefutedError(`${both}; our bound ${bound} in tier ${tier + 1}`);
    if (value < other - tolerance) return `our plan is better: ${both}`;
    // An unproven plan may be worse; what follows in later tiers says nothing then.
    if (value > other + tolerance) return null;
  }
  return null;
}

/** By how much a plan of ours that is not proven is worse than another, in the first tier in which they differ. */
interface Behind {
  readonly tier: string;
  readonly by: number;
  /** As a part of the better value. */
  readonly part: number;
}

/** Where a peer's point is better than our plan; null where it is not. */
export function behindPeer(
  { objective, proof }: Decision,
  formulation: Formulation,
  point: Float64Array,
): Behind | null {
  const theirs = valuesOf(formulation, point);
  const ours = claimedBy({ objective, proof });
  for (const [tier, { value }] of (theirs === null ? [] : (ours ?? [])).entries()) {
    const other = theirs![tier]!;
    if (Math.abs(value - other) <= slack(SAME, value, other)) continue;
    if (value < other) return null;
    return {
      tier: objective[tier]!.tier,
      by: value - other,
      part: (value - other) / Math.max(1, Math.abs(other)),
    };
  }
  return null;
}

/**
 * Holds our answer against a published optimum.
 *
 * @throws RefutedError where one of the two must be wrong
 */
export function compareWithPublished(decision: Decision, published: number): void {
  const ours = claimedBy(decision)?.[0];
  if (ours === undefined) throw new RefutedError(`ours: infeasible; published: ${published}`);
  const tolerance = slack(SAME_AS_PUBLISHED, published);
  if (ours.bound > published + tolerance || ours.value < published - tolerance) {
    throw new RefutedError(`ours ${ours.value} with the bound ${ours.bound}; published ${published}`);
  }
}
