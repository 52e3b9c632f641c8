import { describe, expect, it } from 'vitest';
import { closeUnitLevels } from '../../../../../src/solver/structured/allocation/reductions/close-unit-levels.ts';
import { classOf, problemOf } from '../../problem.ts';

/** One product: 3 and 4 units in stock, 5 on day 2, 5 on day 7. */
const problem = (futureFirst = false) =>
  problemOf({
    futureFirst,
    lines: [{ product: 0, quantity: 17 }],
    packages: [
      { location: 0, stock: [{ product: 0, units: 3 }] },
      { location: 0, day: 2, stock: [{ product: 0, units: 5 }] },
      { location: 1, stock: [{ product: 0, units: 4 }] },
      { location: 1, day: 7, stock: [{ product: 0, units: 5 }] },
    ],
  });
const all = classOf([0], [0, 1, 2, 3], 17, 17);

describe('future units and waiting days of one product', () => {
  it('leave a choice among current sources, where these hold more than is wanted', () => {
    expect(closeUnitLevels(problem(), all, 5)).toEqual({ usedUp: [], choice: [0, 2], units: 5 });
  });

  it('use up current inventory before the first day, and that before the next', () => {
    // 9 = 3 + 4 in stock and 2 of day 2. Any unit of day 7 in place of one of day 2 waits 5 days longer.
    expect(closeUnitLevels(problem(), all, 9)).toEqual({ usedUp: [0, 2], choice: [1], units: 2 });
    expect(closeUnitLevels(problem(), all, 13)).toEqual({ usedUp: [0, 2, 1], choice: [3], units: 1 });
  });

  it('leave no choice where whole ranks are just enough', () => {
    expect(closeUnitLevels(problem(), all, 7)).toEqual({ usedUp: [0, 2], choice: [], units: 0 });
    expect(closeUnitLevels(problem(), all, 0)).toEqual({ usedUp: [], choice: [], units: 0 });
  });

  it('use current inventory last where future comes first', () => {
    expect(closeUnitLevels(problem(true), all, 6)).toEqual({ usedUp: [1], choice: [3], units: 1 });
    expect(closeUnitLevels(problem(true), all, 12)).toEqual({ usedUp: [1, 3], choice: [0, 2], units: 2 });
  });
});
