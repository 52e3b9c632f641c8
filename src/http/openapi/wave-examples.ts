import type { Example } from './example.ts';

const decided = (shipmentNumber: number, position: number, location: string, quantity: number) => ({
  shipmentNumber,
  decision: 'released',
  shipmentStatus: 'READY',
  children: [
    {
      shipmentStatus: 'READY',
      fulfillmentLocationCode: location,
      futureDate: null,
      items: [{ lineId: 1, productCode: 'KTP', quantity }],
      allocations: [{ lineId: 1, quantity, futureInventoryId: null }],
    },
  ],
  remainder: [],
  objective: [
    { tier: 'unfilledUnits', value: 0, bound: 0 },
    { tier: 'futureUnits', value: 0, bound: 0 },
    { tier: 'waitUnitDays', value: 0, bound: 0 },
    { tier: 'childShipments', value: 1, bound: 1 },
    { tier: 'locationCost', value: 0, bound: 0 },
  ],
  proof: {
    status: 'optimal',
    tieBreak: 'best found',
    gap: 0,
    engine: 'wave',
    reason: 'released with the best that all others leave to it',
    solveMs: 0,
  },
  hold: null,
  position,
  kept: null,
  outrankedBy: [],
  youngerFirst: 0,
});

const same = { released: 0, units: 0, value: 0, futureUnits: 0, waitUnitDays: 0, childShipments: 0 };

/** Requests of `POST /v1/optimize/wave` with their replies; a test sends each and compares. */
export const WAVE_EXAMPLES: readonly Example[] = [
  {
    name: 'shippingAndPickup',
    summary: 'One by one the first would take the shelf of the pickup; first come, both go',
    request: {
      asOf: '2026-05-01T09:00:00Z',
      policy: 'first-come',
      shipments: [
        {
          shipmentNumber: 1001,
          backorderedAt: '2026-04-01',
          items: [{ lineId: 1, productCode: 'KTP', quantity: 2 }],
        },
        {
          shipmentNumber: 1002,
          backorderedAt: '2026-04-02',
          shipmentType: 'BOPIS',
          fulfillmentLocationCode: 'A',
          items: [{ lineId: 1, productCode: 'KTP', quantity: 4 }],
        },
      ],
      inventory: [
        { locationCode: 'A', productCode: 'KTP', available: 4 },
        { locationCode: 'B', productCode: 'KTP', available: 2 },
      ],
    },
    status: 200,
    reply: {
      policy: 'first-come',
      released: 2,
      partiallyReleased: 0,
      held: 0,
      units: 6,
      objective: [
        { tier: 'value', priority: 0, value: 2, bound: null },
        { tier: 'ageDays', priority: null, value: 59, bound: null },
        { tier: 'unfilledUnits', priority: null, value: 0, bound: 0 },
        { tier: 'futureUnits', priority: null, value: 0, bound: 0 },
        { tier: 'waitUnitDays', priority: null, value: 0, bound: 0 },
        { tier: 'childShipments', priority: null, value: 2, bound: 2 },
        { tier: 'locationCost', priority: null, value: 0, bound: 0 },
      ],
      proof: {
        status: 'optimal',
        gap: 0,
        reason:
          'each in turn was given the best that all before it can stand, and the locations were chosen together',
        solveMs: 0.4,
      },
      components: { count: 1, largest: 2 },
      versus: {
        oneByOne: { ...same, released: 1, units: 4, value: 1, childShipments: 1 },
        firstCome: same,
        smallestFirst: same,
      },
      decisions: [decided(1001, 1, 'B', 2), decided(1002, 2, 'A', 4)],
    },
  },
  {
    name: 'malformed',
    summary: 'Numbers of shipments instead of shipments',
    request: { asOf: '2026-05-01T09:00:00Z', shipments: [1001] },
    status: 400,
    reply: {
      type: '/errors#INVALID_REQUEST',
      title: 'The request is malformed',
      status: 400,
      code: 'INVALID_REQUEST',
      detail: 'shipments[0]: must be an object, not 1001',
      requestId: '6f1f7c3e-9a44-4f0e-8a2d-0d2c5c8b2f11',
      errors: [{ path: 'shipments[0]', code: 'wrong_type', message: 'must be an object, not 1001' }],
    },
  },
];
