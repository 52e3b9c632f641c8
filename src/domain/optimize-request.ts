import { z } from 'zod';
import { DateTime, TimeZone } from './calendar.ts';
import { Settings } from './settings.ts';
import { Shipment } from './shipment.ts';
import { CurrentInventory, FutureInventory, Location } from './stock.ts';

/** How long an attempt may take. */
export const AttemptLimits = z
  .strictObject({
    timeLimitMs: z
      .int()
      .positive()
      .max(600_000)
      .default(1000)
      .meta({
        description:
          'Milliseconds of solving after which the best plan found so far is answered, as `feasible` with its bounds.',
        examples: [1000],
      }),
  })
  .meta({ description: 'How long the attempt may take.' });

/** One release attempt, as a caller states it. `asOf` left out means now. */
export const OptimizeRequest = z
  .strictObject({
    asOf: DateTime.optional().meta({
      description:
        'The moment at which the attempt is made; its day in `timeZone` is the first day of the Future Date Limit. Left out: now.',
      examples: ['2026-05-01T09:00:00Z'],
    }),
    timeZone: TimeZone.prefault('UTC'),
    settings: Settings.prefault({}),
    shipment: Shipment,
    locations: z.array(Location).default([]).meta({
      description: 'Locations that have other values than the defaults. A code may occur once.',
    }),
    inventory: z.array(CurrentInventory).default([]).meta({
      description: 'What there is now. Rows of products that the shipment does not want are left aside.',
    }),
    futureInventory: z.array(FutureInventory).default([]).meta({
      description: 'What will come. Rows of products that the shipment does not want are left aside.',
    }),
    limits: AttemptLimits.prefault({}),
    explain: z.enum(['none', 'reasons', 'full']).default('full').meta({
      description:
        'How much `hold` says of a held shipment. `none`: nothing. `reasons`: why, and when it would go by itself. `full`: also what would free it.',
    }),
  })
  .meta({ description: 'One release attempt. Only `shipment` is required.' });
/** A checked request with every default filled in. */
export type OptimizeRequest = z.infer<typeof OptimizeRequest>;
/** What a caller may send: only what has no default is required. */
export type OptimizeRequestInput = z.input<typeof OptimizeRequest>;
