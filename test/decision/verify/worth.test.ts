import { describe, expect, test } from 'vitest';
import { verify } from '../../../src/decision/verify/verify.ts';
import type { Plan } from '../../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import { snapshotOf } from '../../arbitraries/snapshot-of.ts';
import { changed } from './breaches.ts';
import { byLinePlan, heldPlan, mixedPlan, mixedProblem, planOf, shortProblem } from './plans.ts';

type Change<T> = (draft: T) => void;

const found = (problem: OptimizeRequestInput, plan: Plan) =>
  verify(snapshotOf(problem), plan).violations.map(({ code, path }) => `${code} ${path}`);

/** Findings on the mixed plan, with something changed in the problem, in the plan, or in both. */
const mixed = (changePlan: Change<Plan>, changeProblem: Change<OptimizeRequestInput> = () => {}) =>
  found(changed(mixedProblem, changeProblem), changed(mixedPlan(), changePlan));

describe('the stated worth', () => {
  const MOST = 1_000_000_000;
  const big = (settings: object, lotUnits: number, stockUnits: number): OptimizeRequestInput => ({
    asOf: '2026-05-01',
    settings: { futureInventoryEnabled: true, ...settings },
    shipment: { shipmentNumber: 5, items: [{ lineId: 1, productCode: 'KTP', quantity: MOST }] },
    inventory: [{ locationCode: 'A', productCode: 'KTP', available: stockUnits }],
    futureInventory: [
      {
        futureInventoryId: 'po',
        locationCode: 'A',
        productCode: 'KTP',
        deliveryDate: '2026-05-02',
        available: lotUnits,
      },
    ],
  });
  const whole = (lot: string | null, second: string, units: [number, number], cost = 0) =>
    planOf({
      shipmentNumber: 5,
      decision: 'released',
      shipmentStatus: lot === null ? 'READY' : 'REASSIGNED',
      children: [
        {
          shipmentStatus: lot === null ? 'READY' : 'FUTURE',
          fulfillmentLocationCode: 'A',
          futureDate: lot === null ? null : '2026-05-02',
          items: [{ lineId: 1, productCode: 'KTP', quantity: MOST }],
          allocations: [{ lineId: 1, quantity: MOST, futureInventoryId: lot }],
        },
      ],
      objective: [
        { tier: 'unfilledUnits', value: 0, bound: null },
        { tier: second, value: units[0], bound: null },
        { tier: 'waitUnitDays', value: units[1], bound: null },
        { tier: 'childShipments', value: 1, bound: null },
        { tier: 'locationCost', value: cost, bound: null },
      ],
    });

  test('is counted to the unit, however many there are', () => {
    const lots = big({}, MOST, 0);
    expect(found(lots, whole('po', 'futureUnits', [MOST, MOST]))).toEqual([]);
    expect(found(lots, whole('po', 'futureUnits', [MOST - 1, MOST]))).toEqual([
      'OBJECTIVE_VALUE_DIFFERS objective[1].value',
    ]);
    expect(found(lots, whole('po', 'futureUnits', [MOST, MOST + 1]))).toEqual([
      'OBJECTIVE_VALUE_DIFFERS objective[2].value',
    ]);
    const current = big({ useFutureBeforeCurrent: true }, 0, MOST);
    expect(found(current, whole(null, 'currentUnits', [MOST, 0]))).toEqual([]);
    expect(found(current, whole(null, 'currentUnits', [MOST - 1, 0]))).toEqual([
      'OBJECTIVE_VALUE_DIFFERS objective[1].value',
    ]);
  });

  test('is counted to the unit of what stays, too', () => {
    const held = (value: number) => ({
      ...heldPlan(5),
      objective: [
        { tier: 'unfilledUnits' as const, value, bound: null },
        { tier: 'futureUnits' as const, value: 0, bound: null },
        { tier: 'waitUnitDays' as const, value: 0, bound: null },
        { tier: 'childShipments' as const, value: 0, bound: null },
        { tier: 'locationCost' as const, value: 0, bound: null },
      ],
    });
    const none = big({ partialRelease: 'quantity' }, 0, 0);
    expect(found(none, held(MOST))).toEqual([]);
    expect(found(none, held(MOST - 1))).toEqual(['OBJECTIVE_VALUE_DIFFERS objective[0].value']);
  });

  test('of costs may differ by the rounding of their sums', () => {
    const rounded = (value: number) =>
      mixed((draft) => {
        Object.assign(draft.objective![4]!, { value, bound: null });
      });
    expect(rounded(1.8 * (1 + 1e-10))).toEqual([]);
    expect(rounded(1.8 * (1 - 1e-10))).toEqual([]);
    expect(rounded(1.8 * (1 + 1e-8))).toEqual(['OBJECTIVE_VALUE_DIFFERS objective[4].value']);
  });

  test('is held against no bound after a level without one', () => {
    const codes = mixed((draft) => {
      draft.objective![0]!.bound = null;
      draft.objective![1]!.bound = 4;
    });
    expect(codes).toEqual([]);
  });

  test('is held against no bound after a level that is not at its best', () => {
    const codes = mixed((draft) => {
      draft.objective![1]!.bound = 2;
      draft.objective![2]!.bound = 28;
    });
    expect(codes).toEqual([]);
  });
});

describe('whether more could be released', () => {
  const grouped = (lines: number[]) =>
    changed(shortProblem('line'), (problem) => {
      for (const line of problem.shipment.items)
        if (lines.includes(line.lineId as number)) line.itemDependency = 'kit';
    });

  test('is asked of lines that are kept together', () => {
    expect(found(grouped([2, 3]), heldPlan(7))).toEqual(['RELEASABLE_BUT_HELD decision']);
    expect(found(grouped([1, 2]), heldPlan(7))).toEqual([]);
  });

  test('is not asked of a group that goes already, nor of one that needs no stock', () => {
    expect(found(grouped([2, 3]), byLinePlan())).toEqual([]);
    expect(found(grouped([3]), byLinePlan())).toEqual([]);
  });

  const weighted = { mode: 'weighted' as const, weights: { futureUnit: 1 } };

  test('is asked in full release whatever the weights, in partial release not', () => {
    const held = (partialRelease: 'none' | 'quantity') =>
      found(
        changed(shortProblem(partialRelease), (problem) => {
          problem.inventory![0]!.available = 10;
          problem.settings!.objective = weighted;
        }),
        heldPlan(7),
      );
    expect(held('none')).toEqual(['RELEASABLE_BUT_HELD decision']);
    expect(held('quantity')).toEqual([]);
  });

  const later = (settings: object) =>
    found(
      {
        asOf: '2026-05-01',
        settings: { futureInventoryEnabled: true, ...settings },
        shipment: { shipmentNumber: 5, items: [{ lineId: 1, productCode: 'KTP', quantity: 1 }] },
        futureInventory: ['near', 'far'].map((futureInventoryId, index) => ({
          futureInventoryId,
          locationCode: 'A',
          productCode: 'KTP',
          deliveryDate: `2026-05-0${index + 3}`,
          available: 1,
        })),
      },
      planOf({
        shipmentNumber: 5,
        decision: 'released',
        shipmentStatus: 'REASSIGNED',
        children: [
          {
            shipmentStatus: 'FUTURE',
            fulfillmentLocationCode: 'A',
            futureDate: '2026-05-04',
            items: [{ lineId: 1, productCode: 'KTP', quantity: 1 }],
            allocations: [{ lineId: 1, quantity: 1, futureInventoryId: 'far' }],
          },
        ],
      }),
    );

  test('earlier is asked only where neither weights nor limits may prefer a later day', () => {
    expect(later({})).toEqual(['EARLIER_DATE_LEFT_UNUSED children[0].allocations[0]']);
    expect(later({ objective: weighted })).toEqual([]);
    expect(later({ maxFulfillingLocations: 1 })).toEqual([]);
    expect(later({ maxSplitItemLocations: 1 })).toEqual([]);
  });
});
