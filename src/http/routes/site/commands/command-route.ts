import type { z } from 'zod';
import type { ShipmentNumber } from '../../../../domain/ids.ts';
import type { StoredAnswer } from '../../../../release/ports/idempotency.ts';
import type { ReleasePorts, Write } from '../../../../release/service-ports.ts';
import { jsonResponse } from '../../../schemas/responses.ts';
import { ShipmentView } from '../../../schemas/shipments.ts';
import { answer, writeOf } from '../../../write-request.ts';
import type { ZodApp } from '../../../zod-app.ts';
import { OfVersionedWrite } from '../headers.ts';
import { writeProblems } from '../route-parts.ts';
import { ShipmentParams } from '../shipments.ts';

/** One command: its name in the path, its body, what it does. */
interface CommandRow<Body extends z.ZodType> {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** From which status to which, and what becomes of stock and queue. */
  readonly description: string;
  readonly body: Body;
  /** Every field of the body has a default. */
  readonly mayOmitBody: boolean;
  readonly run: (
    release: ReleasePorts,
    write: Write,
    number: ShipmentNumber,
    body: z.output<Body>,
  ) => Promise<StoredAnswer>;
}

/** Adds the route of a command. */
export function commandRoute<Body extends z.ZodType>(
  app: ZodApp,
  release: ReleasePorts,
  row: CommandRow<Body>,
): void {
  app.route({
    method: 'POST',
    url: `/v1/shipments/:shipmentNumber/${row.path}`,
    config: { mayOmitBody: row.mayOmitBody },
    schema: {
      operationId: row.operationId,
      tags: ['shipments'],
      summary: row.summary,
      description: row.description,
      params: ShipmentParams,
      headers: OfVersionedWrite,
      body: row.body,
      response: {
        200: jsonResponse('The shipment as it is now', ShipmentView),
        ...writeProblems(
          'NOT_FOUND',
          'TRANSITION_NOT_ALLOWED',
          'INSUFFICIENT_STOCK',
          'STALE_VERSION',
          'STOCK_CONTENDED',
        ),
      },
    },
    handler: async (request, reply) => {
      const { shipmentNumber } = request.params as z.output<typeof ShipmentParams>;
      const body = request.body as Parameters<typeof row.run>[3];
      return answer(reply, await row.run(release, writeOf(request), shipmentNumber, body));
    },
  });
}
