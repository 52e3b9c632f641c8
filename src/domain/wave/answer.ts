import { z } from 'zod';
import { Decision, Proof } from '../decision.ts';
import { ProductCode, ShipmentNumber } from '../ids.ts';
import { WavePolicy } from './request.ts';

const count = (description: string) => z.int().nonnegative().meta({ description });
const difference = (description: string) => z.number().meta({ description });

/** Units that another shipment took and a held one lacks. */
export const OutrankedBy = z
  .strictObject({
    shipmentNumber: ShipmentNumber.meta({ description: 'Number of the shipment that took them.' }),
    productCode: ProductCode,
    units: z
      .int()
      .positive()
      .meta({
        description: 'Units that it took of the product, where the held one may take from.',
        examples: [3],
      }),
  })
  .meta({ description: 'Units that another shipment took and the held one lacks.' });
/** Units that another shipment took and a held one lacks. */
export type OutrankedBy = z.infer<typeof OutrankedBy>;

/** The decision on one shipment of a wave. */
export const WaveDecision = Decision.extend({
  position: z
    .int()
    .positive()
    .meta({ description: 'Its place in the queue; 1 is first.', examples: [1] }),
  kept: z.enum(['promised', 'pinned']).nullable().meta({
    description:
      '`pinned`: its plan was kept as it is. `promised`: its promise stands as it was. Null: decided anew.',
  }),
  outrankedBy: z.array(OutrankedBy).meta({
    description:
      'Of a held shipment: who took what it lacks, the lowest standing first, at most ten for each product that is short. Empty otherwise, and where `explain` was `none`.',
  }),
  youngerFirst: count(
    'Of a held shipment: how many behind it in the queue were given units of what it lacks. They went first because they need less, or because they may take what it may not. 0 otherwise, and where `explain` was `none`.',
  ),
}).meta({ description: 'The decision on one shipment of the wave.' });
/** The decision on one shipment of a wave. */
export type WaveDecision = z.infer<typeof WaveDecision>;

/** One tier of the whole wave: what it comes to, and what is proven of it. */
export const WaveObjectiveValue = z
  .strictObject({
    tier: z
      .enum([
        'value',
        'ageDays',
        'unfilledUnits',
        'futureUnits',
        'currentUnits',
        'waitUnitDays',
        'childShipments',
        'locationCost',
      ])
      .meta({
        description:
          'What is counted over all shipments. `value`: worth of those released, one tier for each priority; larger is better. `ageDays`: whole days that those released have waited; larger is better. The others as in a decision, over all that is released; smaller is better.',
      }),
    priority: z
      .int()
      .nullable()
      .meta({ description: 'Of `value`: the priority that is counted; null for the other tiers.' }),
    value: z.number().meta({ description: 'Value of the wave.', examples: [3] }),
    bound: z
      .number()
      .nullable()
      .meta({
        description:
          'Proven: no wave of this policy does better, given the tiers before. Null where the policy does not ask for it, or nothing was to be proven.',
        examples: [3],
      }),
  })
  .meta({ description: 'One tier of the wave.' });
/** One tier of the whole wave. */
export type WaveObjectiveValue = z.infer<typeof WaveObjectiveValue>;

/** What a wave comes to beside another one over the same stock. */
export const WaveDifference = z
  .strictObject({
    released: difference('Shipments more that are released in full.'),
    units: difference('Units more that are released.'),
    value: difference('Value more of those released in full.'),
    futureUnits: difference('Units more that come from future lots.'),
    waitUnitDays: difference('Unit-days more that are waited.'),
    childShipments: difference('Child shipments more.'),
  })
  .meta({ description: 'This wave less the other one; a negative number: it has less.' });
/** What a wave comes to beside another one over the same stock. */
export type WaveDifference = z.infer<typeof WaveDifference>;

/** The answer to a wave. */
export const WaveAnswer = z
  .strictObject({
    policy: WavePolicy,
    released: count('Shipments that are released in full, those with a promise or a pinned plan among them.'),
    partiallyReleased: count('Shipments of which a part is released.'),
    held: count('Shipments that stay in `BACKORDER`.'),
    units: count('Units that are released from stock.'),
    objective: z.array(WaveObjectiveValue).meta({ description: 'What the wave comes to, tier by tier.' }),
    proof: z
      .strictObject({
        status: z.enum(['optimal', 'feasible']).meta({
          description:
            '`optimal`: no wave of this policy is better in any tier that it asks for. `feasible`: it keeps every rule, and a better one may exist.',
        }),
        gap: Proof.shape.gap,
        reason: z.string().meta({
          description: 'One sentence, for people: how it was decided. Its words may change.',
        }),
        solveMs: Proof.shape.solveMs,
      })
      .meta({ description: 'What is proven of the wave.' }),
    components: z
      .strictObject({
        count: count('Parts of the wave that share no stock.'),
        largest: count('Shipments of the largest of them.'),
      })
      .meta({ description: 'What falls apart: shipments that want no product in common.' }),
    versus: z
      .strictObject({
        oneByOne: WaveDifference.nullable().meta({
          description: 'Less `one-by-one`; null: not decided in time.',
        }),
        firstCome: WaveDifference.nullable().meta({
          description: 'Less `first-come`; null: not decided in time.',
        }),
        smallestFirst: WaveDifference.nullable().meta({
          description:
            'Less a queue in which who wants the fewest units goes first; null: not decided in time.',
        }),
      })
      .meta({
        description:
          'This wave beside what the field does with the same stock: one after another, strictly first come, and fewest units first. Null where the time did not allow for it.',
      }),
    decisions: z.array(WaveDecision).meta({ description: 'One a shipment, in the order of the queue.' }),
  })
  .meta({ description: 'The answer to a wave.' });
/** The answer to a wave. */
export type WaveAnswer = z.infer<typeof WaveAnswer>;
