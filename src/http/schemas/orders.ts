import { z } from 'zod';
import { OrderRequest } from '../../domain/site/order.ts';
import { AfterAction } from '../../domain/site/settings.ts';
import { field, numberCursor, pageOf } from './fields.ts';
import { ShipmentView } from './shipments.ts';

/** What placing an order answers. */
export const OrderPlaced = z
  .strictObject({
    orderNumber: field.orderNumber,
    externalOrderId: field.externalOrderId,
    submittedAt: field.submittedAt,
    afterAction: AfterAction.nullable().meta({
      description:
        'The after-action that order routing followed; null: everything could be assigned, or the order waits for the day of its `releaseNotBefore`.',
    }),
    shipments: z
      .array(ShipmentView)
      .meta({ description: 'The shipments that order routing made of the order.' }),
  })
  .meta({ description: 'An order that was placed, and what became of it.' });

/** An order, as lists answer it. */
export const OrderRow = z
  .strictObject({
    orderNumber: field.orderNumber,
    externalOrderId: field.externalOrderId,
    request: OrderRequest.meta({ description: 'The order as it was placed, with every default filled in.' }),
    submittedAt: field.submittedAt,
    createdAt: field.instant.meta({ description: 'When it was placed, ISO 8601 in UTC.' }),
  })
  .meta({ description: 'An order as it was placed.' });
/** A page of orders. */
export const OrderPage = pageOf('Orders, by number', OrderRow, numberCursor);

/** An order with its shipments. */
export const OrderView = OrderRow.extend({
  shipments: z.array(ShipmentView).meta({ description: 'All shipments of the order, by number.' }),
}).meta({ description: 'An order, and the shipments that it has now.' });
