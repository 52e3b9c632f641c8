import { describe, expect, test } from 'vitest';
import { FAMILIES } from '../../../src/decision/verify/rules.ts';
import { verify } from '../../../src/decision/verify/verify.ts';
import type { Plan } from '../../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import { snapshotOf } from '../../arbitraries/snapshot-of.ts';
import {
  type Breach,
  changed,
  eligibilityBreaches,
  heldBreaches,
  limitBreaches,
  lineBreaches,
  statusBreaches,
  supplyBreaches,
} from './breaches.ts';
import { allocationBreaches, childBreaches, demandBreaches } from './breaches-of-shape.ts';
import { notBreaches, objectiveBreaches, optimalityBreaches } from './breaches-of-worth.ts';
import {
  byLinePlan,
  byQuantityPlan,
  heldPlan,
  mixedPlan,
  mixedProblem,
  shortProblem,
  unstockedPlan,
  unstockedProblem,
} from './plans.ts';

const sections: Record<string, readonly Breach[]> = {
  lines: lineBreaches,
  eligibility: eligibilityBreaches,
  supply: supplyBreaches,
  demand: demandBreaches,
  limits: limitBreaches,
  statuses: statusBreaches,
  children: childBreaches,
  allocations: allocationBreaches,
  objective: objectiveBreaches,
  optimality: [...heldBreaches, ...optimalityBreaches],
};

const allBreaches = Object.values(sections).flat();

describe('a plan that keeps every rule is valid', () => {
  const valid = [
    ['current and future stock of several locations', mixedProblem, mixedPlan()],
    ['a release by quantity', shortProblem('quantity'), byQuantityPlan()],
    ['a release by line', shortProblem('line'), byLinePlan()],
    ['a hold for want of stock', shortProblem('none'), heldPlan(7)],
    ['a shipment that needs no stock', unstockedProblem, unstockedPlan()],
  ] as const;
  test.each(valid)('%s', (_claim, problem, plan) => {
    expect(verify(snapshotOf(problem), plan).violations).toEqual([]);
    expect(verify(snapshotOf(problem), plan).valid).toBe(true);
  });

  test.each(notBreaches.map((breach) => [breach.claim, breach] as const))('%s', (_claim, breach) => {
    expect(verify(snapshotOf(breach.problem), breach.plan).violations).toEqual([]);
  });
});

describe.each(Object.entries(sections))('of %s', (_family, breaches) => {
  test.each(breaches.map((breach) => [breach.claim, breach] as const))('%s is refused', (_claim, breach) => {
    const { valid, violations } = verify(snapshotOf(breach.problem), breach.plan);
    expect(valid).toBe(false);
    expect([...new Set(violations.map(({ code }) => code))]).toEqual(breach.codes);
  });
});

test('every rule has a plan here that breaks it', () => {
  const codes = FAMILIES.flatMap(({ rules }) => rules.map(({ code }) => code));
  const broken = new Set(allBreaches.flatMap((breach) => breach.codes));
  expect(codes.filter((code) => !broken.has(code))).toEqual([]);
});

test('a violation says where, what it should be and what it is', () => {
  const plan = changed(mixedPlan(), (draft) => {
    draft.children[2]!.allocations[1]!.futureInventoryId = 'po-9' as never;
  });
  expect(verify(snapshotOf(mixedProblem), plan).violations).toEqual([
    {
      code: 'LOT_UNKNOWN',
      path: 'children[2].allocations[1].futureInventoryId',
      message: 'no lot po-9 of KTP is known at A on 2026-05-10',
      expected: ['po-1', 'po-2'],
      actual: 'po-9',
    },
  ]);
});

test('a row with less than nothing is said to give nothing', () => {
  const problem = changed(mixedProblem, (draft) => {
    draft.inventory![1]!.available = -9;
  });
  expect(verify(snapshotOf(problem), mixedPlan()).violations).toMatchObject([{ expected: 0, actual: 4 }]);
});

test('every violation of a plan with several is listed', () => {
  const plan = changed(mixedPlan(), (draft) => {
    draft.shipmentStatus = 'READY';
    draft.children[0]!.items.reverse();
    draft.children[2]!.allocations.reverse();
  });
  const codes = verify(snapshotOf(mixedProblem), plan).violations.map(({ code }) => code);
  expect(codes).toEqual(['SHIPMENT_STATUS_DIFFERS', 'ITEMS_ORDER', 'ALLOCATIONS_ORDER']);
});

describe('the recomputed objective', () => {
  const valuesOf = (problem: OptimizeRequestInput, plan: Plan) => verify(snapshotOf(problem), plan).objective;

  test('values every tier, in order, with no bound', () => {
    expect(valuesOf(mixedProblem, mixedPlan())).toEqual([
      { tier: 'unfilledUnits', value: 0, bound: null },
      { tier: 'futureUnits', value: 3, bound: null },
      { tier: 'waitUnitDays', value: 27, bound: null },
      { tier: 'childShipments', value: 3, bound: null },
      { tier: 'locationCost', value: expect.closeTo(0.1 + 0.2 + 0.1 + 2 * 0.7, 12), bound: null },
    ]);
  });

  test('counts current units where future comes first', () => {
    const settings = { futureInventoryEnabled: true, useFutureBeforeCurrent: true };
    const [, second] = valuesOf({ ...mixedProblem, settings }, mixedPlan());
    expect(second).toEqual({ tier: 'currentUnits', value: 6, bound: null });
  });

  test('puts the weighted sum first in weighted mode', () => {
    const weights = { futureUnit: 2, unitDay: 0.5, childShipment: 10, locationCost: 1 };
    const settings = { futureInventoryEnabled: true, objective: { mode: 'weighted' as const, weights } };
    const [first, ...tiers] = valuesOf({ ...mixedProblem, settings }, mixedPlan());
    expect(first).toEqual({ tier: 'weighted', value: expect.closeTo(6 + 13.5 + 30 + 1.8, 12), bound: null });
    expect(tiers.map(({ tier }) => tier)).toEqual(mixedPlan().objective!.map(({ tier }) => tier));
  });

  test('of a held shipment is empty in full release, and every managed unit in partial release', () => {
    expect(valuesOf(shortProblem('none'), heldPlan(7))).toEqual([]);
    expect(valuesOf(shortProblem('line'), heldPlan(7))[0]).toEqual({
      tier: 'unfilledUnits',
      value: 13,
      bound: null,
    });
  });
});

test('a plan that only claims to be feasible is not asked whether a better one exists', () => {
  const { problem, plan } = optimalityBreaches[0]!;
  expect(verify(snapshotOf(problem), plan, { claim: 'feasible' }).violations).toEqual([]);
});
