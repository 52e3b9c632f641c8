import { z } from 'zod';
import { DateTime } from '../calendar.ts';
import { ExternalOrderId, ItemDependency, LineId, LocationCode, ProductCode } from '../ids.ts';
import { Quantity } from '../quantity.ts';
import { ExcludedFutureLocations, ExcludedLocations, ItemDependencies, ShipmentType } from '../shipment.ts';
import { Amounts } from './money.ts';
import { AfterAction, StateChange } from './settings.ts';

/** A line of an order as a caller places it. */
export const OrderLine = z
  .strictObject({
    lineId: LineId.meta({ description: 'Number of the line, unique in the order.' }),
    productCode: ProductCode,
    quantity: Quantity.meta({ description: 'Units that are ordered.' }),
    allowsBackOrder: z.boolean().optional().meta({
      description:
        'Whether the line may wait in backorder. Left out: the `outOfStockBehavior` of the product says, as it is now.',
    }),
    allowsFutureAllocate: z.boolean().optional().meta({
      description:
        'Whether the line may take future lots. Left out: the `futureInventoryEnabled` of the product says, whenever the line is tried.',
    }),
    itemDependency: ItemDependency.nullable().default(null).meta({
      description:
        'Name of a group of lines that are released together or not at all, with release by quantity in whole kits; null: none.',
    }),
    excludedLocationCodes: ExcludedLocations.default([]),
    excludedFutureLocationCodes: ExcludedFutureLocations.default([]),
    backorderReleaseDate: DateTime.nullable()
      .default(null)
      .meta({
        description:
          'Day on which the line is expected, should it be backordered; null: product or settings say. For people; it does not hold a release back.',
        examples: ['2026-05-20'],
      }),
    amounts: Amounts.prefault({}).meta({
      description: 'What the whole quantity of the line costs, in cents.',
    }),
  })
  .meta({ description: 'A line of an order.' });
/** A line of an order as a caller places it. */
export type OrderLine = z.infer<typeof OrderLine>;

const gatewayName = z.string().min(1).max(200);

/** How an order is paid. */
export const OrderPayment = z
  .strictObject({
    paymentMethod: gatewayName.meta({
      description:
        "The gateway's token of the customer's means of payment, by which a release is authorized anew.",
      examples: ['pm_card_visa'],
    }),
    authorizationReference: gatewayName
      .nullable()
      .default(null)
      .meta({
        description:
          "The gateway's reference of the authorization that the order was placed with; it is voided once no living shipment rests on it. Null: none.",
        examples: ['pi_3Nk'],
      }),
  })
  .meta({ description: 'How the order is paid.' });

/** What one order does otherwise than its site. */
export const RoutingOverrides = z
  // Spelled out: a partial schema would fill in the defaults, and they would override the site.
  .strictObject({
    afterActionPartial: AfterAction.optional().meta({
      description: 'In place of the after-action of the settings, where some unit is available.',
    }),
    afterActionNone: AfterAction.optional().meta({
      description: 'In place of the after-action of the settings, where no unit is available.',
    }),
    defaultStateChange: StateChange.optional().meta({
      description: 'In place of the `defaultStateChange` of the settings.',
    }),
  })
  .meta({ description: 'What this order does otherwise than the `orderRouting` of the settings.' });

/** An order as a caller places it. */
export const OrderRequest = z
  .strictObject({
    externalOrderId: ExternalOrderId.nullable()
      .default(null)
      .meta({
        description:
          'Your own name for the order, unique in the site: a second order of the same name is refused (409). Null: none.',
        examples: ['web-7'],
      }),
    shipmentType: ShipmentType.default('STH'),
    pickupLocationCode: LocationCode.nullable().default(null).meta({
      description: 'Location at which the customer picks up. Required for `BOPIS`; null for `STH`.',
    }),
    submittedAt: DateTime.optional().meta({
      description:
        'When the customer ordered: the age of its shipments in the queue. A date without a time is the beginning of that day at the site. It must not be in the future; up to 5 seconds ahead is taken for now, since clocks differ. Left out: when the order is placed.',
      examples: ['2026-04-20T09:00:00Z'],
    }),
    releaseNotBefore: DateTime.nullable()
      .default(null)
      .meta({
        description:
          'First day on which anything of the order may be released: a date, or a date with a time that means its day at the site. Until then it waits in backorder, takes nothing, and nothing tries it, whatever its after-actions and its lines say. Null, or a day that has begun: at once.',
        examples: ['2026-06-05'],
      }),
    priority: z
      .int()
      .min(-1_000_000)
      .max(1_000_000)
      .default(0)
      .meta({ description: 'Place in the queue: a larger number goes first.', examples: [10] }),
    currencyCode: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be three capitals such as USD')
      .default('USD')
      .meta({ description: 'Currency of all amounts, ISO 4217.', examples: ['USD'] }),
    itemDependencies: ItemDependencies.default([]),
    items: z
      .array(OrderLine)
      .min(1, 'must hold at least one line')
      .max(10_000)
      .meta({ description: 'Lines of the order, at least one.' }),
    amounts: Amounts.prefault({}).meta({
      description:
        'Charged for the order as a whole, in cents; shared among its lines by what they cost, or by units where nothing does; a discount by what their own discounts leave of that, which it must not exceed.',
    }),
    payment: OrderPayment.nullable().default(null).meta({
      description: 'How the order is paid; null: releases authorize nothing.',
    }),
    routing: RoutingOverrides.prefault({}),
  })
  .meta({ description: 'An order as it is placed. Only `items` is required.' });
/** An order as a caller places it. */
export type OrderRequest = z.infer<typeof OrderRequest>;

/** An order as the site keeps it. */
export interface OrderRecord {
  readonly orderNumber: number;
  readonly externalOrderId: ExternalOrderId | null;
  readonly request: OrderRequest;
  /** The age of its shipments, ISO 8601 in UTC with milliseconds. */
  readonly submittedAt: string;
  readonly createdAt: string;
}
