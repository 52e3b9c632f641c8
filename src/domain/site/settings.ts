import { z } from 'zod';
import { FutureDateLimit, TimeZone } from '../calendar.ts';

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
export const AfterAction = z.enum(AFTER_ACTIONS);
export type AfterAction = z.infer<typeof AfterAction>;

/** What becomes of units that the after-action leaves without any instruction (`…ASSIGN_IF_FULFILLED`). */
export const StateChange = z.enum(['BACKORDER', 'CUSTOMER_CARE', 'CANCEL']);
export type StateChange = z.infer<typeof StateChange>;

export const OrderRouting = z.strictObject({
  afterActionPartial: AfterAction.default('ASSIGN_TO_BACKORDER'),
  afterActionNone: AfterAction.default('ASSIGN_TO_BACKORDER'),
  defaultStateChange: StateChange.default('CUSTOMER_CARE').meta({
    description: 'for what is not assigned and may not be backordered, where the after-action does not say',
  }),
});
/** The scenario that routing follows at order placement. */
export type OrderRouting = z.infer<typeof OrderRouting>;

const ReleaseBackorderJob = z.strictObject({
  isEnabled: z.boolean().default(false),
  interval: z.int().min(1).max(525_600).default(30).meta({ description: 'minutes between two runs' }),
  partialReleaseEnabled: z.boolean().default(false),
  partialReleaseType: z.enum(['line', 'quantity']).default('line'),
});

const limitOnLocations = z.int().positive().max(1_000_000).nullable().default(null);

export const SiteSettings = z.strictObject({
  timeZone: TimeZone.prefault('UTC'),
  defaultBackOrderDays: z.int().min(0).max(36_500).nullable().default(null).meta({
    description:
      'days after which a backordered line is expected, where neither it nor its product says; null: no date',
  }),
  paymentVoidAndReauth: z.boolean().default(false),
  futureInventoryEnabled: z.boolean().default(false),
  futureDateLimit: FutureDateLimit.default({ unit: 'days', quantity: 30 }),
  releaseBackorderJob: ReleaseBackorderJob.prefault({}),
  releaseOnInventoryChange: z.boolean().default(true),
  useCurrentInventory: z.boolean().default(true),
  useFutureBeforeCurrent: z.boolean().default(false),
  maxFulfillingLocations: limitOnLocations,
  maxSplitItemLocations: limitOnLocations,
  orderRouting: OrderRouting.prefault({}),
});
/** What a site has set. Everything is off, or the field's default, unless given. */
export type SiteSettings = z.infer<typeof SiteSettings>;
