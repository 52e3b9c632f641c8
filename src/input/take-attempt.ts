import type { Attempt } from '../domain/attempt.ts';
import { InputError } from '../domain/faults.ts';
import type { OptimizeRequest } from '../domain/optimize-request.ts';
import type { PlanCheck, VerifyRequest } from '../domain/verify-request.ts';
import { takeSnapshot } from './take-snapshot.ts';

/**
 * What a checked request asks to be decided.
 *
 * @param now the clock's instant, ISO 8601, used where the request has no `asOf`
 * @throws InputError `contradictory` with every contradiction and its path
 */
export function takeAttempt(request: OptimizeRequest, now: string): Attempt {
  const { limits, explain } = request;
  return { snapshot: takeSnapshot(request, now), timeLimitMs: limits.timeLimitMs, explain };
}

/**
 * What a checked request asks to be verified. Where it does not state a claim, the plan's own proof does.
 *
 * @param now the clock's instant, ISO 8601, used where the problem has no `asOf`
 * @throws InputError `contradictory` when the problem contradicts itself; its paths start with `problem`
 */
export function takeCheck({ problem, plan, claim }: VerifyRequest, now: string): PlanCheck {
  const byProof = plan.proof?.status === 'feasible' ? 'feasible' : 'optimal';
  return { snapshot: withinProblem(() => takeSnapshot(problem, now)), plan, claim: claim ?? byProof };
}

/** Takes the problem of a check. @throws InputError with paths that start with `problem` */
export function withinProblem<Taken>(take: () => Taken): Taken {
  try {
    return take();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const faults = error.faults.map((fault) => ({ ...fault, path: `problem.${fault.path}` }));
    throw new InputError(error.kind, faults);
  }
}
