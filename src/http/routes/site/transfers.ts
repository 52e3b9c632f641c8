import { transferStock } from '../../../release/supply/transfers.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { StockTransferred, Transfers } from '../../schemas/transfers.ts';
import { answer, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { type SitePorts, writeProblems } from './route-parts.ts';

/** `/v1/inventory/transfers`: units that go from one location to another. */
export function transferRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'POST',
    url: '/v1/inventory/transfers',
    schema: {
      operationId: 'transferStock',
      tags: ['inventory'],
      summary: 'Move units to another location',
      description:
        'Current stock leaves one location and is at another, all transfers or none, at one moment. Units that shipments hold stay where ' +
        'they are, as do those that are kept back: take the release back first (`unrelease`). Shipments in backorder that want ' +
        'a moved product are tried again. A lot that comes to another location is another lot: cancel it, and state the new one.',
      body: Transfers,
      response: {
        200: jsonResponse('Where the units are now', StockTransferred),
        ...writeProblems('INSUFFICIENT_STOCK'),
      },
    },
    handler: async (request, reply) =>
      answer(reply, await transferStock(release, writeOf(request), request.body.transfers)),
  });
}
