import { z } from 'zod';
import { Plan, Proof } from '../domain/decision.ts';
import { InputError } from '../domain/faults.ts';
import { OptimizeRequest } from '../domain/optimize-request.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { takeSnapshot } from '../input/take-snapshot.ts';
import type { Verification } from './verify/verification.ts';
import { verify } from './verify/verify.ts';

/** A plan as it is handed in: a decision may be handed in as it came, and its proof says what it claims. */
export const SubmittedPlan = Plan.extend({
  proof: z
    .object({ status: Proof.shape.status })
    .optional()
    .meta({ description: 'What the plan claims of itself, as a reply of `/v1/optimize` has it.' }),
}).meta({
  description:
    'A plan to be checked. A reply of `/v1/optimize` is one; fields that are not listed are left aside.',
});

/** A problem and anyone's plan for it. */
export const VerifyRequest = z
  .strictObject({
    problem: OptimizeRequest,
    plan: SubmittedPlan,
    claim: z
      .enum(['optimal', 'feasible'])
      .optional()
      .meta({
        description:
          '`optimal`: signs of a better plan are violations. `feasible`: the plan only has to keep the rules. ' +
          "Left out: the status of the plan's own proof counts, and `optimal` where there is none.",
      }),
  })
  .meta({ description: "A problem, and anyone's plan for it." });
/** A problem and anyone's plan for it. */
export type VerifyRequest = z.infer<typeof VerifyRequest>;
/** What a caller may send: only what has no default is required. */
export type VerifyRequestInput = z.input<typeof VerifyRequest>;

/** The problem's snapshot; a contradiction's path starts with `problem`, as the request has it. */
function snapshotOf(problem: OptimizeRequest, now: string): Snapshot {
  try {
    return takeSnapshot(problem, now);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const faults = error.faults.map((fault) => ({ ...fault, path: `problem.${fault.path}` }));
    throw new InputError(error.kind, faults);
  }
}

/**
 * Checks a plan against its problem.
 *
 * @param now the clock's instant, ISO 8601, used where the problem has no `asOf`
 * @throws InputError `contradictory` when the problem contradicts itself
 */
export function verifyRequest({ problem, plan, claim }: VerifyRequest, now: string): Verification {
  const byProof = plan.proof?.status === 'feasible' ? 'feasible' : 'optimal';
  return verify(snapshotOf(problem, now), plan, { claim: claim ?? byProof });
}
