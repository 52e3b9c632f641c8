import { inProcessEngine, systemNow } from './app/compose.ts';
import { optimize as attempt } from './attempt/optimize.ts';
import type { Verification } from './decision/verify/verification.ts';
import { verify as check } from './decision/verify/verify.ts';
import type { Decision } from './domain/decision.ts';
import { OptimizeRequest, type OptimizeRequestInput } from './domain/optimize-request.ts';
import { VerifyRequest, type VerifyRequestInput } from './domain/verify-request.ts';
import { parseInput } from './input/parse.ts';
import { takeAttempt, takeCheck } from './input/take-attempt.ts';
import type { Engine } from './solver/engine.ts';
import { decideThere } from './threads/answers/there.ts';
import type { Pool } from './threads/pool.ts';

export { InvariantError, NothingProvenError } from './attempt/optimize.ts';
export type { Verification, Violation } from './decision/verify/verification.ts';
export type {
  Allocation,
  ChildShipment,
  Decision,
  HeldLine,
  Hold,
  ItemQuantity,
  ObjectiveValue,
  Plan,
  Proof,
  ReasonCode,
} from './domain/decision.ts';
export { type Fault, InputError } from './domain/faults.ts';
export type { Fix } from './domain/fix.ts';
export type { OptimizeRequestInput } from './domain/optimize-request.ts';
export { type Engine, EngineError, type EngineErrorCode } from './solver/engine.ts';
export type { PoolOptions } from './threads/pool/options.ts';
export { createPool, type Pool } from './threads/pool.ts';

/** What the library takes from outside; both have a default. */
export interface LibraryOptions {
  /** Who solves, in the calling thread. @defaultValue the engines of this package */
  readonly engine?: Engine;
  /** Threads to decide on instead: a pool made by `createPool`. */
  readonly pool?: Pool;
  /** The instant, ISO 8601, for a request without `asOf`. @defaultValue the system's clock */
  readonly now?: () => string;
}

/**
 * Decides one release attempt.
 *
 * @param input only `shipment` is required; see `POST /v1/optimize`
 * @returns the decision, proven and checked; a held shipment is a decision
 * @throws InputError with every fault and its path
 * @throws NothingProvenError when `limits.timeLimitMs` passed with neither a plan nor a proof that there is none
 * @throws EngineError when the engine failed, or the pool as its `run` says
 * @throws InvariantError when the checker refused the plan: a defect of this package
 */
export async function optimize(input: OptimizeRequestInput, options: LibraryOptions = {}): Promise<Decision> {
  const request = parseInput(OptimizeRequest, input);
  const { engine = inProcessEngine(), pool, now = systemNow } = options;
  const taken = takeAttempt(request, now());
  return pool === undefined ? attempt(taken, engine) : decideThere(pool, taken);
}

/**
 * Checks anyone's plan for a problem, with none of the code that makes plans.
 *
 * @param problem what `optimize` takes
 * @param plan what `optimize` returns, or a plan of the same shape
 * @param options `claim: 'feasible'` for a plan that does not claim to be the best; by default its own proof says
 * @throws InputError with every fault and its path, which starts with `problem` or `plan`
 */
export function verify(
  problem: VerifyRequestInput['problem'],
  plan: VerifyRequestInput['plan'],
  options: Pick<VerifyRequestInput, 'claim'> & Pick<LibraryOptions, 'now'> = {},
): Verification {
  const { claim, now = systemNow } = options;
  const request = parseInput(VerifyRequest, { problem, plan, ...(claim && { claim }) });
  const taken = takeCheck(request, now());
  return check(taken.snapshot, taken.plan, { claim: taken.claim });
}
