import { z } from 'zod';
import { FutureDateLimit } from './calendar.ts';

const weight = (what: string) =>
  z
    .number()
    .nonnegative()
    .max(1e12)
    .default(0)
    .meta({ description: `Price of ${what}.`, examples: [1] });

/** The caller's own price of one unit of each tier, used instead of the lexicographic order. */
export const ObjectiveWeights = z
  .strictObject({
    unfilledUnit: weight('one unit that stays in backorder'),
    futureUnit: weight('one unit that a future lot gives (a current one, with `useFutureBeforeCurrent`)'),
    unitDay: weight('one unit that waits one day'),
    childShipment: weight(
      'one child shipment; 0: how many there are does not matter, and the earliest packages give as much as they can',
    ),
    locationCost: weight('one unit of the cost that locations and stock rows state'),
  })
  .meta({
    description: 'Your own price of one unit of each tier. What is left out costs nothing.',
  });
/** The caller's own price of one unit of each tier, used instead of the lexicographic order. */
export type ObjectiveWeights = z.infer<typeof ObjectiveWeights>;

/** One tier after the other, as `../formulation/README.md` lists them. */
export const LexicographicObjective = z
  .strictObject({
    mode: z.literal('lexicographic').meta({ description: 'One tier after the other.' }),
  })
  .meta({
    description:
      'One tier after the other: fewest units left behind, then fewest from future lots, least waiting, fewest child shipments, least cost.',
  });

/** One sum of all tiers, each at the caller's price. */
export const WeightedObjective = z
  .strictObject({
    mode: z.literal('weighted').meta({ description: 'One sum, at your prices.' }),
    weights: ObjectiveWeights.prefault({}),
  })
  .meta({ description: 'The sum of all tiers, each at your own price, is made as small as possible.' });

/** What makes one plan better than another. */
export const Objective = z
  .discriminatedUnion('mode', [LexicographicObjective, WeightedObjective])
  .meta({ description: 'What makes one plan better than another.' });
/** What makes one plan better than another. */
export type Objective = z.infer<typeof Objective>;

const cardinalityLimit = z.int().positive().max(1_000_000).nullable().default(null);

/** The switches and limits that an attempt and a site have in common. */
export const sourcingFields = {
  futureInventoryEnabled: z.boolean().default(false).meta({
    description: 'Whether future lots may be promised. False: only current stock counts.',
  }),
  futureDateLimit: FutureDateLimit.default({ unit: 'days', quantity: 30 }),
  useCurrentInventory: z.boolean().default(true).meta({
    description: 'Whether current stock counts. False: only future lots do.',
  }),
  useFutureBeforeCurrent: z.boolean().default(false).meta({
    description: 'True: future lots are taken before current stock. False: current stock goes first.',
  }),
  maxFulfillingLocations: cardinalityLimit.meta({
    description: 'Most locations that one release may use; null: any number.',
    examples: [2],
  }),
  maxSplitItemLocations: cardinalityLimit.meta({
    description: 'Most locations that one line may come from; null: any number.',
    examples: [1],
  }),
  maxChildShipments: cardinalityLimit.meta({
    description:
      'Most child shipments that one release may make; 1: the shipment leaves in one piece; null: any number.',
    examples: [1],
  }),
};

/** What the site allows a release to do. Every setting is off, or the field's default, unless given. */
export const Settings = z
  .strictObject({
    futureInventoryEnabled: sourcingFields.futureInventoryEnabled,
    futureDateLimit: sourcingFields.futureDateLimit,
    partialRelease: z.enum(['none', 'line', 'quantity']).default('none').meta({
      description:
        'What may be released while something is short. `none`: nothing, all or nothing. `line`: whole lines. `quantity`: any units, of lines kept together whole kits.',
    }),
    useCurrentInventory: sourcingFields.useCurrentInventory,
    useFutureBeforeCurrent: sourcingFields.useFutureBeforeCurrent,
    maxFulfillingLocations: sourcingFields.maxFulfillingLocations,
    maxSplitItemLocations: sourcingFields.maxSplitItemLocations,
    maxChildShipments: sourcingFields.maxChildShipments,
    objective: Objective.default({ mode: 'lexicographic' }),
  })
  .meta({ description: 'What a release may do, and what it aims at.' });
/** What the site allows a release to do. Every setting is off, or the field's default, unless given. */
export type Settings = z.infer<typeof Settings>;
