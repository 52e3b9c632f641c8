import { z } from 'zod';
import { DateTime, TimeZone } from './calendar.ts';
import { Settings } from './settings.ts';
import { Shipment } from './shipment.ts';
import { CurrentInventory, FutureInventory, Location } from './stock.ts';

/** One release attempt, as a caller states it. `asOf` left out means now. */
export const OptimizeRequest = z.strictObject({
  asOf: DateTime.optional(),
  timeZone: TimeZone.prefault('UTC'),
  settings: Settings.prefault({}),
  shipment: Shipment,
  locations: z.array(Location).default([]),
  inventory: z.array(CurrentInventory).default([]),
  futureInventory: z.array(FutureInventory).default([]),
  limits: z
    .strictObject({
      timeLimitMs: z.int().positive().max(600_000).default(1000),
    })
    .prefault({})
    .meta({
      description: 'milliseconds the attempt may take before the best known answer is given',
    }),
  explain: z.enum(['none', 'reasons', 'full']).default('full'),
});
/** A checked request with every default filled in. */
export type OptimizeRequest = z.infer<typeof OptimizeRequest>;
/** What a caller may send: only what has no default is required. */
export type OptimizeRequestInput = z.input<typeof OptimizeRequest>;
