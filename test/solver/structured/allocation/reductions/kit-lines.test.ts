import { describe, expect, it } from 'vitest';
import { withKitLines } from '../../../../../src/solver/structured/allocation/reductions/kit-lines.ts';
import { solveAllocation } from '../../../../../src/solver/structured/allocation/solve-allocation.ts';
import { type ProblemDraft, problemOf } from '../../problem.ts';

const LIMITS = { timeLimitMs: 10_000, nodeLimit: 100_000 };

/**
 * Three kits of one frame (product 0) and two wheels (product 1), and a line of another product before them. At the
 * first package there is stock for one kit, at the second for none, at the third for two and a half, nine days later.
 */
const bikes: ProblemDraft = {
  lines: [
    { product: 2, quantity: 1 },
    { product: 0, quantity: 3, group: 0 },
    { product: 1, quantity: 6, group: 0 },
  ],
  groupKits: Float64Array.of(3),
  groupTogether: Uint8Array.of(1),
  packages: [
    {
      location: 0,
      stock: [
        { product: 0, units: 1, unitCost: 0.1 },
        { product: 1, units: 7, unitCost: 0.1 },
      ],
    },
    {
      location: 1,
      stock: [
        { product: 0, units: 9 },
        { product: 1, units: 1 },
        { product: 2, units: 1 },
      ],
    },
    {
      location: 2,
      day: 9,
      stock: [
        { product: 0, units: 9 },
        { product: 1, units: 5 },
      ],
    },
  ],
};

describe('a line of kits', () => {
  it('takes whole kits from each package that has some, at what its units cost', () => {
    const { problem } = withKitLines(problemOf(bikes))!;
    expect(problem).toMatchObject({
      lineQuantity: Float64Array.of(1, 3),
      lineGroup: Int32Array.of(-1, -1),
      cellLine: Int32Array.of(1, 0, 1),
      sourcePackage: Int32Array.of(0, 1, 2),
      sourceAvailable: Float64Array.of(1, 1, 2),
      // 0.1 + 2 · 0.1 is 0.30000000000000004 in floating point.
      sourceUnitCost: Float64Array.of(0.3, 0, 0),
    });
  });

  it('stands for the units of its lines', () => {
    // Cells: lines 1 and 2 at package 0; lines 0, 1, 2 at package 1; lines 1, 2 at package 2.
    const { unitsOf } = withKitLines(problemOf(bikes))!;
    expect([...unitsOf(Float64Array.of(1, 1, 2))]).toEqual([1, 2, 1, 0, 0, 2, 4]);
  });

  it('counts in the levels for its units', () => {
    const answer = solveAllocation(problemOf(bikes), LIMITS);
    // Two kits wait: 6 units, 54 unit-days.
    expect(answer).toMatchObject({ status: 'optimal', bounds: expect.anything() });
    expect([...(answer as { bounds: Float64Array }).bounds]).toEqual([0, 6, 54, 3, expect.closeTo(0.3, 9)]);
  });

  it('gets no unit of a package that one of its lines may not use', () => {
    const { problem } = withKitLines(problemOf({ ...bikes, excluded: [[1, 0]] }))!;
    expect([...problem.sourcePackage]).toEqual([1, 2]);
  });

  it('adds up what its lines take of one product', () => {
    const lines = [
      { product: 0, quantity: 2, group: 0 },
      { product: 0, quantity: 4, group: 0 },
    ];
    const packages = [{ location: 0, stock: [{ product: 0, units: 5 }] }];
    const kits = { groupKits: Float64Array.of(2), groupTogether: Uint8Array.of(1) };
    const { problem } = withKitLines(problemOf({ lines, packages, ...kits }))!;
    expect([...problem.sourceAvailable]).toEqual([1]);
  });

  it('is none where another line wants one of its products, and under weights', () => {
    const lines = [...bikes.lines, { product: 1, quantity: 1 }];
    expect(withKitLines(problemOf({ ...bikes, lines }))).toBeNull();
    expect(withKitLines(problemOf({ ...bikes, weights: new Float64Array(5) }))).toBeNull();
  });

  it('leaves a limit on children that binds to an engine', () => {
    const answer = solveAllocation(problemOf({ ...bikes, maxChildShipments: 2 }), LIMITS);
    expect(answer).toHaveProperty('declined');
    expect(solveAllocation(problemOf({ ...bikes, maxChildShipments: 3 }), LIMITS)).toMatchObject({
      status: 'optimal',
    });
  });
});
