import type { Plan } from '../../../src/domain/decision.ts';
import { Plan as PlanSchema } from '../../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import { parseInput } from '../../../src/input/parse.ts';

/**
 * Two lines that need stock and one that does not; current stock of the first does not suffice, its lots lie
 * in the same package. Attempt's day 1 May, last day of the limit 31 May.
 */
export const mixedProblem: OptimizeRequestInput = {
  asOf: '2026-05-01T09:00:00Z',
  settings: { futureInventoryEnabled: true },
  shipment: {
    shipmentNumber: 1001,
    items: [
      { lineId: 1, productCode: 'KTP', quantity: 5 },
      { lineId: 2, productCode: 'KTP2', quantity: 4 },
      { lineId: 3, productCode: 'CARD', quantity: 2, manageStock: false },
    ],
  },
  locations: [
    { locationCode: 'A', cost: 0.1 },
    { locationCode: 'B', cost: 0.2 },
  ],
  inventory: [
    { locationCode: 'A', productCode: 'KTP', available: 2, unitCost: 0.7 },
    { locationCode: 'B', productCode: 'KTP2', available: 6 },
    { locationCode: 'C', productCode: 'KTP', available: -4 },
  ],
  futureInventory: [
    {
      futureInventoryId: 'po-1',
      locationCode: 'A',
      productCode: 'KTP',
      deliveryDate: '2026-05-10',
      available: 2,
    },
    {
      futureInventoryId: 'po-2',
      locationCode: 'A',
      productCode: 'KTP',
      deliveryDate: '2026-05-10',
      available: 5,
    },
    {
      futureInventoryId: 'po-3',
      locationCode: 'B',
      productCode: 'KTP',
      deliveryDate: '2026-05-20',
      available: 9,
    },
  ],
};

/** Parses a plan as it would arrive. */
export const planOf = (input: unknown): Plan => parseInput(PlanSchema, input);

/** The best plan of {@link mixedProblem}. */
export const mixedPlan = (): Plan =>
  planOf({
    shipmentNumber: 1001,
    decision: 'released',
    shipmentStatus: 'REASSIGNED',
    children: [
      {
        shipmentStatus: 'READY',
        fulfillmentLocationCode: 'A',
        futureDate: null,
        items: [
          { lineId: 1, productCode: 'KTP', quantity: 2 },
          { lineId: 3, productCode: 'CARD', quantity: 2 },
        ],
        allocations: [{ lineId: 1, quantity: 2, futureInventoryId: null }],
      },
      {
        shipmentStatus: 'READY',
        fulfillmentLocationCode: 'B',
        futureDate: null,
        items: [{ lineId: 2, productCode: 'KTP2', quantity: 4 }],
        allocations: [{ lineId: 2, quantity: 4, futureInventoryId: null }],
      },
      {
        shipmentStatus: 'FUTURE',
        fulfillmentLocationCode: 'A',
        futureDate: '2026-05-10',
        items: [{ lineId: 1, productCode: 'KTP', quantity: 3 }],
        allocations: [
          { lineId: 1, quantity: 2, futureInventoryId: 'po-1' },
          { lineId: 1, quantity: 1, futureInventoryId: 'po-2' },
        ],
      },
    ],
    remainder: [],
    objective: [
      { tier: 'unfilledUnits', value: 0, bound: 0 },
      { tier: 'futureUnits', value: 3, bound: 3 },
      { tier: 'waitUnitDays', value: 27, bound: 27 },
      { tier: 'childShipments', value: 3, bound: 3 },
      { tier: 'locationCost', value: 1.8, bound: 1.8 },
    ],
  });

/** A short problem in partial release, one line of ten units and seven of them in stock. */
export const shortProblem = (partialRelease: 'none' | 'line' | 'quantity'): OptimizeRequestInput => ({
  asOf: '2026-05-01T09:00:00Z',
  settings: { futureInventoryEnabled: true, partialRelease },
  shipment: {
    shipmentNumber: 7,
    items: [
      { lineId: 1, productCode: 'KTP', quantity: 10 },
      { lineId: 2, productCode: 'KTP2', quantity: 3 },
      { lineId: 3, productCode: 'CARD', quantity: 1, manageStock: false },
    ],
  },
  inventory: [
    { locationCode: 'A', productCode: 'KTP', available: 7 },
    { locationCode: 'A', productCode: 'KTP2', available: 3 },
  ],
});

const readyAtA = (items: object[], allocations: object[]) => ({
  shipmentStatus: 'READY',
  fulfillmentLocationCode: 'A',
  futureDate: null,
  items,
  allocations,
});

/** The best plan of {@link shortProblem} by quantity. */
export const byQuantityPlan = (): Plan =>
  planOf({
    shipmentNumber: 7,
    decision: 'partially-released',
    shipmentStatus: 'BACKORDER',
    children: [
      readyAtA(
        [
          { lineId: 1, productCode: 'KTP', quantity: 7 },
          { lineId: 2, productCode: 'KTP2', quantity: 3 },
          { lineId: 3, productCode: 'CARD', quantity: 1 },
        ],
        [
          { lineId: 1, quantity: 7, futureInventoryId: null },
          { lineId: 2, quantity: 3, futureInventoryId: null },
        ],
      ),
    ],
    remainder: [{ lineId: 1, productCode: 'KTP', quantity: 3 }],
    objective: [
      { tier: 'unfilledUnits', value: 3, bound: 3 },
      { tier: 'futureUnits', value: 0, bound: 0 },
      { tier: 'waitUnitDays', value: 0, bound: 0 },
      { tier: 'childShipments', value: 1, bound: 1 },
      { tier: 'locationCost', value: 0, bound: 0 },
    ],
  });

/** The best plan of {@link shortProblem} by line. */
export const byLinePlan = (): Plan =>
  planOf({
    shipmentNumber: 7,
    decision: 'partially-released',
    shipmentStatus: 'BACKORDER',
    children: [
      readyAtA(
        [
          { lineId: 2, productCode: 'KTP2', quantity: 3 },
          { lineId: 3, productCode: 'CARD', quantity: 1 },
        ],
        [{ lineId: 2, quantity: 3, futureInventoryId: null }],
      ),
    ],
    remainder: [{ lineId: 1, productCode: 'KTP', quantity: 10 }],
  });

/** The plan that keeps everything waiting. */
export const heldPlan = (shipmentNumber: number): Plan =>
  planOf({ shipmentNumber, decision: 'held', shipmentStatus: 'BACKORDER', children: [], remainder: [] });

/** A shipment of which no line needs stock. */
export const unstockedProblem: OptimizeRequestInput = {
  shipment: {
    shipmentNumber: 8,
    items: [
      { lineId: 1, productCode: 'CARD', quantity: 1, manageStock: false },
      { lineId: 2, productCode: 'WARRANTY', quantity: 2, manageStock: false },
    ],
  },
};

/** Its only plan. */
export const unstockedPlan = (): Plan =>
  planOf({
    shipmentNumber: 8,
    decision: 'released',
    shipmentStatus: 'READY',
    children: [
      {
        shipmentStatus: 'READY',
        fulfillmentLocationCode: null,
        futureDate: null,
        items: [
          { lineId: 1, productCode: 'CARD', quantity: 1 },
          { lineId: 2, productCode: 'WARRANTY', quantity: 2 },
        ],
        allocations: [],
      },
    ],
  });
