import { Decision } from '../../../domain/decision.ts';
import type { ReleasePorts } from '../../../release/service-ports.ts';
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
import { dryRunShipment, releaseShipment } from '../../../release/shipments/release-shipment.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import {
  BackorderDateBody,
  EmptyBody,
  HoldBody,
  PriorityBody,
  UnreleaseBody,
} from '../../schemas/shipment-commands.ts';
import { ReleaseAnswer } from '../../schemas/shipments.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { commandRoute } from './commands/command-route.ts';
import { waitingCommands } from './commands/waiting.ts';
import { OfRead, OfVersionedWrite } from './headers.ts';
import { readProblems, type SitePorts, writeProblems } from './route-parts.ts';
import { ShipmentParams } from './shipments.ts';

const SOLVER_PROBLEMS = [
  'ENGINE_FAILED',
  'INVARIANT_BROKEN',
  'QUEUE_FULL',
  'QUEUE_TIMEOUT',
  'DEADLINE_PASSED',
] as const;

function plannersCommands(app: ZodApp, release: ReleasePorts): void {
  commandRoute(app, release, {
    path: 'unrelease',
    operationId: 'unreleaseShipment',
    summary: 'Take a release back',
    description:
      'From READY or FUTURE back to BACKORDER, with its age. What it held is free again, and is offered to others that wait. ' +
      'It waits on hold unless `onHold` is false; then it is tried again at once, too, but not at the same location, unless ' +
      '`blockLocation` is false.',
    body: UnreleaseBody,
    mayOmitBody: true,
    run: (ports, write, number, { onHold, blockLocation }) =>
      unreleaseShipment(ports, write, number, onHold, blockLocation),
  });
  commandRoute(app, release, {
    path: 'hold',
    operationId: 'holdShipment',
    summary: 'Put on hold, or let go',
    description:
      'A shipment in BACKORDER that is on hold is left alone by every run. With `onHold` false it is let go, and tried again.',
    body: HoldBody,
    mayOmitBody: true,
    run: (ports, write, number, { onHold }) => holdShipment(ports, write, number, onHold),
  });
  commandRoute(app, release, {
    path: 'priority',
    operationId: 'prioritizeShipment',
    summary: 'Set the priority',
    description:
      'Another place in the queue: a larger priority goes first, then who was submitted first. Refused where the status is final.',
    body: PriorityBody,
    mayOmitBody: false,
    run: (ports, write, number, { priority }) => prioritizeShipment(ports, write, number, priority),
  });
  commandRoute(app, release, {
    path: 'backorder-date',
    operationId: 'dateShipment',
    summary: 'Set the day on which lines are expected',
    description:
      'Tells people when lines of a shipment in BACKORDER are expected. It neither holds a release back nor brings one about.',
    body: BackorderDateBody,
    mayOmitBody: false,
    run: (ports, write, number, { backorderReleaseDate: date, lineIds }) =>
      dateShipment(ports, write, number, date, lineIds),
  });
}

function plainCommands(app: ZodApp, release: ReleasePorts): void {
  const rows = [
    {
      path: 'cancel',
      operationId: 'cancelShipment',
      summary: 'Cancel a shipment',
      description:
        'From any status that is not final to CANCELED. What it held is free again, and so is the money that was authorized for it.',
      run: cancelShipment,
    },
    {
      path: 'backorder',
      operationId: 'backorderShipment',
      summary: 'Let a shipment of customer care wait',
      description: 'From CUSTOMER_CARE to BACKORDER: a person decides that it waits, and it is tried.',
      run: backorderShipment,
    },
    {
      path: 'future-to-ready',
      operationId: 'turnFutureToReady',
      summary: 'Take a FUTURE shipment from current stock',
      description:
        'From FUTURE to READY: its lots are free again, and current stock of its location is held instead. Refused where that ' +
        'does not cover it.',
      run: turnFutureToReady,
    },
    {
      path: 'fulfill',
      operationId: 'fulfillShipment',
      summary: 'Fulfil a shipment: it has left',
      description: 'From READY to FULFILLED: its units are neither on hand nor held any more.',
      run: fulfillShipment,
    },
  ] as const;
  for (const row of rows) commandRoute(app, release, { ...row, body: EmptyBody, mayOmitBody: true });
}

function attemptRoutes(app: ZodApp, release: ReleasePorts): void {
  app.route({
    method: 'POST',
    url: '/v1/shipments/:shipmentNumber/attempt',
    config: { mayOmitBody: true },
    schema: {
      operationId: 'attemptShipment',
      tags: ['shipments'],
      summary: 'Try a release without changing anything',
      description:
        'What a release of a shipment in BACKORDER would do now, explained in full; the fixes of a held one include units that another shipment holds. Nothing changes. Held is an answer (200).',
      params: ShipmentParams,
      headers: OfRead,
      body: EmptyBody,
      response: {
        200: jsonResponse('The decision', Decision),
        ...readProblems(
          'INVALID_JSON',
          'BODY_TOO_LARGE',
          'UNSUPPORTED_MEDIA_TYPE',
          'NOT_FOUND',
          'TRANSITION_NOT_ALLOWED',
          ...SOLVER_PROBLEMS,
        ),
      },
    },
    handler: async (request) => dryRunShipment(release, siteOf(request), request.params.shipmentNumber),
  });
  app.route({
    method: 'POST',
    url: '/v1/shipments/:shipmentNumber/release',
    config: { mayOmitBody: true },
    schema: {
      operationId: 'releaseShipment',
      tags: ['shipments'],
      summary: 'Release one shipment, if it can be',
      description:
        'Decides a shipment in BACKORDER, also one that is on hold or waits for its first day, and carries the release out. A shipment that is held, or whose payment is refused, is an answer (200) with its reason.',
      params: ShipmentParams,
      headers: OfVersionedWrite,
      body: EmptyBody,
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
  waitingCommands(app, release);
  plainCommands(app, release);
}
