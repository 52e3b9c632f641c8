import { z } from 'zod';
import { ItemDependency, LineId, LocationCode, ProductCode, ShipmentNumber } from './ids.ts';
import { Quantity } from './quantity.ts';

const ShipmentType = z.enum(['STH', 'BOPIS']);
/** Ship to home looks across locations; pickup (BOPIS) looks only at its own. */

export const Line = z.strictObject({
  lineId: LineId,
  productCode: ProductCode,
  quantity: Quantity,
  allowsFutureAllocate: z.boolean().default(true),
  manageStock: z.boolean().default(true),
  itemDependency: ItemDependency.nullable().default(null),
  excludedLocationCodes: z.array(LocationCode).default([]),
  excludedFutureLocationCodes: z.array(LocationCode).default([]),
});
/** A quantity of one product that a shipment wants. */
export type Line = z.infer<typeof Line>;

export const Shipment = z.strictObject({
  shipmentNumber: ShipmentNumber,
  shipmentType: ShipmentType.default('STH'),
  fulfillmentLocationCode: LocationCode.nullable().default(null),
  items: z.array(Line).min(1, 'must hold at least one line'),
});
/** A shipment that waits in BACKORDER. */
export type Shipment = z.infer<typeof Shipment>;
