import { decide } from '../decision/decide.ts';
import { explainHold } from '../decision/explain/explain.ts';
import type { Solved } from '../decision/solved.ts';
import { verify } from '../decision/verify/verify.ts';
import type { Attempt } from '../domain/attempt.ts';
import type { Decision, Hold } from '../domain/decision.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { findSourcing } from '../formulation/sources.ts';
import type { Engine } from '../solver/engine.ts';
import { solveAttempt } from './solve.ts';
import { askUntil } from './what-if.ts';

/** The attempt ended at its limit with neither a plan nor a proof that there is none. */
export class NothingProvenError extends Error {
  override readonly name = 'NothingProvenError';
}

/** A plan of ours that the checker refuses: the attempt fails closed and nothing is answered. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/**
 * One release attempt: snapshot → program → outcome → decision → checked and explained.
 *
 * @throws EngineError when no engine could be asked
 * @throws NothingProvenError when the time limit passed with no plan and no proof
 * @throws InvariantError when the checker refuses our own plan
 */
export async function optimize(attempt: Attempt, engine: Engine): Promise<Decision> {
  const { snapshot, timeLimitMs } = attempt;
  const startedAt = performance.now();
  const sourcing = findSourcing(snapshot);
  const solved = await solveAttempt(snapshot, sourcing, engine, timeLimitMs);
  if (!isProven(solved) && !releasesSome(solved)) {
    throw new NothingProvenError(
      `nothing was proven of shipment ${snapshot.shipment.shipmentNumber} within ` +
        `${timeLimitMs} ms (${solved.engine}: ${solved.termination})`,
    );
  }
  const decision = decide(snapshot, sourcing, solved);
  assertVerified(snapshot, decision);
  if (!isToBeExplained(decision, attempt)) return decision;
  return { ...decision, hold: await explain(attempt, engine, startedAt + timeLimitMs) };
}

const isProven = ({ termination }: Solved): boolean =>
  termination === 'optimal' || termination === 'infeasible';

/** A plan that releases nothing is a hold, and a hold needs a proof. */
const releasesSome = ({ units }: Solved): boolean => units?.some((given) => given > 0) ?? false;

/** Whether a decision is a hold of which the attempt wants to know more. */
export const isToBeExplained = ({ decision }: Decision, { explain: depth }: Attempt): boolean =>
  decision === 'held' && depth !== 'none';

/**
 * Why a held shipment is held, and what would free it, as far as the attempt asks.
 *
 * @param deadline in milliseconds of `performance.now()`; from then on no engine is asked
 */
export function explain(
  { snapshot, explain: depth }: Attempt,
  engine: Engine,
  deadline: number,
): Promise<Hold> {
  return explainHold(snapshot, depth === 'full' ? 'full' : 'reasons', askUntil(engine, deadline));
}

/**
 * Nobody marks their own homework: what the checker refuses does not leave.
 *
 * @throws InvariantError with everything that it refuses
 */
export function assertVerified(snapshot: Snapshot, decision: Decision): void {
  const claim = decision.proof.status === 'feasible' ? 'feasible' : 'optimal';
  const { valid, violations } = verify(snapshot, decision, { claim });
  if (valid) return;
  const texts = violations.map((violation) => `${violation.code} at ${violation.path}: ${violation.message}`);
  throw new InvariantError(
    `the checker refuses the plan of ${decision.proof.engine} for shipment ` +
      `${decision.shipmentNumber}: ${texts.join('; ')}`,
  );
}
