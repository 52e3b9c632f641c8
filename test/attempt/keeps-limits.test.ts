import { expect, it } from 'vitest';
import { keepsLimits } from '../../src/attempt/keeps-limits.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { findSourcing } from '../../src/formulation/sources.ts';
import type { Engine } from '../../src/solver/engine.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';

const REQUEST: OptimizeRequestInput = {
  settings: { maxFulfillingLocations: 2 },
  shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'P', quantity: 3 }] },
  inventory: ['A', 'B', 'C'].map((locationCode) => ({ locationCode, productCode: 'P', available: 1 })),
};

/** A search that is stopped with a plan of all three locations, and with a bound on how many are needed. */
const stoppedWith = (bound: number): Engine => ({
  ...createPortfolio(),
  solveAllocation: async () => ({
    status: 'stopped',
    units: Float64Array.of(1, 1, 1),
    tieBreakProven: false,
    bounds: Float64Array.of(0, 0, 0, bound, 0),
    method: 'search',
  }),
});

const ask = (engine: Engine) => {
  const snapshot = snapshotOf(REQUEST);
  return keepsLimits(snapshot, findSourcing(snapshot), engine, 1000);
};

it.each([
  { bound: 2, proven: null },
  { bound: 3, proven: false },
])('with a bound of $bound locations and a limit of 2 answers $proven', async ({ bound, proven }) => {
  expect(await ask(stoppedWith(bound))).toBe(proven);
});
