import { SHIPMENT_STATUSES, type ShipmentStatus } from '../domain/site/shipment.ts';

/** What makes a shipment move. */
export const TRIGGERS = [
  'place',
  'release',
  'receipt',
  'supply-moved',
  'supply-lost',
  'future-to-ready',
  'improve',
  'unrelease',
  'reject',
  'backorder',
  'hold',
  'unhold',
  'cancel',
  'fulfill',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** One way to go. `from` is null for a shipment that is made by it. */
export interface Transition {
  readonly from: ShipmentStatus | null;
  readonly trigger: Trigger;
  readonly to: ShipmentStatus;
  readonly when: string;
}

const row = (
  from: ShipmentStatus | null,
  trigger: Trigger,
  to: ShipmentStatus,
  when: string,
): Transition => ({ from, trigger, to, when });

/** Every way a shipment may go; what is not here is refused. `docs/states.md` is this table for readers. */
export const TRANSITIONS: readonly Transition[] = [
  row(null, 'place', 'READY', 'current stock covers it at order placement'),
  row(null, 'place', 'FUTURE', 'a dated lot covers it at order placement'),
  row(null, 'place', 'BACKORDER', 'no stock covers it, and it may wait'),
  row(null, 'place', 'CUSTOMER_CARE', 'no stock covers it, and a person decides'),
  row(null, 'place', 'CANCELED', 'no stock covers it, and the scenario cancels it'),
  row(
    'BACKORDER',
    'place',
    'CUSTOMER_CARE',
    'those before it came first, nothing is left, and a person decides',
  ),
  row(null, 'release', 'READY', 'a child that current stock of one location covers'),
  row(null, 'release', 'FUTURE', 'a child that waits for the lots of one location and day'),
  row('BACKORDER', 'release', 'READY', 'current stock at one location covers all of it: it stays itself'),
  row('BACKORDER', 'release', 'REASSIGNED', 'all of it is covered otherwise: children take its place'),
  row(
    'BACKORDER',
    'release',
    'BACKORDER',
    'a part is released into children: it keeps the remainder and its age',
  ),
  row('FUTURE', 'receipt', 'READY', 'everything it waited for has arrived'),
  row(
    'FUTURE',
    'receipt',
    'FUTURE',
    'a part of it has arrived: what it waits for still is due on another day',
  ),
  row('FUTURE', 'supply-moved', 'FUTURE', 'its lot comes on another day, or another lot takes its place'),
  row('FUTURE', 'supply-moved', 'READY', 'its lot does not come, and current stock takes its place'),
  row(
    'FUTURE',
    'supply-lost',
    'BACKORDER',
    'nothing takes the place of what its lot lacks: back with its age',
  ),
  row('FUTURE', 'future-to-ready', 'READY', 'a person takes it from current stock of its location'),
  row('FUTURE', 'improve', 'FUTURE', 'supply that comes earlier takes the place of what it waited for'),
  row('FUTURE', 'improve', 'READY', 'current stock takes the place of what it waited for'),
  row('READY', 'unrelease', 'BACKORDER', 'a person takes the release back: its stock is free again'),
  row('FUTURE', 'unrelease', 'BACKORDER', 'a person takes the release back: its lot is free again'),
  row(
    'READY',
    'reject',
    'BACKORDER',
    'its location cannot send it: its stock is free again, it goes elsewhere',
  ),
  row('CUSTOMER_CARE', 'backorder', 'BACKORDER', 'a person decides that it waits'),
  row('BACKORDER', 'hold', 'BACKORDER', 'runs leave it alone until it is let go'),
  row('BACKORDER', 'unhold', 'BACKORDER', 'runs try it again'),
  row('BACKORDER', 'cancel', 'CANCELED', 'nobody waits for it any more'),
  row('CUSTOMER_CARE', 'cancel', 'CANCELED', 'a person decides that it is not sent'),
  row('FUTURE', 'cancel', 'CANCELED', 'its lot is free again'),
  row('READY', 'cancel', 'CANCELED', 'its stock is free again'),
  row('READY', 'fulfill', 'FULFILLED', 'it has left: its units are no longer on hand'),
];

/** Whether the table has that way. */
export function isAllowed(from: ShipmentStatus | null, trigger: Trigger, to: ShipmentStatus): boolean {
  return TRANSITIONS.some((way) => way.from === from && way.trigger === trigger && way.to === to);
}

/** The triggers that a shipment in that status answers to, in the order of {@link TRIGGERS}. */
export function triggersFrom(from: ShipmentStatus): readonly Trigger[] {
  return TRIGGERS.filter((trigger) =>
    TRANSITIONS.some((way) => way.from === from && way.trigger === trigger),
  );
}

/** Statuses that nothing leaves. */
export const TERMINAL_STATUSES: readonly ShipmentStatus[] = SHIPMENT_STATUSES.filter(
  (status) => triggersFrom(status).length === 0,
);

/** Statuses in which a shipment holds stock. */
export const ALLOCATED_STATUSES: readonly ShipmentStatus[] = ['READY', 'FUTURE'];
