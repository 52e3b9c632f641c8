import { z } from 'zod';
import { ExternalOrderId } from '../../../domain/ids.ts';
import { OrderRequest } from '../../../domain/site/order.ts';
import { ServiceError } from '../../../errors.ts';
import { placeOrder } from '../../../release/orders/place-order.ts';
import { shipmentsOfOrder } from '../../../release/payment/voids.ts';
import { OrderPage, OrderPlaced, OrderView } from '../../schemas/orders.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import {
  after,
  limit,
  numberInQuery,
  page,
  readProblems,
  type SitePorts,
  writeProblems,
} from './route-parts.ts';

/** `/v1/orders`: order routing makes shipments of an order. */
export function orderRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'POST',
    url: '/v1/orders',
    schema: {
      operationId: 'placeOrder',
      tags: ['orders'],
      summary: 'Place an order',
      description:
        'Order routing makes shipments of the order. Everything is assigned where current stock or lots cover it. Else the after-action of the scenario, for ' +
        'orders of which some unit is available or for those of which none is, says what is assigned and whether ' +
        'the rest is backordered, given to customer care or canceled.',
      body: OrderRequest,
      response: {
        201: jsonResponse('The order with its shipments', OrderPlaced),
        ...writeProblems(
          'ORDER_EXISTS',
          'STOCK_CONTENDED',
          'ENGINE_FAILED',
          'QUEUE_FULL',
          'QUEUE_TIMEOUT',
          'DEADLINE_PASSED',
        ),
      },
    },
    handler: async (request, reply) =>
      answer(reply, await placeOrder(release, writeOf(request), request.body)),
  });
  app.route({
    method: 'GET',
    url: '/v1/orders',
    schema: {
      operationId: 'listOrders',
      tags: ['orders'],
      summary: 'List orders',
      description:
        'Orders as they were placed, by number. `externalOrderId` finds the one that you have named so.',
      querystring: z.strictObject({
        externalOrderId: ExternalOrderId.optional().meta({
          description: 'Only the order with this name of yours; left out: any.',
        }),
        after: after(numberInQuery(0)),
        limit,
      }),
      response: { 200: jsonResponse('A page of orders', OrderPage), ...readProblems() },
    },
    handler: async (request) => {
      const { externalOrderId, after: start = null, limit: size } = request.query;
      const reader = release.store.reader(siteOf(request));
      const rows = await reader.orders({ externalOrderId, after: start, limit: size + 1 });
      return page(rows, size, (last) => last.orderNumber);
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/orders/:orderNumber',
    schema: {
      operationId: 'readOrder',
      tags: ['orders'],
      summary: 'Read one order with its shipments',
      description: 'The order as it was placed, and every shipment that was made of it, as it is now.',
      params: z.strictObject({
        orderNumber: numberInQuery(0).meta({ description: 'Number of the order.', examples: [1] }),
      }),
      response: { 200: jsonResponse('The order', OrderView), ...readProblems('NOT_FOUND') },
    },
    handler: async (request, reply) => {
      const { orderNumber } = request.params;
      const reader = release.store.reader(siteOf(request));
      const order = await reader.order(orderNumber);
      if (order === null) throw new ServiceError('NOT_FOUND', `there is no order ${orderNumber}`);
      const shipments = await shipmentsOfOrder(reader, orderNumber);
      return answer(reply, { status: 200, body: { ...order, shipments } });
    },
  });
}
