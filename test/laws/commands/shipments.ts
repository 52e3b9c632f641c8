import fc from 'fast-check';
import { command, dayIn, inDays, onShipment, orNull, place, product, seldom } from './draw.ts';

const WAITS = ['BACKORDER'];
const IS_SERVED = ['READY', 'FUTURE'];
const onHold = fc.record({ onHold: fc.boolean() });
const byPerson = { isByPerson: true } as const;

/** What a planner does with one shipment. */
export const onShipments = [
  onShipment('hold', WAITS, onHold),
  onShipment('priority', [...WAITS, ...IS_SERVED], fc.record({ priority: fc.nat(2) })),
  onShipment('not-before', WAITS, fc.record({ day: orNull(inDays, 1, 1) }), {}, (site, { day }) => ({
    releaseNotBefore: day === null ? null : dayIn(site, day),
  })),
  onShipment('backorder-date', WAITS, fc.record({ day: inDays }), {}, (site, { day }) => ({
    backorderReleaseDate: dayIn(site, day),
  })),
  onShipment('blocked-locations', WAITS, fc.record({ blockedLocationCodes: fc.subarray(['A', 'B']) })),
  onShipment(
    'payment',
    WAITS,
    fc.record({ paymentMethod: fc.constantFrom('card', 'card', 'sandbox_declined') }),
  ),
  onShipment('cancel', [...WAITS, ...IS_SERVED], fc.constant({})),
  onShipment('unrelease', IS_SERVED, fc.record({ onHold: fc.boolean(), blockLocation: fc.boolean() })),
  onShipment('reject', ['READY'], fc.record({ blockLocation: fc.boolean() })),
  onShipment('fulfill', ['READY'], fc.constant({})),
  onShipment('backorder', ['CUSTOMER_CARE'], fc.constant({})),
  onShipment('release', WAITS, fc.constant({}), byPerson),
  onShipment('future-to-ready', ['FUTURE'], fc.constant({}), byPerson),
];

export const run = command('run', fc.record({ dryRun: seldom }), {
  work: (site, drawn) => site.send('POST', '/v1/release-runs', drawn),
});

/** A part of the backlog, which a person chose. */
export const scopedRun = command('scoped-run', fc.record({ product, place: orNull(place, 1, 3) }), {
  ...byPerson,
  work: (site, drawn) => {
    const scope = {
      productCodes: [drawn.product],
      ...(drawn.place !== null && { locationCodes: [drawn.place] }),
    };
    return site.send('POST', '/v1/release-runs', { scope });
  },
});
