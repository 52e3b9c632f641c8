import { z } from 'zod';
import { DateTime } from '../../../domain/calendar.ts';
import { FutureInventoryId, LocationCode, ProductCode } from '../../../domain/ids.ts';
import { ServiceError } from '../../../errors.ts';
import { changeLot } from '../../../release/supply/lots.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { LotView } from '../../schemas/site.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { limit, page, pageOf, readProblems, type SitePorts, writeProblems } from './route-parts.ts';

const Params = z.strictObject({ futureInventoryId: FutureInventoryId });
const Change = z.strictObject({
  deliveryDate: DateTime.nullable().optional().meta({ description: 'null: nobody knows when' }),
  quantity: z.int().min(0).max(1_000_000_000).optional(),
});

function readRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/future-inventory',
    schema: {
      operationId: 'listFutureInventory',
      tags: ['inventory'],
      summary: 'Lots that are expected, by id',
      querystring: z.strictObject({
        productCode: ProductCode.optional(),
        locationCode: LocationCode.optional(),
        after: FutureInventoryId.optional(),
        limit,
      }),
      response: { 200: jsonResponse('A page', pageOf(LotView, z.string().nullable())), ...readProblems() },
    },
    handler: async (request) => {
      const { after = null, limit: size, ...filter } = request.query;
      const rows = await release.store.reader(siteOf(request)).lotPage({ after, limit: size + 1, ...filter });
      return page(rows, size, (last) => last.futureInventoryId as string);
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/future-inventory/:futureInventoryId',
    schema: {
      operationId: 'readFutureInventory',
      tags: ['inventory'],
      summary: 'One lot',
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
  const description =
    'Shipments that the lot no longer covers, or that would come on another day, go back to BACKORDER with ' +
    'their age and are tried again, in queue order.';
  app.route({
    method: 'PATCH',
    url: '/v1/future-inventory/:futureInventoryId',
    schema: {
      ...common,
      operationId: 'changeLot',
      summary: 'A lot slips or shrinks',
      description,
      body: Change,
      response,
    },
    handler: async (request, reply) => {
      const { futureInventoryId: id } = request.params;
      return answer(reply, await changeLot(release, writeOf(request), id, request.body));
    },
  });
  app.route({
    method: 'DELETE',
    url: '/v1/future-inventory/:futureInventoryId',
    schema: { ...common, operationId: 'cancelLot', summary: 'A lot does not come', description, response },
    handler: async (request, reply) => {
      const { futureInventoryId: id } = request.params;
      return answer(reply, await changeLot(release, writeOf(request), id, { status: 'CANCELED' }));
    },
  });
}
