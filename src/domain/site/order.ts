import { z } from 'zod';
import { DateTime } from '../calendar.ts';
import { ItemDependency, LineId, LocationCode, ProductCode } from '../ids.ts';
import { Quantity } from '../quantity.ts';
import { Amounts } from './money.ts';
import { AfterAction, StateChange } from './settings.ts';

export const OrderLine = z.strictObject({
  lineId: LineId,
  productCode: ProductCode,
  quantity: Quantity,
  allowsBackOrder: z
    .boolean()
    .optional()
    .meta({ description: "left out: the product's outOfStockBehavior says" }),
  allowsFutureAllocate: z
    .boolean()
    .optional()
    .meta({ description: "left out: the product's futureInventoryEnabled says" }),
  itemDependency: ItemDependency.nullable().default(null),
  excludedLocationCodes: z.array(LocationCode).default([]),
  excludedFutureLocationCodes: z.array(LocationCode).default([]),
  backorderReleaseDate: DateTime.nullable().default(null),
  amounts: Amounts.prefault({}),
});
export type OrderLine = z.infer<typeof OrderLine>;

const OrderPayment = z.strictObject({
  paymentMethod: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: "the gateway's token of the customer's card" }),
  authorizationReference: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .default(null)
    .meta({ description: "the gateway's reference of the authorization that the order was placed with" }),
});

export const OrderRequest = z.strictObject({
  externalOrderId: z.string().min(1).max(200).nullable().default(null),
  shipmentType: z.enum(['STH', 'BOPIS']).default('STH'),
  pickupLocationCode: LocationCode.nullable().default(null),
  submittedAt: DateTime.optional(),
  priority: z.int().min(-1_000_000).max(1_000_000).default(0),
  currencyCode: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capitals such as USD')
    .default('USD'),
  items: z.array(OrderLine).min(1, 'must hold at least one line').max(10_000),
  amounts: Amounts.prefault({}).meta({
    description: 'charged for the order as a whole; shared among its lines',
  }),
  payment: OrderPayment.nullable().default(null),
  // Spelled out: a partial schema would fill in the defaults, and they would override the site.
  routing: z
    .strictObject({
      afterActionPartial: AfterAction.optional(),
      afterActionNone: AfterAction.optional(),
      defaultStateChange: StateChange.optional(),
    })
    .prefault({})
    .meta({ description: 'overrides of the scenario of the site' }),
});
/** An order as a caller places it. */
export type OrderRequest = z.infer<typeof OrderRequest>;

/** An order as the site keeps it. */
export interface OrderRecord {
  readonly orderNumber: number;
  readonly externalOrderId: string | null;
  readonly request: OrderRequest;
  readonly createdAt: string;
}
