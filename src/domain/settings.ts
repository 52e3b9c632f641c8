import { z } from 'zod';
import { FutureDateLimit } from './calendar.ts';

const weight = z.number().nonnegative().max(1e12).default(0);

/** The caller's own price of one unit of each tier, used instead of the lexicographic order. */
export const ObjectiveWeights = z.strictObject({
  unfilledUnit: weight,
  futureUnit: weight,
  unitDay: weight,
  childShipment: weight,
  locationCost: weight,
});
export type ObjectiveWeights = z.infer<typeof ObjectiveWeights>;

export const Objective = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('lexicographic') }),
  z.strictObject({
    mode: z.literal('weighted'),
    weights: ObjectiveWeights.prefault({}),
  }),
]);
export type Objective = z.infer<typeof Objective>;

const limitOnLocations = z.int().positive().max(1_000_000).nullable().default(null);

/** What the site allows a release to do. Every setting is off, or the field's default, unless given. */
export const Settings = z.strictObject({
  futureInventoryEnabled: z.boolean().default(false),
  futureDateLimit: FutureDateLimit.default({ unit: 'days', quantity: 30 }),
  partialRelease: z.enum(['none', 'line', 'quantity']).default('none'),
  useCurrentInventory: z.boolean().default(true),
  useFutureBeforeCurrent: z.boolean().default(false),
  maxFulfillingLocations: limitOnLocations.meta({
    description: 'most locations a release may use',
  }),
  maxSplitItemLocations: limitOnLocations.meta({
    description: 'most locations one line may be split over',
  }),
  objective: Objective.default({ mode: 'lexicographic' }),
});
export type Settings = z.infer<typeof Settings>;
