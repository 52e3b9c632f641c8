import type { Example } from './example.ts';

/** Requests of `POST /v1/verify` with their replies; a test sends each and compares. */
export const VERIFY_EXAMPLES: readonly Example[] = [
  {
    name: 'valid',
    summary: 'A plan that keeps every rule; a reply of /v1/optimize is one',
    request: {
      problem: {
        asOf: '2026-05-01T09:00:00Z',
        shipment: { shipmentNumber: 1001, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
        inventory: [{ locationCode: 'A', productCode: 'KTP', available: 5 }],
      },
      plan: {
        shipmentNumber: 1001,
        decision: 'released',
        shipmentStatus: 'READY',
        children: [
          {
            shipmentStatus: 'READY',
            fulfillmentLocationCode: 'A',
            futureDate: null,
            items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }],
            allocations: [{ lineId: 1, quantity: 5, futureInventoryId: null }],
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
          tieBreak: 'proven',
          gap: 0,
          engine: 'closed-form',
          reason: 'the closed form answered, because no tier leaves a choice of packages',
          solveMs: 0.4,
        },
        hold: null,
      },
    },
    status: 200,
    reply: {
      valid: true,
      violations: [],
      objective: [
        { tier: 'unfilledUnits', value: 0, bound: null },
        { tier: 'futureUnits', value: 0, bound: null },
        { tier: 'waitUnitDays', value: 0, bound: null },
        { tier: 'childShipments', value: 1, bound: null },
        { tier: 'locationCost', value: 0, bound: null },
      ],
    },
  },
  {
    name: 'invalid',
    summary: 'A child shipment on a day on which no lot arrives',
    request: {
      problem: {
        asOf: '2026-05-01T09:00:00Z',
        timeZone: 'America/Chicago',
        settings: { futureInventoryEnabled: true, futureDateLimit: { unit: 'days', quantity: 30 } },
        shipment: {
          shipmentNumber: 1002,
          items: [
            { lineId: 1, productCode: 'KTP', quantity: 5 },
            { lineId: 2, productCode: 'KTP2', quantity: 5 },
            { lineId: 3, productCode: 'KTP3', quantity: 5 },
          ],
        },
        inventory: [{ locationCode: 'B', productCode: 'KTP2', available: 5 }],
        futureInventory: [
          {
            futureInventoryId: 'po-1',
            locationCode: 'A',
            productCode: 'KTP',
            deliveryDate: '2026-05-10',
            available: 5,
          },
          {
            futureInventoryId: 'po-2',
            locationCode: 'B',
            productCode: 'KTP3',
            deliveryDate: '2026-05-15',
            available: 5,
          },
        ],
      },
      plan: {
        shipmentNumber: 1002,
        decision: 'released',
        shipmentStatus: 'REASSIGNED',
        children: [
          {
            shipmentStatus: 'READY',
            fulfillmentLocationCode: 'B',
            futureDate: null,
            items: [{ lineId: 2, productCode: 'KTP2', quantity: 5 }],
            allocations: [{ lineId: 2, quantity: 5, futureInventoryId: null }],
          },
          {
            shipmentStatus: 'FUTURE',
            fulfillmentLocationCode: 'A',
            futureDate: '2026-05-09',
            items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }],
            allocations: [{ lineId: 1, quantity: 5, futureInventoryId: 'po-1' }],
          },
          {
            shipmentStatus: 'FUTURE',
            fulfillmentLocationCode: 'B',
            futureDate: '2026-05-15',
            items: [{ lineId: 3, productCode: 'KTP3', quantity: 5 }],
            allocations: [{ lineId: 3, quantity: 5, futureInventoryId: 'po-2' }],
          },
        ],
      },
    },
    status: 200,
    reply: {
      valid: false,
      violations: [
        {
          code: 'LOT_UNKNOWN',
          path: 'children[1].allocations[0].futureInventoryId',
          message: 'no lot po-1 of KTP is known at A on 2026-05-09',
          expected: [],
          actual: 'po-1',
        },
      ],
      objective: [
        { tier: 'unfilledUnits', value: 0, bound: null },
        { tier: 'futureUnits', value: 10, bound: null },
        { tier: 'waitUnitDays', value: 110, bound: null },
        { tier: 'childShipments', value: 3, bound: null },
        { tier: 'locationCost', value: 0, bound: null },
      ],
    },
  },
  {
    name: 'malformed',
    summary: 'A plan without child shipments',
    request: {
      problem: {
        asOf: '2026-05-01T09:00:00Z',
        shipment: { shipmentNumber: 1001, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
        inventory: [{ locationCode: 'A', productCode: 'KTP', available: 5 }],
      },
      plan: { shipmentNumber: 1001, decision: 'held', shipmentStatus: 'BACKORDER' },
    },
    status: 400,
    reply: {
      type: '/errors#INVALID_REQUEST',
      title: 'The request is malformed',
      status: 400,
      code: 'INVALID_REQUEST',
      detail: 'plan.children: is required',
      requestId: '6f1f7c3e-9a44-4f0e-8a2d-0d2c5c8b2f11',
      errors: [{ path: 'plan.children', code: 'required', message: 'is required' }],
    },
  },
];
