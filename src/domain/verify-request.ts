import { z } from 'zod';
import { Plan, Proof } from './decision.ts';
import { OptimizeRequest } from './optimize-request.ts';
import type { Snapshot } from './snapshot.ts';

/** A plan as it is handed in: a decision may be handed in as it came, and its proof says what it claims. */
export const SubmittedPlan = Plan.extend({
  proof: z.object({ status: Proof.shape.status }).optional().meta({
    description: 'What the plan claims of itself, as a reply of `/v1/optimize` has it.',
    additionalProperties: true,
  }),
}).meta({
  description:
    'A plan to be checked. A reply of `/v1/optimize` is one; fields that are not listed are left aside.',
  additionalProperties: true,
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

/** A plan and the problem it is checked against, read and without contradictions: plain data. */
export interface PlanCheck {
  readonly snapshot: Snapshot;
  readonly plan: VerifyRequest['plan'];
  /** `optimal`: signs of a better plan are violations; `feasible`: the plan only has to keep the rules. */
  readonly claim: 'optimal' | 'feasible';
}
