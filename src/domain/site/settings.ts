import { z } from 'zod';
import { TimeZone } from '../calendar.ts';
import { sourcingFields } from '../settings.ts';
import { WavePolicy } from '../wave/request.ts';

/** What order routing does with what no stock covers, when some is covered (partial) or nothing is (no match). */
const AFTER_ACTIONS = [
  'LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED',
  'LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY',
  'LINE_ITEM_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
  'LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_ASSIGN_IF_FULFILLED',
  'QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY',
  'QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
  'CANCEL_ORDER',
  'ASSIGN_TO_CUSTOMER_CARE',
  'ASSIGN_TO_BACKORDER',
] as const;
/** What order routing does with what no stock covers. */
export const AfterAction = z.enum(AFTER_ACTIONS).meta({
  description:
    'What order routing does when it cannot cover an order. `LINE_ITEM_SPLIT_…` assigns whole lines, `QUANTITY_SPLIT_…` any units there are; ' +
    'the rest is canceled (`…CANCEL…`), given to customer care (`…CUSTOMER_CARE…`), backordered (`…BACKORDER…`), ' +
    'or gets `defaultStateChange` (`…ASSIGN_IF_FULFILLED`). `CANCEL_ORDER`, `ASSIGN_TO_CUSTOMER_CARE` and ' +
    '`ASSIGN_TO_BACKORDER` assign nothing and do that with the whole order.',
});
/** What order routing does with what no stock covers. */
export type AfterAction = z.infer<typeof AfterAction>;

/** What becomes of units that the after-action leaves without any instruction (`…ASSIGN_IF_FULFILLED`). */
export const StateChange = z.enum(['BACKORDER', 'CUSTOMER_CARE', 'CANCEL']).meta({
  description:
    'What becomes of units that are not assigned, where the after-action does not say, and of short lines that may not be backordered (those go to customer care where it says `BACKORDER`).',
});
/** What becomes of units that the after-action leaves without any instruction. */
export type StateChange = z.infer<typeof StateChange>;

/** The scenario that routing follows at order placement. */
export const OrderRouting = z
  .strictObject({
    afterActionPartial: AfterAction.default('ASSIGN_TO_BACKORDER').meta({
      description: 'After-action for an order of which some unit is available, but not everything.',
    }),
    afterActionNone: AfterAction.default('ASSIGN_TO_BACKORDER').meta({
      description: 'After-action for an order of which no unit is available.',
    }),
    defaultStateChange: StateChange.default('CUSTOMER_CARE'),
  })
  .meta({ description: 'The scenario that order routing follows when stock does not cover an order.' });
/** The scenario that routing follows at order placement. */
export type OrderRouting = z.infer<typeof OrderRouting>;

/** When the backlog is tried on a schedule, and whether parts of shipments may go. */
export const ReleaseBackorderJob = z
  .strictObject({
    isEnabled: z.boolean().default(false).meta({
      description: 'Whether the whole backlog is tried again and again, every `interval` minutes.',
    }),
    interval: z
      .int()
      .min(1)
      .max(525_600)
      .default(30)
      .meta({ description: 'Minutes from one run to the next.', examples: [30] }),
    partialReleaseEnabled: z.boolean().default(false).meta({
      description:
        'Whether a part of a shipment may be released while the rest waits; it counts for every release, not only for scheduled ones. Cannot be combined with `paymentVoidAndReauth`.',
    }),
    partialReleaseType: z.enum(['line', 'quantity']).default('line').meta({
      description: 'With `partialReleaseEnabled`: `line` releases whole lines, `quantity` any units.',
    }),
  })
  .meta({ description: 'The schedule on which the backlog is tried, and partial release.' });

/** What a site has set. Everything is off, or the field's default, unless given. */
export const SiteSettings = z
  .strictObject({
    timeZone: TimeZone.prefault('UTC'),
    defaultBackOrderDays: z
      .int()
      .min(0)
      .max(36_500)
      .nullable()
      .default(null)
      .meta({
        description:
          'Days after which a backordered line is expected, where neither the line nor its product says; null: it has no date.',
        examples: [14],
      }),
    paymentVoidAndReauth: z.boolean().default(false).meta({
      description:
        'Whether a release authorizes what the shipment costs anew, and lets the old authorization go once nothing rests on it. For full release only.',
    }),
    futureInventoryEnabled: sourcingFields.futureInventoryEnabled,
    futureDateLimit: sourcingFields.futureDateLimit,
    releaseBackorderJob: ReleaseBackorderJob.prefault({}),
    releaseOnInventoryChange: z.boolean().default(true).meta({
      description:
        'Whether a change of stock, of a lot or of a product tries the shipments that want the product at once.',
    }),
    releasePolicy: WavePolicy.default('first-come').meta({
      description:
        'Who of those that are tried together goes, and from where; a run may name another. `one-by-one`: in queue order, each as if it were alone, on what those before it leave. `first-come`: in queue order, strictly, with the locations chosen together: nobody is held because of where somebody before him leaves from. `optimal`: as many as can go.',
    }),
    pauseReleases: z.boolean().default(false).meta({
      description:
        'The brake of the site, at once: while it is on nothing is released or promised but what a person releases by hand, shipment by shipment. Runs end or are refused (409), changes of stock release nothing, and of an order that is placed waits what would be assigned. Afterwards whoever waits is tried again.',
    }),
    overdueGraceDays: z
      .int()
      .min(0)
      .max(3_650)
      .default(3)
      .meta({
        description:
          'Days for which FUTURE shipments keep waiting, flagged `overdue`, for a lot whose day has passed; then they go back to BACKORDER. They are counted from the day of the lot, not from when that was said: a lot that is moved to a day further back is given up within a minute.',
        examples: [3],
      }),
    improveFuture: z.boolean().default(true).meta({
      description:
        'Whether supply that comes earlier than promised improves FUTURE shipments, in queue order together with those in BACKORDER: under its number one becomes READY, or waits for an earlier day, perhaps at another location. What it gave up goes to the next. Never to a later day.',
    }),
    improveMinDays: z
      .int()
      .min(1)
      .max(3_650)
      .default(1)
      .meta({
        description: 'Fewest days that a FUTURE shipment has to gain for its promise to be changed.',
        examples: [1],
      }),
    freezeDays: z
      .int()
      .min(0)
      .max(3_650)
      .default(2)
      .meta({
        description:
          'A FUTURE shipment that is due in so many days or fewer is not improved any more: its location may be at work on it.',
        examples: [2],
      }),
    newOrders: z
      .enum(['after-releasable', 'after-all-waiting', 'take-what-is-there'])
      .default('after-releasable')
      .meta({
        description:
          'What an order that is being placed may take. `after-releasable`: whoever waits before it and can go goes first, then it takes what is left. `after-all-waiting`: only what exceeds all that those before it want of that source. `take-what-is-there`: whatever is free now.',
      }),
    reserveAfterDays: z
      .int()
      .min(0)
      .max(36_500)
      .nullable()
      .default(null)
      .meta({
        description:
          'From this age on, in days since it was submitted, nobody behind a shipment that waits may take what it wants, so that a large one gathers its stock at last. Null: never.',
        examples: [14],
      }),
    partialReleaseOn: z.enum(['schedule', 'change']).default('schedule').meta({
      description:
        'With `partialReleaseEnabled`, what releases parts. `schedule`: runs, by schedule or by hand; a change releases whole shipments only. `change`: any change.',
    }),
    minPartialUnits: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .default(1)
      .meta({ description: 'Fewest units that are released as a part of a shipment.', examples: [2] }),
    unprovenRetryMs: z
      .int()
      .min(0)
      .max(600_000)
      .default(10_000)
      .meta({
        description:
          'Milliseconds for which a plan that time ran out on is decided once more before it is carried out; 0: it is carried out as it is.',
        examples: [10_000],
      }),
    maxGap: z
      .number()
      .nonnegative()
      .nullable()
      .default(null)
      .meta({
        description:
          'Largest gap of a plan that is carried out though it is not proven: 0.02 is 2 %. A worse one stays in backorder as `UNPROVEN`. Null: any.',
        examples: [0.02],
      }),
    useCurrentInventory: sourcingFields.useCurrentInventory,
    useFutureBeforeCurrent: sourcingFields.useFutureBeforeCurrent,
    maxFulfillingLocations: sourcingFields.maxFulfillingLocations,
    maxSplitItemLocations: sourcingFields.maxSplitItemLocations,
    maxChildShipments: sourcingFields.maxChildShipments.meta({
      description:
        'Most child shipments that a shipment may be split into, over all its releases; 1: it leaves in one piece; null: any number. Those that it has already, READY, FUTURE or FULFILLED, count.',
      examples: [2],
    }),
    orderRouting: OrderRouting.prefault({}),
  })
  .meta({ description: 'What a site has set. What is left out has its default.' });
/** What a site has set. Everything is off, or the field's default, unless given. */
export type SiteSettings = z.infer<typeof SiteSettings>;
