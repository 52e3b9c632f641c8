import { z } from 'zod';
import { ObjectiveValue } from '../../domain/decision.ts';

export const Violation = z.strictObject({
  code: z.string().meta({ description: 'stable name of the rule that is broken' }),
  path: z.string().meta({
    description: 'where in the plan: children[0].allocations[1].quantity',
  }),
  message: z.string(),
  expected: z.unknown(),
  actual: z.unknown(),
});
/** One rule that a plan breaks, where, what it should be and what it is. */
export type Violation = z.infer<typeof Violation>;

export const Verification = z.strictObject({
  valid: z.boolean(),
  violations: z.array(Violation),
  objective: z.array(ObjectiveValue),
});
/** The checker's finding: `valid` exactly when there is no violation; `objective` as recomputed. */
export type Verification = z.infer<typeof Verification>;
