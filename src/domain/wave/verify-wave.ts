import { z } from 'zod';
import { SubmittedPlan } from '../verify-request.ts';
import { WaveAnswer, WaveDecision, WaveObjectiveValue } from './answer.ts';
import { WaveRequest } from './request.ts';
import type { WaveSnapshot } from './snapshot.ts';

/** What is decided of one shipment, as it is handed in. */
export const SubmittedDecision = SubmittedPlan.extend({
  kept: WaveDecision.shape.kept.optional().meta({
    description: 'Whether its plan is said to be the one that it had. Left out: nothing is said.',
  }),
}).meta({
  description: 'A decision of the wave. Fields that are not listed are left aside.',
  additionalProperties: true,
});

/** A wave's plan as it is handed in: a reply of `/v1/optimize/wave` may be handed in as it came. */
export const SubmittedWave = z
  .object({
    decisions: z.array(SubmittedDecision).meta({
      description: 'One for each shipment of the problem, in the order of the queue.',
    }),
    objective: z
      .array(WaveObjectiveValue)
      .optional()
      .meta({ description: 'What the wave is said to come to. Left out: the checker only recomputes it.' }),
    released: WaveAnswer.shape.released.optional(),
    partiallyReleased: WaveAnswer.shape.partiallyReleased.optional(),
    held: WaveAnswer.shape.held.optional(),
    units: WaveAnswer.shape.units.optional(),
  })
  .meta({
    description:
      'A plan for a wave. A reply of `/v1/optimize/wave` is one; fields that are not listed are left aside.',
    additionalProperties: true,
  });
/** A wave's plan as it is handed in. */
export type SubmittedWave = z.infer<typeof SubmittedWave>;

/** A wave and anyone's plan for it. */
export const WaveVerifyRequest = z
  .strictObject({
    problem: WaveRequest,
    plan: SubmittedWave,
    claim: z.enum(['optimal', 'feasible']).default('optimal').meta({
      description:
        '`optimal`: a held shipment that what is left would release is a violation. `feasible`: the plan only has to keep the rules.',
    }),
  })
  .meta({ description: "A wave, and anyone's plan for it." });
/** A wave and anyone's plan for it. */
export type WaveVerifyRequest = z.infer<typeof WaveVerifyRequest>;
/** What a caller may send: only what has no default is required. */
export type WaveVerifyRequestInput = z.input<typeof WaveVerifyRequest>;

/** A wave's plan and the wave, read and without contradictions: plain data. */
export interface WaveCheck {
  readonly wave: WaveSnapshot;
  readonly plan: SubmittedWave;
  readonly claim: WaveVerifyRequest['claim'];
}
