import { z } from 'zod';
import { DateTime } from '../../../domain/calendar.ts';
import { InputError } from '../../../domain/faults.ts';
import { FutureInventoryId, LocationCode, ProductCode } from '../../../domain/ids.ts';
import { Available, Cost } from '../../../domain/quantity.ts';
import { availableOf } from '../../../domain/site/stock.ts';
import { writeInventory } from '../../../release/supply/inventory.ts';
import { receiveLots } from '../../../release/supply/lots.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { LotView, StockView } from '../../schemas/site.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { limit, page, pageOf, readProblems, type SitePorts, writeProblems } from './route-parts.ts';

const MOST_ROWS = 12_000;
const count = z.int().min(0).max(1_000_000_000);

const Place = {
  locationCode: LocationCode,
  productCode: ProductCode,
  deliveryDate: DateTime.nullable()
    .optional()
    .meta({
      description:
        'makes the row future inventory; null: it will come, nobody knows when; left out: with a futureInventoryId ' +
        'the lot keeps its date, without one the row is what is there now',
    }),
  futureInventoryId: FutureInventoryId.optional().meta({
    description: 'makes the row future inventory; left out: made of product, location and day',
  }),
};
const RefreshRow = z.strictObject({
  ...Place,
  quantity: count.meta({ description: 'units that there are' }),
  pending: count.optional(),
  safetyStock: count.optional(),
  unitCost: Cost.optional(),
});
const AdjustRow = z.strictObject({
  ...Place,
  quantity: Available.meta({ description: 'units by which it changes' }),
});
type Row = z.infer<typeof RefreshRow> | z.infer<typeof AdjustRow>;

const Receipts = z.strictObject({
  receipts: z
    .array(
      z.strictObject({
        futureInventoryId: FutureInventoryId,
        quantity: count
          .nullable()
          .default(null)
          .meta({ description: 'what really came; null: as announced' }),
      }),
    )
    .min(1)
    .max(MOST_ROWS),
});

function writeRoute(app: ZodApp, { release }: SitePorts, mode: 'refresh' | 'adjust'): void {
  const Rows: z.ZodType<Row[]> = z
    .array(mode === 'refresh' ? RefreshRow : AdjustRow)
    .min(1)
    .max(MOST_ROWS);
  app.route({
    method: 'POST',
    url: `/v1/inventory/${mode}`,
    schema: {
      operationId: `${mode}Inventory`,
      tags: ['inventory'],
      summary: mode === 'refresh' ? 'State what there is' : 'State what has changed',
      description:
        'All or nothing. A row with a `deliveryDate` is future inventory. Shipments in backorder that want a ' +
        'changed product are tried again afterwards, in queue order.',
      body: z.strictObject({ inventory: Rows }),
      response: {
        200: jsonResponse('Written', z.strictObject({ rows: z.int(), changedProducts: z.array(z.string()) })),
        ...writeProblems('INSUFFICIENT_STOCK', 'TRANSITION_NOT_ALLOWED'),
      },
    },
    handler: async (request, reply) =>
      answer(reply, await writeInventory(release, writeOf(request), mode, request.body.inventory)),
  });
}

function receiptRoute(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'POST',
    url: '/v1/inventory/receipts',
    schema: {
      operationId: 'receiveLots',
      tags: ['inventory'],
      summary: 'Lots have arrived',
      description:
        'FUTURE shipments that waited for them turn READY in queue order; those that a short delivery leaves ' +
        'without go back to BACKORDER with their age.',
      body: Receipts,
      response: {
        200: jsonResponse('Received', z.strictObject({ lots: z.array(LotView) })),
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

function listRoute(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/inventory',
    schema: {
      operationId: 'listInventory',
      tags: ['inventory'],
      summary: 'What there is now, by location and product',
      querystring: z.strictObject({
        productCode: ProductCode.optional(),
        locationCode: LocationCode.optional(),
        after: z.string().max(2000).optional().meta({ description: 'the `next` of the page before' }),
        limit,
      }),
      response: {
        200: jsonResponse('A page', pageOf(StockView, z.string().nullable())),
        ...readProblems(),
      },
    },
    handler: async (request) => {
      const { productCode, locationCode, after, limit: size } = request.query;
      const rows = await release.store.reader(siteOf(request)).stockPage({
        after: after === undefined ? null : readCursor(after),
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
  writeRoute(app, ports, 'refresh');
  writeRoute(app, ports, 'adjust');
  receiptRoute(app, ports);
}
