import { describe, expect, it } from 'vitest';
import { releasedUnits } from '../../../../../src/solver/structured/allocation/reductions/released-units.ts';
import { classOf, problemOf } from '../../problem.ts';

/** Three lines of one product that want 3, 4 and 2 units. */
const three = (mode: 'none' | 'line' | 'quantity', group?: number) =>
  problemOf({
    mode,
    lines: [
      { product: 0, quantity: 3, ...(group !== undefined && { group }) },
      { product: 0, quantity: 4 },
      { product: 0, quantity: 2 },
    ],
    packages: [],
  });
const all = (supply: number) => [classOf([0, 1, 2], [], 9, supply)];

const units = (found: ReturnType<typeof releasedUnits>) =>
  found instanceof Float64Array ? [...found] : found;

describe('the most units that can be released', () => {
  it('are all or none in a full release', () => {
    expect(units(releasedUnits(three('none'), all(9), 16))).toEqual([3, 4, 2]);
    expect(units(releasedUnits(three('none'), all(8), 16))).toBe('infeasible');
  });

  it('are the supply in a release by quantity, the earliest lines first', () => {
    expect(units(releasedUnits(three('quantity'), all(5), 16))).toEqual([3, 2, 0]);
  });

  it('are those of the fullest subset in a release by line', () => {
    // Of 6 units: {3}, {4}, {2}, {3, 2} = 5, {4, 2} = 6. Of 5: {3, 2}. Of 4: {4}, and not the earlier {3}.
    expect(units(releasedUnits(three('line'), all(6), 16))).toEqual([0, 4, 2]);
    expect(units(releasedUnits(three('line'), all(5), 16))).toEqual([3, 0, 2]);
    expect(units(releasedUnits(three('line'), all(4), 16))).toEqual([0, 4, 0]);
  });

  it('are those of the earliest among equally full subsets', () => {
    const lines = [2, 2, 2].map((quantity) => ({ product: 0, quantity }));
    const problem = problemOf({ mode: 'line', lines, packages: [] });
    expect(units(releasedUnits(problem, [classOf([0, 1, 2], [], 6, 5)], 16))).toEqual([2, 2, 0]);
  });

  it('are none of a group of which one line lacks supply', () => {
    const lines = [
      { product: 0, quantity: 2, group: 0 },
      { product: 1, quantity: 3, group: 0 },
      { product: 2, quantity: 1 },
    ];
    const classes = [classOf([0], [], 2, 2), classOf([1], [], 3, 1), classOf([2], [], 1, 1)];
    for (const mode of ['line', 'quantity'] as const) {
      expect(units(releasedUnits(problemOf({ mode, lines, packages: [] }), classes, 16))).toEqual([0, 0, 1]);
    }
  });

  it('are the whole kits of a group that its scarcest product holds, by quantity', () => {
    // Four kits of 1, 2 and 3 units: 9 units of 0 and 1 make 3 kits, 8 of product 2 make 2.
    const lines = [
      { product: 0, quantity: 4, group: 0 },
      { product: 0, quantity: 8, group: 0 },
      { product: 2, quantity: 12, group: 0 },
      { product: 3, quantity: 5 },
    ];
    const classes = [classOf([0, 1], [], 12, 9), classOf([2], [], 12, 8), classOf([3], [], 5, 4)];
    const of = (mode: 'line' | 'quantity') =>
      problemOf({ mode, lines, packages: [], groupKits: Float64Array.of(4) });
    expect(units(releasedUnits(of('quantity'), classes, 16))).toEqual([2, 4, 6, 4]);
    expect(units(releasedUnits(of('line'), classes, 16))).toEqual([0, 0, 0, 0]);
  });

  it('are left to an engine where a group competes for supply, and where there are too many subsets', () => {
    expect(releasedUnits(three('line', 0), all(5), 16)).toBeNull();
    expect(releasedUnits(three('line'), all(5), 2)).toBeNull();
    expect(releasedUnits(three('quantity'), all(5), 2)).not.toBeNull();
  });
});
