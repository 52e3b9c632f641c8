import { z } from 'zod';
import { calendarDayOf, DateTime, type TimeZone } from '../../../domain/calendar.ts';
import { FutureInventoryId, LocationCode, ProductCode } from '../../../domain/ids.ts';
import { Available, Cost } from '../../../domain/quantity.ts';
import { availableOf } from '../../../domain/site/stock.ts';
import { readSettings } from '../../../release/site-view.ts';
import { type InventoryRow, writeInventory } from '../../../release/supply/inventory.ts';
import { receiveLots } from '../../../release/supply/lots.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { LotView, StockView } from '../../schemas/site.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { assertNoDuplicates } from './duplicates.ts';
import { limit, page, pageOf, readProblems, type SitePorts, writeProblems } from './route-parts.ts';

const MOST_ROWS = 12_000;
const count = z.int().min(0).max(1_000_000_000);

const Place = {
  locationCode: LocationCode,
  productCode: ProductCode,
  deliveryDate: DateTime.optional().meta({
    description: 'makes the row future inventory; without it the row is what is there now',
  }),
  futureInventoryId: FutureInventoryId.optional().meta({
    description: 'of a row with a deliveryDate; left out: made of product, location and day',
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

/** A row as the service takes it; a lot without an id is named after what it is. */
function inventoryRow({ deliveryDate, futureInventoryId, ...row }: Row, timeZone: TimeZone): InventoryRow {
  if (deliveryDate === undefined && futureInventoryId === undefined) return { ...row, lot: null };
  const day = deliveryDate === undefined ? null : calendarDayOf(deliveryDate, timeZone);
  const id = futureInventoryId ?? (`${row.productCode}@${row.locationCode}@${day}` as FutureInventoryId);
  return { ...row, lot: { futureInventoryId: id, deliveryDate: day } };
}

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
        ...writeProblems('INSUFFICIENT_STOCK'),
      },
    },
    handler: async (request, reply) => {
      const write = writeOf(request);
      const { value: settings } = await readSettings(release.store.reader(write.siteId));
      const rows = request.body.inventory.map((row) => inventoryRow(row, settings.timeZone));
      assertNoDuplicates(rows, 'inventory', 'source', (row) =>
        row.lot === null ? [row.locationCode, row.productCode] : [row.lot.futureInventoryId],
      );
      return answer(reply, await writeInventory(release, write, mode, rows));
    },
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
    handler: async (request, reply) => {
      const { receipts } = request.body;
      assertNoDuplicates(receipts, 'receipts', 'lot', (row) => [row.futureInventoryId]);
      return answer(reply, await receiveLots(release, writeOf(request), receipts));
    },
  });
}

function listRoute(app: ZodApp, { release }: SitePorts): void {
  const Cursor = z.strictObject({ locationCode: z.string(), productCode: z.string() }).nullable();
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
        afterLocationCode: LocationCode.optional(),
        afterProductCode: ProductCode.optional(),
        limit,
      }),
      response: { 200: jsonResponse('A page', pageOf(StockView, Cursor)), ...readProblems() },
    },
    handler: async (request) => {
      const { productCode, locationCode, afterLocationCode, afterProductCode, limit: size } = request.query;
      const after =
        afterLocationCode === undefined || afterProductCode === undefined
          ? null
          : { locationCode: afterLocationCode, productCode: afterProductCode };
      const rows = await release.store
        .reader(siteOf(request))
        .stockPage({ after, limit: size + 1, productCode, locationCode });
      return page(
        rows.map((row) => ({ ...row, available: availableOf(row) })),
        size,
        ({ locationCode: location, productCode: product }) => ({
          locationCode: location as string,
          productCode: product as string,
        }),
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
