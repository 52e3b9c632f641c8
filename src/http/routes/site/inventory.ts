import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { InputError } from '../../../domain/faults.ts';
import { LocationCode, ProductCode } from '../../../domain/ids.ts';
import { availableOf } from '../../../domain/site/stock.ts';
import { writeRows } from '../../../release/supply/inventory.ts';
import { withHolders } from '../../../release/supply/oversold.ts';
import { receiveLots } from '../../../release/supply/receipts.ts';
import { acceptRows, readsRows, rowsOf } from '../../rows/stock-rows.ts';
import {
  AdjustRow,
  InventoryAdjustment,
  InventoryRefresh,
  InventoryWritten,
  LotsReceived,
  OversoldPage,
  Receipts,
  RefreshRow,
  StockPage,
} from '../../schemas/inventory.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { after, limit, page, readProblems, type SitePorts, writeProblems } from './route-parts.ts';

type Row = z.infer<typeof RefreshRow> | z.infer<typeof AdjustRow>;

const ofLines = z.strictObject({
  partial: z.enum(['true', 'false']).optional().meta({
    description: 'Of a body of NDJSON or CSV what `partial` is in a body of JSON. Left out: `false`.',
  }),
});

function writeRoute(app: ZodApp, { release }: SitePorts, mode: 'refresh' | 'adjust'): void {
  const body: z.ZodType<{ inventory: Row[] }> = mode === 'refresh' ? InventoryRefresh : InventoryAdjustment;
  app.route({
    preValidation: readsRows(mode === 'refresh' ? RefreshRow : AdjustRow),
    method: 'POST',
    url: `/v1/inventory/${mode}`,
    schema: {
      operationId: `${mode}Inventory`,
      tags: ['inventory'],
      summary: mode === 'refresh' ? 'State what there is' : 'State what has changed',
      description:
        `Rows are ${mode === 'refresh' ? 'absolute counts' : 'differences'}, written all or nothing${mode === 'refresh' ? ', but for rows of lots that were received or canceled already' : ''}. A row with a ` +
        '`deliveryDate` or a `futureInventoryId` is future inventory. Shipments in backorder that want a changed product are ' +
        'tried again afterwards, in queue order. Up to 50,000 rows, as JSON, as NDJSON (`application/x-ndjson`: a row a line) or as CSV ' +
        '(`text/csv`: the first line names the columns, which are the fields of a row; an empty cell leaves its field out). Faults of a line ' +
        'are told by its number: `lines[3].quantity`.',
      querystring: ofLines,
      body,
      response: {
        200: jsonResponse('What was written', InventoryWritten),
        ...writeProblems('INSUFFICIENT_STOCK', 'TRANSITION_NOT_ALLOWED'),
      },
    },
    handler: async (request, reply) =>
      answer(
        reply,
        await writeRows(release, writeOf(request), mode, rowsOf(request, request.body.inventory)),
      ),
  });
}

function receiptRoute(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'POST',
    url: '/v1/inventory/receipts',
    schema: {
      operationId: 'receiveLots',
      tags: ['inventory'],
      summary: 'Receive lots: they have arrived',
      description:
        'What came is current stock of its location from now on; what has not come is still expected, unless the receipt is `final`. FUTURE shipments that waited for ' +
        'the lots turn READY in queue order; those that are left without are covered by other stock, or go back to BACKORDER with their age.',
      body: Receipts,
      response: {
        200: jsonResponse('The lots as they are now', LotsReceived),
        ...writeProblems('NOT_FOUND', 'TRANSITION_NOT_ALLOWED', 'STALE_VERSION'),
      },
    },
    handler: async (request, reply) =>
      answer(reply, await receiveLots(release, writeOf(request), request.body.receipts)),
  });
}

const Cursor = z.tuple([LocationCode, ProductCode]);

/** Where the page after a row begins, as text that a query takes as it is. */
const cursorOf = ({ locationCode, productCode }: { locationCode: string; productCode: string }): string =>
  Buffer.from(JSON.stringify([locationCode, productCode])).toString('base64url');

/** @throws InputError `malformed` */
function readCursor(text: string): { locationCode: LocationCode; productCode: ProductCode } {
  try {
    const [locationCode, productCode] = Cursor.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    return { locationCode, productCode };
  } catch {
    const message = 'must be the `next` of a page of this list';
    throw new InputError('malformed', [{ path: 'after', code: 'wrong_format', message }]);
  }
}

const stockQuery = z.strictObject({
  productCode: ProductCode.optional().meta({
    description: 'Only stock of this product; left out: of any.',
  }),
  locationCode: LocationCode.optional().meta({
    description: 'Only stock at this location; left out: at any.',
  }),
  after: after(z.string().max(2000)),
  limit,
});

function oversoldRoute(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/inventory/oversold',
    schema: {
      operationId: 'listOversold',
      tags: ['inventory'],
      summary: 'List oversold stock',
      description:
        'Current stock of which shipments hold more than a count has found, and those that stand last among them. Nothing is taken from anybody: a person decides, by `unrelease` or `cancel` of shipments or by another count.',
      querystring: stockQuery,
      response: { 200: jsonResponse('A page of oversold stock', OversoldPage), ...readProblems() },
    },
    handler: async (request) => {
      const { after: start, limit: size, ...filter } = request.query;
      const reader = release.store.reader(siteOf(request));
      const cursor = start === undefined ? null : readCursor(start);
      const rows = await reader.oversoldPage({ after: cursor, limit: size + 1, ...filter });
      const { items, next } = page(rows, size, cursorOf);
      return { items: await withHolders(reader, items), next };
    },
  });
}

function listRoute(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/inventory',
    schema: {
      operationId: 'listInventory',
      tags: ['inventory'],
      summary: 'List current stock',
      description: 'What there is now and what of it may be promised, by location and product.',
      querystring: stockQuery,
      response: {
        200: jsonResponse('A page of current stock', StockPage),
        ...readProblems(),
      },
    },
    handler: async (request) => {
      const { productCode, locationCode, after: start, limit: size } = request.query;
      const rows = await release.store.reader(siteOf(request)).stockPage({
        after: start === undefined ? null : readCursor(start),
        limit: size + 1,
        productCode,
        locationCode,
      });
      return page(
        rows.map((row) => ({ ...row, available: availableOf(row) })),
        size,
        cursorOf,
      );
    },
  });
}

/** `/v1/inventory`: what there is, what changes, what arrives. */
export function inventoryRoutes(app: ZodApp, ports: SitePorts): void {
  listRoute(app, ports);
  oversoldRoute(app, ports);
  app.register(async (scope) => {
    acceptRows(scope, ports.bodyLimitBytes);
    const rows = scope.withTypeProvider<ZodTypeProvider>();
    writeRoute(rows, ports, 'refresh');
    writeRoute(rows, ports, 'adjust');
  });
  receiptRoute(app, ports);
}
