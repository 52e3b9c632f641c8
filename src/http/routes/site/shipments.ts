import { z } from 'zod';
import { LocationCode, ProductCode, ShipmentNumber } from '../../../domain/ids.ts';
import { SHIPMENT_STATUSES } from '../../../domain/site/shipment.ts';
import { assertFound } from '../../../release/shipments/commands.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { AllocationView, ShipmentView } from '../../schemas/site.ts';
import { answer, siteOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import {
  limit,
  listInQuery,
  numberInQuery,
  page,
  pageOf,
  readProblems,
  type SitePorts,
} from './route-parts.ts';

/** The number of a shipment, in a path. */
export const ShipmentParams = z.strictObject({ shipmentNumber: numberInQuery(0).pipe(ShipmentNumber) });

const Filter = z.strictObject({
  shipmentStatus: listInQuery(z.enum(SHIPMENT_STATUSES)),
  productCode: ProductCode.optional(),
  locationCode: LocationCode.optional(),
  orderNumber: numberInQuery(0).optional(),
  shipmentType: z.enum(['STH', 'BOPIS']).optional(),
  onHold: z.enum(['true', 'false']).optional(),
  after: numberInQuery(0).pipe(ShipmentNumber).optional(),
  limit,
});

const ShipmentInFull = ShipmentView.extend({ allocations: z.array(AllocationView) });

/** `GET /v1/shipments`: the backlog and all others, one shipment, its family. */
export function shipmentRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/shipments',
    schema: {
      operationId: 'listShipments',
      tags: ['shipments'],
      summary: 'Shipments, by number',
      querystring: Filter,
      response: { 200: jsonResponse('A page', pageOf(ShipmentView, z.int().nullable())), ...readProblems() },
    },
    handler: async (request, reply) => {
      const { shipmentStatus: statuses, onHold, after = null, limit: size, ...filter } = request.query;
      const rows = await release.store.reader(siteOf(request)).shipments({
        ...filter,
        statuses,
        onHold: onHold === undefined ? undefined : onHold === 'true',
        after,
        limit: size + 1,
      });
      return answer(reply, { status: 200, body: page(rows, size, (last) => last.shipmentNumber) });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/shipments/:shipmentNumber',
    schema: {
      operationId: 'readShipment',
      tags: ['shipments'],
      summary: 'One shipment with what it holds of stock',
      params: ShipmentParams,
      response: { 200: jsonResponse('The shipment', ShipmentInFull), ...readProblems('NOT_FOUND') },
    },
    handler: async (request, reply) => {
      const { shipmentNumber } = request.params;
      const reader = release.store.reader(siteOf(request));
      const shipment = assertFound(await reader.shipment(shipmentNumber), shipmentNumber);
      const allocations = await reader.allocationsOf([shipmentNumber]);
      return answer(reply, { status: 200, body: { ...shipment, allocations } });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/shipments/:shipmentNumber/lineage',
    schema: {
      operationId: 'readLineage',
      tags: ['shipments'],
      summary: 'The family of a shipment, from the original down',
      params: ShipmentParams,
      response: {
        200: jsonResponse(
          'Everyone, by number',
          z.strictObject({ originalShipmentNumber: z.int(), shipments: z.array(ShipmentView) }),
        ),
        ...readProblems('NOT_FOUND'),
      },
    },
    handler: async (request, reply) => {
      const { shipmentNumber } = request.params;
      const reader = release.store.reader(siteOf(request));
      const { originalShipmentNumber } = assertFound(await reader.shipment(shipmentNumber), shipmentNumber);
      const shipments = await reader.lineage(originalShipmentNumber);
      return answer(reply, { status: 200, body: { originalShipmentNumber, shipments } });
    },
  });
}
