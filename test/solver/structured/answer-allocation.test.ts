import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allocationProblemOf } from '../../../src/formulation/allocation-problem.ts';
import { findSourcing } from '../../../src/formulation/sources.ts';
import type { AllocationProblem } from '../../../src/program/allocation-problem.ts';
import { levelsOfPlan } from '../../../src/program/plan-levels.ts';
import { DEFAULT_PARAMETERS } from '../../../src/solver/parameters.ts';
import { solveAllocation } from '../../../src/solver/structured/allocation/solve-allocation.ts';
import { answerAllocation } from '../../../src/solver/structured/answer-allocation.ts';
import { keepsRules } from '../../../src/solver/structured/plan/keeps-rules.ts';
import { optimizeRequest } from '../../arbitraries/request.ts';
import { runs } from '../../arbitraries/runs.ts';
import { snapshotOf } from '../../arbitraries/snapshot-of.ts';
import { problemOf } from './problem.ts';

const PASSED = { timeLimitMs: 0, nodeLimit: 1000, parameters: DEFAULT_PARAMETERS };

/** Whether some line that is in no group gets what its mode asks of one package alone. */
function isReleasedByOnePackage(problem: AllocationProblem): boolean {
  const { mode, cellLine, cellSource, lineGroup, lineQuantity, sourceAvailable } = problem;
  return cellLine.some((line, cell) => {
    const least = mode === 'quantity' ? 1 : lineQuantity[line]!;
    return lineGroup[line]! < 0 && sourceAvailable[cellSource[cell]!]! >= least;
  });
}

it('proves a plan that costs nothing, though the search declines it and bounds nothing', () => {
  const problem = problemOf({
    mode: 'line',
    maxSplitItemLocations: 1,
    weights: Float64Array.of(10, 0, 0, 0, 0),
    lines: [
      { product: 0, quantity: 2, group: 0 },
      { product: 0, quantity: 2, group: 0 },
    ],
    packages: [0, 1].map((location) => ({ location, stock: [{ product: 0, units: 2 }] })),
  });
  const limits = { timeLimitMs: 1000, nodeLimit: 1000, parameters: DEFAULT_PARAMETERS };
  expect(solveAllocation(problem, limits)).toHaveProperty('declined');

  const answer = answerAllocation(problem, limits);

  expect(answer).toMatchObject({ status: 'optimal', bounds: Float64Array.of(0) });
  expect(answer.units!.reduce((sum, units) => sum + units, 0)).toBe(4);
});

it('releases something in a partial release where one package can, though the deadline has passed', () => {
  let answered = 0;
  fc.assert(
    fc.property(optimizeRequest('small'), (request) => {
      const snapshot = snapshotOf(request);
      const problem = allocationProblemOf(snapshot, findSourcing(snapshot));
      fc.pre(problem.mode !== 'none' && problem.weights === null && isReleasedByOnePackage(problem));
      const { units } = answerAllocation(problem, PASSED);
      expect(units!.some((given) => given > 0)).toBe(true);
      expect(keepsRules(problem, units!)).toBe(true);
      answered += 1;
    }),
    runs(0.25),
  );
  expect(answered).toBeGreaterThan(0);
});

const CROWD = {
  lines: [0, 1, 2].map((product) => ({ product, quantity: 4 })),
  // Whatever is opened for two lines at once covers neither.
  packages: [0, 1, 2].map((location) => ({ location, stock: [{ product: location, units: 4 }] })),
  maxFulfillingLocations: 1,
  maxChildShipments: 1,
} as const;

it.each(['line', 'quantity'] as const)('keeps to one package in a partial release by %s', (mode) => {
  const problem = problemOf({ ...CROWD, mode });
  const { units } = answerAllocation(problem, PASSED);
  expect(units!.reduce((sum, given) => sum + given, 0)).toBe(4);
  expect(keepsRules(problem, units!)).toBe(true);
});

it('releases of one package what is worth its weights', () => {
  const draft = { ...CROWD, mode: 'line', maxSplitItemLocations: 1 } as const;
  const weights = Float64Array.of(2, 0, 0, 5, 1);
  const packages = CROWD.packages.map((each, at) => ({ ...each, cost: 2 * (2 - at) }));
  const problem = problemOf({ ...draft, packages, weights });
  expect(answerAllocation(problem, PASSED).units).toEqual(Float64Array.of(0, 0, 4));
});

it.each([
  { name: 'a line that may not be split', mode: 'line', maxSplitItemLocations: 1 },
  { name: 'one location', mode: 'line', maxFulfillingLocations: 1 },
  { name: 'one child', mode: 'line', maxChildShipments: 1 },
  { name: 'kits of a group', mode: 'quantity', maxSplitItemLocations: 1, group: 0 },
  { name: 'weights', mode: 'line', maxSplitItemLocations: 1, weights: Float64Array.of(3, 0, 0, 1, 1) },
] as const)('proves past the deadline that $name leaves nothing to release', ({ name: _, ...limits }) => {
  const group = 'group' in limits ? limits.group : -1;
  const problem = problemOf({
    ...limits,
    lines: [5, 3].map((quantity) => ({ product: 0, quantity, group })),
    packages: [0, 1].map((location) => ({ location, stock: [{ product: 0, units: 2 }] })),
  });
  const { status, units, bounds } = answerAllocation(problem, PASSED);
  expect({ status, units }).toEqual({ status: 'optimal', units: new Float64Array(4) });
  expect(bounds[0]).toBe('weights' in limits ? 24 : 8);
});

it('never releases at a price above that of releasing nothing, however little time there is', () => {
  let [released, held] = [0, 0];
  fc.assert(
    fc.property(optimizeRequest('small'), (request) => {
      const snapshot = snapshotOf(request);
      const problem = allocationProblemOf(snapshot, findSourcing(snapshot));
      fc.pre(problem.mode !== 'none' && problem.weights !== null && problem.cellLine.length > 0);
      const { units } = answerAllocation(problem, PASSED);
      const [price, ofNothing] = [units!, new Float64Array(units!.length)].map(
        (plan) => levelsOfPlan(problem, plan)[0]!,
      );
      expect(price).toBeLessThanOrEqual(ofNothing! * (1 + 1e-9));
      if (units!.some((given) => given > 0)) released += 1;
      else held += 1;
    }),
    runs(0.5),
  );
  expect(Math.min(released, held)).toBeGreaterThan(0);
});

it('proves that nothing is to be released where a release saves nothing and costs something', () => {
  const problem = problemOf({ ...CROWD, mode: 'line', weights: Float64Array.of(0, 0, 0, 5, 1) });
  expect(answerAllocation(problem, PASSED)).toMatchObject({
    status: 'optimal',
    units: new Float64Array(3),
    bounds: Float64Array.of(0),
  });
});

it('takes nothing for equal because some package costs a billion', () => {
  const costs = [0.333333333333, 0.000001, 1_000_000_000, 0];
  const stock = [
    [3, 2.73],
    [1, 0.2],
    [1, 1.33],
    [1, 1.11],
  ] as const;
  const problem = problemOf({
    lines: [{ product: 0, quantity: 4 }],
    packages: [2, 0, 3, 1].map((at, location) => ({
      location,
      cost: costs[at]!,
      stock: [{ product: 0, units: stock[at]![0], unitCost: stock[at]![1] }],
    })),
  });
  const answer = answerAllocation(problem, {
    timeLimitMs: 1000,
    nodeLimit: 1000,
    parameters: DEFAULT_PARAMETERS,
  });
  expect([...answer.units!]).toEqual([0, 3, 0, 1]);
  expect(answer.bounds[4]).toBeCloseTo(0.333333333333 + 0.000001 + 3 * 2.73 + 0.2, 9);
});
