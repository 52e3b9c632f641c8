import { z } from 'zod';
import { FutureInventoryId, LocationCode, ProductCode } from '../../../domain/ids.ts';
import { ServiceError } from '../../../errors.ts';
import { assertSame } from '../../../release/checks/same.ts';
import { changeLot } from '../../../release/supply/lots.ts';
import { LotChange, LotPage, LotView } from '../../schemas/inventory.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { after, limit, page, readProblems, type SitePorts, writeProblems } from './route-parts.ts';

const Params = z.strictObject({ futureInventoryId: FutureInventoryId });

function readRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/future-inventory',
    schema: {
      operationId: 'listFutureInventory',
      tags: ['inventory'],
      summary: 'List lots',
      description:
        'Future lots that are expected, by id; those that were received or canceled are not listed.',
      querystring: z.strictObject({
        productCode: ProductCode.optional().meta({
          description: 'Only lots of this product; left out: of any.',
        }),
        locationCode: LocationCode.optional().meta({
          description: 'Only lots to this location; left out: to any.',
        }),
        after: after(FutureInventoryId),
        limit,
      }),
      response: { 200: jsonResponse('A page of lots', LotPage), ...readProblems() },
    },
    handler: async (request) => {
      const { after: start = null, limit: size, ...filter } = request.query;
      const reader = release.store.reader(siteOf(request));
      const rows = await reader.lotPage({ after: start, limit: size + 1, ...filter });
      return page(rows, size, (last) => last.futureInventoryId as string);
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/future-inventory/:futureInventoryId',
    schema: {
      operationId: 'readFutureInventory',
      tags: ['inventory'],
      summary: 'Read one lot',
      description: 'One future lot, whatever its status.',
      params: Params,
      response: { 200: jsonResponse('The lot', LotView), ...readProblems('NOT_FOUND') },
    },
    handler: async (request, reply) => {
      const { futureInventoryId: id } = request.params;
      const lot = await release.store.reader(siteOf(request)).lot(id);
      if (lot === null) throw new ServiceError('NOT_FOUND', `there is no lot ${id}`);
      return answer(reply, { status: 200, body: lot });
    },
  });
}

/** `/v1/future-inventory`: lots, and what becomes of them before they arrive. */
export function futureInventoryRoutes(app: ZodApp, ports: SitePorts): void {
  const { release } = ports;
  readRoutes(app, ports);
  const common = { params: Params, tags: ['inventory'] };
  const response = {
    200: jsonResponse('The lot', LotView),
    ...writeProblems('NOT_FOUND', 'TRANSITION_NOT_ALLOWED', 'STALE_VERSION'),
  };
  const consequence =
    'Shipments that the lot no longer covers, or that would come on another day, go back to BACKORDER with ' +
    'their age and are tried again, in queue order.';
  app.route({
    method: 'PATCH',
    url: '/v1/future-inventory/:futureInventoryId',
    schema: {
      ...common,
      operationId: 'changeLot',
      summary: 'Change a lot: it slips or shrinks',
      description: `Changes day or quantity of a lot that is expected. ${consequence}`,
      body: LotChange,
      response,
    },
    handler: async (request, reply) => {
      const { futureInventoryId: id } = request.params;
      const { version, futureInventoryId, deliveryDate, quantity, ...asRead } = request.body;
      assertSame('futureInventoryId', futureInventoryId, id);
      const change = { deliveryDate, quantity };
      return answer(reply, await changeLot(release, writeOf(request, version), id, change, asRead));
    },
  });
  app.route({
    method: 'DELETE',
    url: '/v1/future-inventory/:futureInventoryId',
    schema: {
      ...common,
      operationId: 'cancelLot',
      summary: 'Cancel a lot: it does not come',
      description: `The lot keeps its record as CANCELED. ${consequence}`,
      response,
    },
    handler: async (request, reply) => {
      const { futureInventoryId: id } = request.params;
      return answer(reply, await changeLot(release, writeOf(request), id, { status: 'CANCELED' }));
    },
  });
}
