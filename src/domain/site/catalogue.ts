import { z } from 'zod';
import { LocationCode, ProductCode } from '../ids.ts';
import { Cost } from '../quantity.ts';

export const Product = z.strictObject({
  productCode: ProductCode,
  outOfStockBehavior: z.enum(['DisplayMessage', 'AllowBackOrder', 'HideProduct']).default('DisplayMessage'),
  futureInventoryEnabled: z.boolean().default(false),
  manageStock: z.boolean().default(true),
  backorderDays: z.int().min(0).max(36_500).nullable().default(null),
});
/** The switches of a product. One that nobody has entered has the defaults. */
export type Product = z.infer<typeof Product>;

export const SiteLocation = z.strictObject({
  locationCode: LocationCode,
  cost: Cost.default(0),
  active: z.boolean().default(true),
  directShip: z.boolean().default(true),
  pickup: z.boolean().default(true),
});
/** A place that fulfils shipments. One that only stock rows name has the defaults. */
export type SiteLocation = z.infer<typeof SiteLocation>;

/** A record with the number of its changes; 0 where nobody has written it yet and it has the defaults. */
export interface Versioned<Value> {
  readonly value: Value;
  readonly version: number;
}
