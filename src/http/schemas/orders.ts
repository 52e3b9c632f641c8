import { z } from 'zod';
import { OrderRequest } from '../../domain/site/order.ts';
import { AfterAction } from '../../domain/site/settings.ts';
import { field } from './fields.ts';
import { ShipmentView } from './shipments.ts';

/** What placing an order answers. */
export const OrderPlaced = z
  .strictObject({
    orderNumber: field.orderNumber,
    externalOrderId: field.externalOrderId,
    afterAction: AfterAction.nullable().meta({
      description: 'The after-action that order routing followed; null: everything could be assigned.',
    }),
    shipments: z
      .array(ShipmentView)
      .meta({ description: 'The shipments that order routing made of the order.' }),
  })
  .meta({ description: 'An order that was placed, and what became of it.' });

/** An order with its shipments. */
export const OrderView = z
  .strictObject({
    orderNumber: field.orderNumber,
    externalOrderId: field.externalOrderId,
    request: OrderRequest.meta({ description: 'The order as it was placed, with every default filled in.' }),
    createdAt: field.instant.meta({ description: 'When it was placed, ISO 8601 in UTC.' }),
    shipments: z.array(ShipmentView).meta({ description: 'All shipments of the order, by number.' }),
  })
  .meta({ description: 'An order, and the shipments that it has now.' });
