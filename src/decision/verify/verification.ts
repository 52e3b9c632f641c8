import { z } from 'zod';
import { ObjectiveValue } from '../../domain/decision.ts';

/** One rule that a plan breaks, where, what it should be and what it is. */
export const Violation = z
  .strictObject({
    code: z.string().meta({
      description: 'Stable name of the rule that is broken.',
      examples: ['LINE_NOT_FILLED'],
    }),
    path: z.string().meta({
      description: 'Where in the plan.',
      examples: ['children[0].allocations[1].quantity'],
    }),
    message: z
      .string()
      .meta({ description: 'What is wrong, for people, with the names and values involved.' }),
    expected: z.unknown().meta({ description: 'What should stand there; of any type.' }),
    actual: z.unknown().meta({ description: 'What stands there; of any type.' }),
  })
  .meta({ description: 'One rule that the plan breaks.' });
/** One rule that a plan breaks, where, what it should be and what it is. */
export type Violation = z.infer<typeof Violation>;

/** The checker's finding: `valid` exactly when there is no violation; `objective` as recomputed. */
export const Verification = z
  .strictObject({
    valid: z.boolean().meta({ description: 'True exactly where `violations` is empty.' }),
    violations: z.array(Violation).meta({ description: 'Every rule that the plan breaks.' }),
    objective: z.array(ObjectiveValue).meta({
      description: 'What the plan really comes to, recomputed; every `bound` is null.',
    }),
  })
  .meta({ description: 'What the independent checker found.' });
/** The checker's finding: `valid` exactly when there is no violation; `objective` as recomputed. */
export type Verification = z.infer<typeof Verification>;
