import { z } from 'zod';
import { CalendarDate } from './calendar.ts';
import { FutureInventoryId, LineId, LocationCode, ProductCode, ShipmentNumber } from './ids.ts';
import { Quantity } from './quantity.ts';

/** Units of one line. */
export const ItemQuantity = z.strictObject({
  lineId: LineId,
  productCode: ProductCode,
  quantity: Quantity,
});
export type ItemQuantity = z.infer<typeof ItemQuantity>;

/** Units of one line that one source gives: a future lot, or (null) the location's current inventory. */
export const Allocation = z.strictObject({
  lineId: LineId,
  quantity: Quantity,
  futureInventoryId: FutureInventoryId.nullable(),
});
export type Allocation = z.infer<typeof Allocation>;

/** One package: what one location sends at one date. Lines that need no stock have no allocation. */
export const ChildShipment = z.strictObject({
  shipmentStatus: z.enum(['READY', 'FUTURE']),
  fulfillmentLocationCode: LocationCode.nullable(),
  futureDate: CalendarDate.nullable(),
  items: z.array(ItemQuantity),
  allocations: z.array(Allocation),
});
export type ChildShipment = z.infer<typeof ChildShipment>;

/** The tiers of the objective, first tier first (`../formulation/README.md`). */
const TIER_NAMES = [
  'unfilledUnits',
  'futureUnits',
  'waitUnitDays',
  'childShipments',
  'locationCost',
] as const;

/**
 * One tier's value in the plan, and the proven bound below which no plan can go. `currentUnits` stands in for
 * `futureUnits` under `useFutureBeforeCurrent`; `weighted` is the one value that weighted mode minimises, whose
 * bound it carries while the tiers' own are null.
 */
export const ObjectiveValue = z.strictObject({
  tier: z.enum([...TIER_NAMES, 'currentUnits', 'weighted']),
  value: z.number(),
  bound: z.number().nullable(),
});
export type ObjectiveValue = z.infer<typeof ObjectiveValue>;

export const Proof = z.strictObject({
  status: z.enum(['optimal', 'infeasible', 'feasible', 'unknown']),
  gap: z.number().nullable(),
  engine: z.string(),
  reason: z.string().optional(),
  solveMs: z.number(),
});
/** What is proven of a decision, by which engine, and in how many milliseconds. */
export type Proof = z.infer<typeof Proof>;

/** Why a line is short, in descending precedence: a line gets the first that applies. */
export const REASON_CODES = [
  'NO_ELIGIBLE_LOCATION',
  'PICKUP_LOCATION_SHORT',
  'FUTURE_DISABLED_FOR_SITE',
  'FUTURE_DISABLED_FOR_PRODUCT',
  'BEYOND_FUTURE_DATE_LIMIT',
  'NO_EXPECTED_DATE',
  'LOCATION_LIMIT',
  'SPLIT_LIMIT',
  'OUTRANKED',
  'WAITING_FOR_OTHER_LINES',
] as const;
export const ReasonCode = z.enum(REASON_CODES);
export type ReasonCode = z.infer<typeof ReasonCode>;

const units = z.number().nonnegative();

export const HeldLine = z.strictObject({
  lineId: LineId,
  productCode: ProductCode,
  reason: ReasonCode,
  quantity: units,
  currentAvailable: units,
  futureEligible: units,
  futureBeyondLimit: units,
  short: units,
});
/** A line of a held shipment: its reason and the units that made it so. */
export type HeldLine = z.infer<typeof HeldLine>;

export const Fix = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('EXTEND_FUTURE_DATE_LIMIT'),
    lastDay: CalendarDate,
    days: z.int().positive(),
  }),
  z.strictObject({ kind: z.literal('ENABLE_FUTURE_FOR_SITE') }),
  z.strictObject({
    kind: z.literal('ENABLE_FUTURE_FOR_PRODUCT'),
    productCodes: z.array(ProductCode).min(1),
  }),
  z.strictObject({
    kind: z.literal('ADD_UNITS'),
    units: z
      .array(
        z.strictObject({
          productCode: ProductCode,
          quantity: Quantity,
          locationCode: LocationCode.nullable(),
          byDay: CalendarDate,
        }),
      )
      .min(1),
  }),
]);
/** A smallest change after which the shipment would be released, proven by solving. */
export type Fix = z.infer<typeof Fix>;

export const Hold = z.strictObject({
  reason: ReasonCode,
  lines: z.array(HeldLine),
  earliestReleaseDate: CalendarDate.nullable(),
  fixes: z.array(Fix),
});
/** Why a shipment stays in BACKORDER, and what would free it. */
export type Hold = z.infer<typeof Hold>;

export const Decision = z.strictObject({
  shipmentNumber: ShipmentNumber,
  decision: z.enum(['released', 'partially-released', 'held']),
  shipmentStatus: z.enum(['READY', 'REASSIGNED', 'BACKORDER']),
  children: z.array(ChildShipment),
  remainder: z.array(ItemQuantity),
  objective: z.array(ObjectiveValue),
  proof: Proof,
  hold: Hold.nullable(),
});
/** The answer to one release attempt. */
export type Decision = z.infer<typeof Decision>;

/** A plan to be checked, ours or anyone's: what a decision claims, its proof and explanation left aside. */
export const Plan = z.object({
  shipmentNumber: ShipmentNumber,
  decision: z.enum(['released', 'partially-released', 'held']),
  shipmentStatus: z.enum(['READY', 'REASSIGNED', 'BACKORDER']),
  children: z.array(ChildShipment),
  remainder: z.array(ItemQuantity).default([]),
  objective: z.array(ObjectiveValue).optional(),
});
export type Plan = z.infer<typeof Plan>;
