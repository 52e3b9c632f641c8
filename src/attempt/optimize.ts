import type { Decision } from '../domain/decision.ts';
import type { OptimizeRequest } from '../domain/optimize-request.ts';
import type { Engine } from '../solver/engine.ts';

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
export function optimize(_request: OptimizeRequest, _ports: AttemptPorts): Promise<Decision> {
  throw new Error('being written');
}
