import { decide } from '../decision/decide.ts';
import { explainHold } from '../decision/explain/explain.ts';
import { verify } from '../decision/verify/verify.ts';
import type { Decision } from '../domain/decision.ts';
import type { OptimizeRequest } from '../domain/optimize-request.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { findSourcing } from '../formulation/sources.ts';
import { takeSnapshot } from '../input/take-snapshot.ts';
import type { Engine } from '../solver/engine.ts';
import { solveAttempt } from './solve.ts';
import { askByFlowOrEngine } from './what-if.ts';

/** What an attempt needs from outside: who solves, and what time it is. */
export interface AttemptPorts {
  readonly engine: Engine;
  /** The clock's instant, ISO 8601; used where a request has no `asOf`. */
  readonly now: () => string;
}

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
 * @throws InputError `contradictory` with every contradiction and its path
 * @throws EngineError when no engine could be asked
 * @throws NothingProvenError when the time limit passed with no plan and no proof
 * @throws InvariantError when the checker refuses our own plan
 */
export async function optimize(request: OptimizeRequest, ports: AttemptPorts): Promise<Decision> {
  return attempt(takeSnapshot(request, ports.now()), request, ports.engine);
}

async function attempt(
  snapshot: Snapshot,
  { limits, explain }: OptimizeRequest,
  engine: Engine,
): Promise<Decision> {
  const startedAt = performance.now();
  const sourcing = findSourcing(snapshot);
  const solved = await solveAttempt(snapshot, sourcing, engine, limits.timeLimitMs);
  if (solved.units === null && solved.termination !== 'infeasible') {
    throw new NothingProvenError(
      `nothing was proven of shipment ${snapshot.shipment.shipmentNumber} within ` +
        `${limits.timeLimitMs} ms (${solved.engine}: ${solved.termination})`,
    );
  }
  const decision = decide(snapshot, sourcing, solved);
  assertVerified(snapshot, decision);
  if (decision.decision !== 'held' || explain === 'none') return decision;
  const deadline = startedAt + limits.timeLimitMs;
  return {
    ...decision,
    hold: await explainHold(snapshot, explain, askByFlowOrEngine(engine, deadline)),
  };
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
