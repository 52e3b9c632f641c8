import { z } from 'zod';
import { DateTime } from '../../../domain/calendar.ts';
import { Decision } from '../../../domain/decision.ts';
import { LineId, type ShipmentNumber } from '../../../domain/ids.ts';
import type { StoredAnswer } from '../../../release/ports/idempotency.ts';
import type { ReleasePorts, Write } from '../../../release/service-ports.ts';
import {
  backorderShipment,
  cancelShipment,
  dateShipment,
  fulfillShipment,
  holdShipment,
  prioritizeShipment,
  turnFutureToReady,
  unreleaseShipment,
} from '../../../release/shipments/commands.ts';
import { dryAttempt, releaseShipment } from '../../../release/shipments/release-shipment.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { ReleaseAnswer, ShipmentView } from '../../schemas/site.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { type SitePorts, writeProblems } from './route-parts.ts';
import { ShipmentParams } from './shipments.ts';

const SOLVER_PROBLEMS = [
  'ENGINE_FAILED',
  'INVARIANT_BROKEN',
  'QUEUE_FULL',
  'QUEUE_TIMEOUT',
  'DEADLINE_PASSED',
] as const;

/** One command: its name in the path, its body, what it does. */
interface CommandRow<Body extends z.ZodType> {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
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

function commandRoute<Body extends z.ZodType>(
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
      params: ShipmentParams,
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

/** Of a command that needs no words: no body, or an empty object. */
const Nothing = z.strictObject({}).meta({ description: 'may be left out' });
const Hold = z.strictObject({ onHold: z.boolean().default(true) });
const Priority = z.strictObject({ priority: z.int().min(-1_000_000).max(1_000_000) });
const Dates = z.strictObject({
  backorderReleaseDate: DateTime.nullable(),
  lineIds: z.array(LineId).min(1).nullable().default(null).meta({ description: 'null: every line' }),
});

function plannersCommands(app: ZodApp, release: ReleasePorts): void {
  commandRoute(app, release, {
    path: 'unrelease',
    operationId: 'unreleaseShipment',
    summary: 'Take a release back; it waits on hold unless `onHold` is false',
    body: Hold,
    mayOmitBody: true,
    run: (ports, write, number, { onHold }) => unreleaseShipment(ports, write, number, onHold),
  });
  commandRoute(app, release, {
    path: 'hold',
    operationId: 'holdShipment',
    summary: 'Put on hold, or let go with `onHold` false',
    body: Hold,
    mayOmitBody: true,
    run: (ports, write, number, { onHold }) => holdShipment(ports, write, number, onHold),
  });
  commandRoute(app, release, {
    path: 'priority',
    operationId: 'prioritizeShipment',
    summary: 'Set the priority; a larger one goes first',
    body: Priority,
    mayOmitBody: false,
    run: (ports, write, number, { priority }) => prioritizeShipment(ports, write, number, priority),
  });
  commandRoute(app, release, {
    path: 'backorder-date',
    operationId: 'dateShipment',
    summary: 'Set the day on which lines are expected',
    body: Dates,
    mayOmitBody: false,
    run: (ports, write, number, { backorderReleaseDate: date, lineIds }) =>
      dateShipment(ports, write, number, date, lineIds),
  });
}

function plainCommands(app: ZodApp, release: ReleasePorts): void {
  const rows = [
    ['cancel', 'cancelShipment', 'Cancel; what it held is free again', cancelShipment],
    ['backorder', 'backorderShipment', 'From customer care to the queue', backorderShipment],
    [
      'future-to-ready',
      'turnFutureToReady',
      'From a promised lot to current stock of its location',
      turnFutureToReady,
    ],
    ['fulfill', 'fulfillShipment', 'It has left; its units are no longer on hand', fulfillShipment],
  ] as const;
  for (const [path, operationId, summary, run] of rows) {
    commandRoute(app, release, { path, operationId, summary, body: Nothing, mayOmitBody: true, run });
  }
}

function attemptRoutes(app: ZodApp, release: ReleasePorts): void {
  app.route({
    method: 'POST',
    url: '/v1/shipments/:shipmentNumber/attempt',
    config: { mayOmitBody: true },
    schema: {
      operationId: 'attemptShipment',
      tags: ['shipments'],
      summary: 'What a release would do, explained; nothing changes',
      params: ShipmentParams,
      body: Nothing,
      response: {
        200: jsonResponse('The decision', Decision),
        ...writeProblems('NOT_FOUND', 'TRANSITION_NOT_ALLOWED', ...SOLVER_PROBLEMS),
      },
    },
    handler: async (request) => dryAttempt(release, siteOf(request), request.params.shipmentNumber),
  });
  app.route({
    method: 'POST',
    url: '/v1/shipments/:shipmentNumber/release',
    config: { mayOmitBody: true },
    schema: {
      operationId: 'releaseShipment',
      tags: ['shipments'],
      summary: 'Release one shipment, if it can be; also one that is on hold',
      description:
        'A shipment that is held, or whose payment is refused, is an answer (200) with its reason.',
      params: ShipmentParams,
      body: Nothing,
      response: {
        200: jsonResponse('What came of it', ReleaseAnswer),
        ...writeProblems(
          'NOT_FOUND',
          'TRANSITION_NOT_ALLOWED',
          'STALE_VERSION',
          'STOCK_CONTENDED',
          ...SOLVER_PROBLEMS,
        ),
      },
    },
    handler: async (request, reply) =>
      answer(reply, await releaseShipment(release, writeOf(request), request.params.shipmentNumber)),
  });
}

/** `POST /v1/shipments/{n}/…`: what a planner does by hand. */
export function shipmentCommandRoutes(app: ZodApp, { release }: SitePorts): void {
  attemptRoutes(app, release);
  plannersCommands(app, release);
  plainCommands(app, release);
}
