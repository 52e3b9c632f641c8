import type { Plan } from '../../domain/decision.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { type PlanReading, readPlan } from './reading.ts';
import { objectiveOf } from './rules/objective.ts';
import { type Family, FEASIBILITY, OPTIMALITY, WORTH } from './rules.ts';
import type { Verification, Violation } from './verification.ts';

/** How a plan is to be read. */
export interface VerifyOptions {
  /**
   * `optimal` (the default): the plan claims that none is better, and signs of a better one are violations.
   * `feasible`: it only claims to be a plan, as one that was stopped by its time limit does.
   */
  readonly claim?: 'optimal' | 'feasible';
}

function breachesOf(families: readonly Family[], reading: PlanReading): Violation[] {
  const violations: Violation[] = [];
  for (const { rules } of families) {
    for (const { code, check } of rules) {
      for (const finding of check(reading)) violations.push({ code, ...finding });
    }
  }
  return violations;
}

/**
 * Checks a plan against the problem it answers, rule by rule, from the problem alone: nothing that the plan
 * says of itself is believed, and no code is shared with the formulation or the engines.
 *
 * Every violation is listed. The rules of `optimality.ts` are asked only of a plan that keeps all others of
 * feasibility, since whether a better plan exists says nothing about one that cannot be carried out. The
 * objective is the recomputed one, with null bounds: a bound is the solver's to prove.
 */
export function verify(
  snapshot: Snapshot,
  plan: Plan,
  { claim = 'optimal' }: VerifyOptions = {},
): Verification {
  const reading = readPlan(snapshot, plan);
  const violations = breachesOf(FEASIBILITY, reading);
  const isFeasible = violations.length === 0;
  violations.push(...breachesOf(WORTH, reading));
  if (isFeasible && claim === 'optimal') violations.push(...breachesOf(OPTIMALITY, reading));
  return { valid: violations.length === 0, violations, objective: objectiveOf(reading) };
}
