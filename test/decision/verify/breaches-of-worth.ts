import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import { type Breach, mixed } from './breaches.ts';
import { mixedPlan, mixedProblem, planOf, shortProblem } from './plans.ts';

export const objectiveBreaches: readonly Breach[] = [
  mixed('an objective without its last tier', ['OBJECTIVE_TIERS_DIFFER'], (plan) => {
    plan.objective!.pop();
  }),
  {
    claim: 'an objective of the other order of inventory',
    codes: ['OBJECTIVE_TIERS_DIFFER', 'FUTURE_LEFT_UNUSED'],
    problem: {
      ...mixedProblem,
      settings: { futureInventoryEnabled: true, useFutureBeforeCurrent: true },
    },
    plan: mixedPlan(),
  },
  {
    claim: 'an objective of a held full release',
    codes: ['OBJECTIVE_TIERS_DIFFER'],
    problem: shortProblem('none'),
    plan: planOf({
      shipmentNumber: 7,
      decision: 'held',
      shipmentStatus: 'BACKORDER',
      children: [],
      objective: [{ tier: 'unfilledUnits', value: 3, bound: 3 }],
    }),
  },
  mixed('a unit-day less than the dates make it', ['OBJECTIVE_VALUE_DIFFERS'], (plan) => {
    plan.objective![2]!.value = 26;
    plan.objective![2]!.bound = 26;
  }),
  mixed('a cost that is off by a millionth', ['OBJECTIVE_VALUE_DIFFERS'], (plan) => {
    plan.objective![4]!.value = 1.800001;
  }),
  mixed('a bound that the plan itself undercuts', ['OBJECTIVE_BOUND_ABOVE_VALUE'], (plan) => {
    plan.objective![2]!.bound = 28;
  }),
];

const twoSources = (settings: OptimizeRequestInput['settings']): OptimizeRequestInput => ({
  asOf: '2026-05-01T09:00:00Z',
  settings: { futureInventoryEnabled: true, ...settings },
  shipment: {
    shipmentNumber: 5,
    items: [
      { lineId: 1, productCode: 'KTP', quantity: 2, excludedLocationCodes: ['B'] },
      { lineId: 2, productCode: 'KTP', quantity: 2 },
    ],
  },
  inventory: [
    { locationCode: 'A', productCode: 'KTP', available: 2 },
    { locationCode: 'B', productCode: 'KTP', available: 2 },
  ],
  futureInventory: [
    {
      futureInventoryId: 'near',
      locationCode: 'A',
      productCode: 'KTP',
      deliveryDate: '2026-05-03',
      available: 2,
    },
    {
      futureInventoryId: 'far',
      locationCode: 'A',
      productCode: 'KTP',
      deliveryDate: '2026-05-09',
      available: 2,
    },
  ],
});

const released = (shipmentStatus: string, children: unknown[]) =>
  planOf({ shipmentNumber: 5, decision: 'released', shipmentStatus, children });

const child = (locationCode: string, day: string | null, units: [line: number, lot: string | null][]) => ({
  shipmentStatus: day === null ? 'READY' : 'FUTURE',
  fulfillmentLocationCode: locationCode,
  futureDate: day,
  items: units.map(([lineId]) => ({ lineId, productCode: 'KTP', quantity: 2 })),
  allocations: units.map(([lineId, futureInventoryId]) => ({ lineId, quantity: 2, futureInventoryId })),
});

export const optimalityBreaches: readonly Breach[] = [
  {
    claim: 'a lot promised while current stock lies unused, though another line has to move for it',
    codes: ['CURRENT_LEFT_UNUSED'],
    problem: twoSources({}),
    // Line 1 may not use B; line 2 could leave A to it.
    plan: released('REASSIGNED', [child('A', null, [[2, null]]), child('A', '2026-05-03', [[1, 'near']])]),
  },
  {
    claim: 'current stock given while a lot lies unused, where future comes first',
    codes: ['FUTURE_LEFT_UNUSED'],
    problem: twoSources({ useFutureBeforeCurrent: true }),
    plan: released('REASSIGNED', [child('A', null, [[1, null]]), child('A', '2026-05-03', [[2, 'near']])]),
  },
  {
    claim: 'a later lot promised while an earlier one has units left',
    codes: ['EARLIER_DATE_LEFT_UNUSED'],
    problem: {
      ...twoSources({ useCurrentInventory: false }),
      shipment: {
        shipmentNumber: 5,
        items: [{ lineId: 1, productCode: 'KTP', quantity: 2 }],
      },
    },
    plan: released('REASSIGNED', [child('A', '2026-05-09', [[1, 'far']])]),
  },
];

/** Plans that only look as if they broke a rule of optimality. */
export const notBreaches: readonly Omit<Breach, 'codes'>[] = [
  {
    claim: 'a weighted objective may leave current stock unused',
    problem: twoSources({ objective: { mode: 'weighted', weights: { childShipment: 1 } } }),
    plan: released('REASSIGNED', [child('A', null, [[2, null]]), child('A', '2026-05-03', [[1, 'near']])]),
  },
  {
    claim: 'a limit on locations may leave current stock unused',
    problem: twoSources({ maxFulfillingLocations: 1 }),
    plan: released('REASSIGNED', [child('A', null, [[2, null]]), child('A', '2026-05-03', [[1, 'near']])]),
  },
  {
    claim: 'a limit on locations may hold what stock covers',
    problem: { ...mixedProblem, settings: { futureInventoryEnabled: true, maxFulfillingLocations: 1 } },
    plan: planOf({ shipmentNumber: 1001, decision: 'held', shipmentStatus: 'BACKORDER', children: [] }),
  },
];
