import { z } from 'zod';
import { InputError } from '../../../domain/faults.ts';
import { FutureInventoryId, LocationCode, ProductCode } from '../../../domain/ids.ts';
import type { LotKey } from '../../../domain/site/stock.ts';
import { ServiceError } from '../../../errors.ts';
import { assertSame } from '../../../release/checks/same.ts';
import { answerOf, changeLot } from '../../../release/supply/change-lot.ts';
import { isNamed, textOf } from '../../../release/supply/named-lots.ts';
import { whichLots } from '../../schemas/fields.ts';
import { LotChange, LotOrLots, LotPage } from '../../schemas/inventory.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { after, limit, page, readProblems, type SitePorts, writeProblems } from './route-parts.ts';

const Params = z.strictObject({ futureInventoryId: FutureInventoryId });

const Which = z.strictObject(whichLots);

const Cursor = z.tuple([FutureInventoryId, LocationCode, ProductCode]);

/** Where the page after a lot begins, as text that a query takes as it is. */
const cursorOf = ({ futureInventoryId, locationCode, productCode }: LotKey): string =>
  Buffer.from(JSON.stringify([futureInventoryId, locationCode, productCode])).toString('base64url');

/** @throws InputError `malformed` */
function readCursor(text: string): LotKey {
  try {
    const [futureInventoryId, locationCode, productCode] = Cursor.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    return { futureInventoryId, locationCode, productCode };
  } catch {
    const message = 'must be the `next` of a page of this list';
    throw new InputError('malformed', [{ path: 'after', code: 'wrong_format', message }]);
  }
}

function readRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/future-inventory',
    schema: {
      operationId: 'listFutureInventory',
      tags: ['inventory'],
      summary: 'List lots',
      description:
        'Future lots that are expected, by id, location and product; those that were received or canceled are not listed.',
      querystring: z.strictObject({
        futureInventoryId: FutureInventoryId.optional().meta({
          description: 'Only lots of this id; left out: of any.',
        }),
        productCode: ProductCode.optional().meta({
          description: 'Only lots of this product; left out: of any.',
        }),
        locationCode: LocationCode.optional().meta({
          description: 'Only lots to this location; left out: to any.',
        }),
        after: after(z.string().max(2000)),
        limit,
      }),
      response: { 200: jsonResponse('A page of lots', LotPage), ...readProblems() },
    },
    handler: async (request) => {
      const { after: cursor, limit: size, ...filter } = request.query;
      const start = cursor === undefined ? null : readCursor(cursor);
      const reader = release.store.reader(siteOf(request));
      const rows = await reader.lotPage({ after: start, limit: size + 1, ...filter });
      return page(rows, size, cursorOf);
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/future-inventory/:futureInventoryId',
    schema: {
      operationId: 'readFutureInventory',
      tags: ['inventory'],
      summary: 'Read the lots of an id',
      description: 'One future lot, or all that the id has, whatever their status.',
      params: Params,
      querystring: Which,
      response: {
        200: jsonResponse('The lot, or all lots of the id', LotOrLots),
        ...readProblems('NOT_FOUND'),
      },
    },
    handler: async (request, reply) => {
      const { futureInventoryId } = request.params;
      const name = { futureInventoryId, ...request.query };
      const known = await release.store.reader(siteOf(request)).lots([futureInventoryId]);
      const lots = known.filter((lot) => isNamed(name, lot));
      if (lots.length === 0) throw new ServiceError('NOT_FOUND', `there is no ${textOf(name)}`);
      return answer(reply, answerOf(lots));
    },
  });
}

/** `/v1/future-inventory`: lots, and what becomes of them before they arrive. */
export function futureInventoryRoutes(app: ZodApp, ports: SitePorts): void {
  const { release } = ports;
  readRoutes(app, ports);
  const common = { params: Params, querystring: Which, tags: ['inventory'] };
  const response = {
    200: jsonResponse('The lot, or all lots of the id', LotOrLots),
    ...writeProblems('NOT_FOUND', 'TRANSITION_NOT_ALLOWED', 'STALE_VERSION'),
  };
  const consequence =
    'Without `locationCode` and `productCode` it means every lot of the id. FUTURE shipments that wait for it keep their numbers: they wait ' +
    'for its new day, or are covered by any single location and day that can. Where it does not suffice for all, those that stand last ' +
    'in the queue lose first; they go back to BACKORDER with their age, and are tried again.';
  app.route({
    method: 'PATCH',
    url: '/v1/future-inventory/:futureInventoryId',
    schema: {
      ...common,
      operationId: 'changeLot',
      summary: 'Change a lot: it slips or shrinks',
      description: `Changes the day of lots that are expected, or the quantity of one. ${consequence}`,
      body: LotChange,
      response,
    },
    handler: async (request, reply) => {
      const { futureInventoryId: id } = request.params;
      const name = { futureInventoryId: id, ...request.query };
      const { version, futureInventoryId, deliveryDate, quantity, ...asRead } = request.body;
      assertSame('futureInventoryId', futureInventoryId, id);
      const change = { deliveryDate, quantity };
      return answer(reply, await changeLot(release, writeOf(request, version), name, change, asRead));
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
      const name = { ...request.params, ...request.query };
      return answer(reply, await changeLot(release, writeOf(request), name, { status: 'CANCELED' }));
    },
  });
}
