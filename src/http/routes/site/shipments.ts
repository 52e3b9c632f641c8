import { z } from 'zod';
import { ExternalOrderId, LocationCode, ProductCode, ShipmentNumber } from '../../../domain/ids.ts';
import { ShipmentType } from '../../../domain/shipment.ts';
import { SHIPMENT_STATUSES } from '../../../domain/site/shipment.ts';
import { reasonsNow } from '../../../release/carry-out/reasons-now.ts';
import { withWaiting } from '../../../release/queue/shown.ts';
import { assertFound } from '../../../release/shipments/commands.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { ShipmentFamily, ShipmentInFull, ShipmentPage } from '../../schemas/shipments.ts';
import { answer, siteOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import {
  after,
  limit,
  listInQuery,
  numberInQuery,
  page,
  readProblems,
  type SitePorts,
} from './route-parts.ts';

/** The number of a shipment, in a path. */
export const ShipmentParams = z.strictObject({
  shipmentNumber: numberInQuery(0)
    .pipe(ShipmentNumber)
    .meta({ description: 'Number of the shipment.', examples: [1001] }),
});

const Filter = z.strictObject({
  shipmentStatus: listInQuery(z.enum(SHIPMENT_STATUSES)).meta({
    description: 'Only shipments with one of these statuses, repeated or with commas; left out: any.',
  }),
  productCode: ProductCode.optional().meta({
    description: 'Only shipments with a line of this product; left out: any.',
  }),
  locationCode: LocationCode.optional().meta({
    description: 'Only shipments that are picked up at, or leave from, this location; left out: any.',
  }),
  orderNumber: numberInQuery(0)
    .optional()
    .meta({ description: 'Only shipments of this order; left out: of any.' }),
  externalOrderId: ExternalOrderId.optional().meta({
    description: 'Only shipments of the order with this name of yours; left out: of any.',
  }),
  shipmentType: ShipmentType.optional().meta({
    description: 'Only shipments to customers (`STH`), or only those for pickup (`BOPIS`); left out: both.',
  }),
  onHold: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Only shipments that are on hold, or only those that are not; left out: both.' }),
  after: after(numberInQuery(0).pipe(ShipmentNumber)),
  limit,
});

/** `GET /v1/shipments`: the backlog and all others, one shipment, its family. */
export function shipmentRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/shipments',
    schema: {
      operationId: 'listShipments',
      tags: ['shipments'],
      summary: 'List shipments: the backlog, and all others',
      description: 'Shipments by number. `shipmentStatus=BACKORDER` is the backlog.',
      querystring: Filter,
      response: { 200: jsonResponse('A page of shipments', ShipmentPage), ...readProblems() },
    },
    handler: async (request, reply) => {
      const { shipmentStatus: statuses, onHold, after: start = null, limit: size, ...filter } = request.query;
      const reader = release.store.reader(siteOf(request));
      const rows = await reader.shipments({
        ...filter,
        statuses,
        onHold: onHold === undefined ? undefined : onHold === 'true',
        after: start,
        limit: size + 1,
      });
      const reasons = await reasonsNow(release, reader, rows);
      const shown = await withWaiting(reader, rows, release.now(), reasons);
      return answer(reply, { status: 200, body: page(shown, size, (last) => last.shipmentNumber) });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/shipments/:shipmentNumber',
    schema: {
      operationId: 'readShipment',
      tags: ['shipments'],
      summary: 'Read one shipment with what it holds of stock',
      description: 'The shipment as it is now, with the stock that it holds.',
      params: ShipmentParams,
      response: { 200: jsonResponse('The shipment', ShipmentInFull), ...readProblems('NOT_FOUND') },
    },
    handler: async (request, reply) => {
      const { shipmentNumber } = request.params;
      const reader = release.store.reader(siteOf(request));
      const shipment = assertFound(await reader.shipment(shipmentNumber), shipmentNumber);
      const allocations = await reader.allocationsOf([shipmentNumber]);
      const reasons = await reasonsNow(release, reader, [shipment]);
      const [shown] = await withWaiting(reader, [shipment], release.now(), reasons);
      return answer(reply, { status: 200, body: { ...shown, allocations } });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/shipments/:shipmentNumber/lineage',
    schema: {
      operationId: 'readLineage',
      tags: ['shipments'],
      summary: 'Read the family of a shipment',
      description:
        'The shipment, what it was split from, and everything that was split from those: the whole family, from the original down.',
      params: ShipmentParams,
      response: {
        200: jsonResponse('The family', ShipmentFamily),
        ...readProblems('NOT_FOUND'),
      },
    },
    handler: async (request, reply) => {
      const { shipmentNumber } = request.params;
      const reader = release.store.reader(siteOf(request));
      const { originalShipmentNumber } = assertFound(await reader.shipment(shipmentNumber), shipmentNumber);
      const family = await reader.lineage(originalShipmentNumber);
      const reasons = await reasonsNow(release, reader, family);
      const shipments = await withWaiting(reader, family, release.now(), reasons);
      return answer(reply, { status: 200, body: { originalShipmentNumber, shipments } });
    },
  });
}
