import { z } from 'zod';
import { DateTime } from './calendar.ts';
import { FutureInventoryId, LocationCode, ProductCode } from './ids.ts';
import { Available, Cost } from './quantity.ts';

export const Location = z.strictObject({
  locationCode: LocationCode,
  cost: Cost.default(0),
  active: z.boolean().default(true),
  directShip: z.boolean().default(true),
  pickup: z.boolean().default(true),
});
/** A place that fulfils shipments. `cost` is charged for each child shipment that leaves it. */
export type Location = z.infer<typeof Location>;

export const CurrentInventory = z.strictObject({
  locationCode: LocationCode,
  productCode: ProductCode,
  available: Available,
  unitCost: Cost.default(0),
});
/** What may be promised now of one product at one location. */
export type CurrentInventory = z.infer<typeof CurrentInventory>;

export const FutureInventory = z.strictObject({
  futureInventoryId: FutureInventoryId,
  locationCode: LocationCode,
  productCode: ProductCode,
  deliveryDate: DateTime.nullable(),
  available: Available,
  unitCost: Cost.default(0),
});
/** A future lot: what a delivery brings to one location. Without a date it is expected, but counts nowhere. */
export type FutureInventory = z.infer<typeof FutureInventory>;
