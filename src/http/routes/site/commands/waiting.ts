import type { ReleasePorts } from '../../../../release/service-ports.ts';
import { blockLocations, rejectShipment } from '../../../../release/shipments/blocked-locations.ts';
import { postponeShipment } from '../../../../release/shipments/commands.ts';
import { changePaymentMethod } from '../../../../release/shipments/payment-method.ts';
import {
  BlockedLocationsBody,
  NotBeforeBody,
  PaymentBody,
  RejectBody,
} from '../../../schemas/shipment-commands.ts';
import type { ZodApp } from '../../../zod-app.ts';
import { commandRoute } from './command-route.ts';

/** What makes a shipment wait for a day, leave a location alone, or be paid otherwise. */
export function waitingCommands(app: ZodApp, release: ReleasePorts): void {
  commandRoute(app, release, {
    path: 'not-before',
    operationId: 'postponeShipment',
    summary: 'Set the first day of release',
    description:
      'A shipment in BACKORDER or CUSTOMER_CARE is left alone by every run before that day of the site, and takes nothing. With null, or a day that has begun, it is tried.',
    body: NotBeforeBody,
    mayOmitBody: false,
    run: (ports, write, number, { releaseNotBefore: date }) => postponeShipment(ports, write, number, date),
  });
  commandRoute(app, release, {
    path: 'reject',
    operationId: 'rejectShipment',
    summary: 'Say that its location cannot send it',
    description:
      'From READY back to BACKORDER, with its age: what was released is not there, or cannot be sent. What it held is free again. It ' +
      'is tried at once, and its lines do not come from this location again, unless `blockLocation` is false. Counts stay as they are.',
    body: RejectBody,
    mayOmitBody: true,
    run: rejectShipment,
  });
  commandRoute(app, release, {
    path: 'blocked-locations',
    operationId: 'blockLocations',
    summary: 'Set the locations that are blocked for lines',
    description:
      'Of a shipment in BACKORDER or CUSTOMER_CARE. What `unrelease` and `reject` have blocked is lifted by an empty list. One in BACKORDER is tried again.',
    body: BlockedLocationsBody,
    mayOmitBody: false,
    run: (ports, write, number, { blockedLocationCodes, lineIds }) =>
      blockLocations(ports, write, number, blockedLocationCodes, lineIds),
  });
  commandRoute(app, release, {
    path: 'payment',
    operationId: 'changePaymentMethod',
    summary: 'Give another means of payment',
    description:
      'Of a shipment in BACKORDER or CUSTOMER_CARE: its release is authorized by it in place of what its order was placed with; its ' +
      'children keep it. One that a refused payment put on hold is let go, and one in BACKORDER that is not on hold is tried again.',
    body: PaymentBody,
    mayOmitBody: false,
    run: (ports, write, number, { paymentMethod }) =>
      changePaymentMethod(ports, write, number, paymentMethod),
  });
}
