import { z } from 'zod';
import { DateTime } from '../calendar.ts';
import { ChildShipment } from '../decision.ts';
import { OptimizeRequest } from '../optimize-request.ts';
import { Shipment } from '../shipment.ts';

/** The most shipments of one wave that is sent as one JSON document. */
const MOST_SHIPMENTS = 1_000_000;

/** Who is released, and from where: `docs/wave.md`. */
export const WavePolicy = z.enum(['one-by-one', 'first-come', 'optimal']).meta({
  description:
    'Who gets the stock. `one-by-one`: in the order of the queue, each as if it were alone, stock taken as it goes. ' +
    '`first-come`: in the order of the queue, strictly: each gets the best that all before it can stand, and locations ' +
    'are chosen together at the end. `optimal`: the most value.',
});
/** Who is released, and from where. */
export type WavePolicy = z.infer<typeof WavePolicy>;

/** A plan that exists already: its children, as a decision has them. */
export const KeptPlan = z
  .strictObject({
    children: z
      .array(ChildShipment)
      .min(1, 'must hold at least one child shipment')
      .meta({ description: 'Child shipments of the plan, as `decisions[].children` of a reply has them.' }),
  })
  .meta({
    description:
      'A plan that exists already. It gives every line that needs stock exactly its quantity, from rows of the stock that is sent.',
  });
/** A plan that exists already. */
export type KeptPlan = z.infer<typeof KeptPlan>;

/** A shipment of a wave: what an attempt takes, and where it stands in the queue. */
export const WaveShipment = Shipment.extend({
  priority: z
    .int()
    .min(-1_000_000_000)
    .max(1_000_000_000)
    .default(0)
    .meta({ description: 'A larger one goes first, whatever else.', examples: [0] }),
  value: z
    .number()
    .min(0)
    .max(1e12)
    .default(1)
    .meta({
      description: 'What its release is worth to `optimal`, in a unit of your own choice.',
      examples: [1],
    }),
  backorderedAt: DateTime.nullable()
    .default(null)
    .meta({
      description:
        'Since when it waits: among equal priorities the earlier goes first. Null: since this moment, behind all that say.',
      examples: ['2026-04-01T09:00:00Z'],
    }),
  promised: KeptPlan.nullable().default(null).meta({
    description:
      'Plan of a shipment that is `FUTURE` already. It may be improved; it is released in any case, and no day of it becomes later. Null: it waits in `BACKORDER`.',
  }),
  pinned: KeptPlan.nullable().default(null).meta({ description: 'Plan that is kept as it is. Null: none.' }),
}).meta({ description: 'A shipment of the wave, and where it stands in the queue.' });
/** A shipment of a wave. */
export type WaveShipment = z.infer<typeof WaveShipment>;

const { asOf, timeZone, settings, locations, inventory, futureInventory } = OptimizeRequest.shape;

/** Many shipments that want the same stock, as a caller states them. */
export const WaveRequest = z
  .strictObject({
    asOf,
    timeZone,
    settings,
    shipments: z
      .array(WaveShipment)
      .min(1, 'must hold at least one shipment')
      .max(MOST_SHIPMENTS)
      .meta({ description: 'Shipments of the wave, in any order. A number may occur once.' }),
    locations,
    inventory: inventory.meta({
      description: 'What there is now, gross: with the units that `promised` and `pinned` plans take.',
    }),
    futureInventory: futureInventory.meta({
      description: 'What will come, gross: with the units that `promised` and `pinned` plans take.',
    }),
    policy: WavePolicy.default('first-come'),
    ageWeight: z
      .number()
      .min(0)
      .max(1e6)
      .default(0)
      .meta({
        description:
          'What a day of waiting adds to the value of a shipment, for `optimal`: value × (1 + ageWeight × days waited).',
        examples: [0],
      }),
    limits: z
      .strictObject({
        timeLimitMs: z
          .int()
          .positive()
          .max(600_000)
          .default(60_000)
          .meta({
            description:
              'Milliseconds after which the best plan found so far is answered, with its bounds. Every policy has a plan early; what is improved last is cut off first.',
            examples: [60_000],
          }),
      })
      .prefault({})
      .meta({ description: 'How long the wave may take.' }),
    explain: z.enum(['none', 'reasons']).default('reasons').meta({
      description: 'How much `hold` says of those that are held. `none`: nothing. `reasons`: why.',
    }),
  })
  .meta({ description: 'Many shipments, one stock. Only `shipments` is required.' });
/** A checked request with every default filled in. */
export type WaveRequest = z.infer<typeof WaveRequest>;
/** What a caller may send: only what has no default is required. */
export type WaveRequestInput = z.input<typeof WaveRequest>;
