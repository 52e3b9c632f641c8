import { decide } from '../decision/decide.ts';
import { EFFORT } from '../decision/explain/effort.ts';
import { explainHold } from '../decision/explain/explain.ts';
import type { Attempt } from '../domain/attempt.ts';
import type { Decision, Hold } from '../domain/decision.ts';
import type { Settings } from '../domain/settings.ts';
import { allocationProblemOf } from '../formulation/allocation-problem.ts';
import { findSourcing } from '../formulation/sources.ts';
import type { AllocationProblem } from '../program/allocation-problem.ts';
import type { AllocationAnswer, Declined } from '../solver/outcome.ts';
import { assertVerified } from './optimize.ts';
import { solvedByStructure } from './solved-by-structure.ts';

/** Solves by structure within a moment, and stops where it takes longer. */
export type AtOnceSolver = (problem: AllocationProblem) => AllocationAnswer | Declined;

/** A search that breaks settles nothing: whoever is asked instead meets the same defect, names it, and asks an engine. */
function unlessItBreaks<Answer>(solve: () => Answer): Answer | null {
  try {
    return solve();
  } catch {
    return null;
  }
}

/** Limits on locations and weights couple what is otherwise searched product by product. */
const mayTakeLong = (settings: Settings): boolean =>
  settings.maxFulfillingLocations !== null ||
  settings.maxSplitItemLocations !== null ||
  settings.maxChildShipments !== null ||
  settings.objective.mode === 'weighted';

/**
 * Decides one release attempt as `optimize` does, without waiting for anything, if its structure settles it at once.
 * A hold is not explained; `explain` goes on from there.
 *
 * @returns null where it is not settled at once
 * @throws InvariantError as `optimize` does
 */
export function decideAtOnce({ snapshot, timeLimitMs }: Attempt, solve: AtOnceSolver): Decision | null {
  if (mayTakeLong(snapshot.settings)) return null;
  const startedAt = performance.now();
  const sourcing = findSourcing(snapshot);
  const solvingSince = performance.now();
  const answer = unlessItBreaks(() => solve(allocationProblemOf(snapshot, sourcing)));
  if (answer === null || 'declined' in answer || answer.status === 'stopped') return null;
  // One question has one answer: a thread has the time to find the first of equal plans.
  if (answer.status === 'optimal' && !answer.tieBreakProven) return null;
  if (performance.now() - startedAt > timeLimitMs) return null;
  const decision = decide(snapshot, sourcing, solvedByStructure(answer, solvingSince));
  assertVerified(snapshot, decision);
  return decision;
}

/**
 * Explains a hold as far as that takes a moment and nothing has to be solved: sums and flows of its stock, which is all
 * where no limit couples its products. The hold says `partial` where something is left to be solved.
 */
export function explainAtOnce({ snapshot, explain: depth }: Attempt): Promise<Hold> {
  const deadline = performance.now() + EFFORT.atOnceMs.value;
  const unanswered = async () => null;
  return explainHold(snapshot, depth === 'full' ? 'full' : 'reasons', {
    isTimeUp: () => performance.now() > deadline,
    isReleased: unanswered,
    isFeasible: unanswered,
  });
}
