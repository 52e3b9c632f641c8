import { describe, expect, it } from 'vitest';
import { allocationProblemOf } from '../../src/formulation/allocation-problem.ts';
import { findSourcing } from '../../src/formulation/sources.ts';
import { FUTURE, lot, snapshotOf, stock } from './readable.ts';

/** Lines 1 and 3 share KTP at A; line 2 waits for KTP2 at B. */
const example = (settings: object = {}) => {
  const snapshot = snapshotOf({
    lines: [
      { quantity: 5, itemDependency: 'set' },
      { quantity: 3, productCode: 'KTP2' },
      { quantity: 2, itemDependency: 'set' },
    ],
    settings: { ...FUTURE, ...settings },
    locations: [{ locationCode: 'A', cost: 2.5 }, { locationCode: 'B' }],
    inventory: [stock('A', 6, 'KTP', 0.1), stock('B', 4)],
    futureInventory: [lot('po', 'B', '2026-05-05', 3, 'KTP2')],
  });
  return allocationProblemOf(snapshot, findSourcing(snapshot));
};

describe('an attempt as plain numbers', () => {
  it('names lines, packages, sources and cells by their positions', () => {
    expect(example()).toEqual({
      mode: 'none',
      futureFirst: false,
      maxFulfillingLocations: null,
      maxSplitItemLocations: null,
      maxChildShipments: null,
      weights: null,
      lineQuantity: Float64Array.of(5, 3, 2),
      lineProduct: Int32Array.of(0, 1, 0),
      lineGroup: Int32Array.of(0, -1, 0),
      groupKits: Float64Array.of(1),
      groupTogether: Uint8Array.of(0),
      packageLocation: Int32Array.of(0, 1, 1),
      packageWaitDays: Float64Array.of(0, 0, 4),
      packageIsFuture: Uint8Array.of(0, 0, 1),
      packageCost: Float64Array.of(2.5, 0, 0),
      sourceProduct: Int32Array.of(0, 0, 1),
      sourcePackage: Int32Array.of(0, 1, 2),
      sourceAvailable: Float64Array.of(6, 4, 3),
      sourceUnitCost: Float64Array.of(0.1, 0, 0),
      cellLine: Int32Array.of(0, 2, 0, 2, 1),
      cellSource: Int32Array.of(0, 0, 1, 1, 2),
    });
  });

  it('carries the settings that change what the best plan is', () => {
    const settings = {
      partialRelease: 'line',
      useFutureBeforeCurrent: true,
      maxFulfillingLocations: 2,
      maxSplitItemLocations: 1,
      maxChildShipments: 3,
    };
    expect(example(settings)).toMatchObject({
      mode: 'line',
      futureFirst: true,
      maxFulfillingLocations: 2,
      maxSplitItemLocations: 1,
      maxChildShipments: 3,
    });
  });

  it('has the weights in the order of the objective', () => {
    const weights = { unfilledUnit: 5, futureUnit: 4, unitDay: 3, childShipment: 2, locationCost: 1 };
    expect(example({ objective: { mode: 'weighted', weights } }).weights).toEqual(
      Float64Array.of(5, 4, 3, 2, 1),
    );
  });
});
