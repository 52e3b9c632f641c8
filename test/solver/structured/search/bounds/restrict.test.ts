import { describe, expect, it } from 'vitest';
import { restrict, unrestricted } from '../../../../../src/solver/structured/search/bounds/restrict.ts';
import type { Covering } from '../../../../../src/solver/structured/search/covering.ts';
import { Fixing } from '../../../../../src/solver/structured/search/fixing.ts';
import { coveringOf } from '../coverings.ts';

const { undecided, open, closed } = Fixing;
const restricted = (covering: Covering, ...fixing: number[]) =>
  restrict(unrestricted(covering), Uint8Array.from(fixing), undefined);

/** Ten units from three candidates that cost 1, 2 and 3. */
const three = (...gives: number[]) =>
  coveringOf(
    [10],
    gives.map((units, k) => ({ cost: k + 1, gives: [units] })),
  );

describe('the restricted problem', () => {
  it('takes what an open candidate gives off the demand, and caps the others by the rest', () => {
    const found = restricted({ ...three(8, 8, 8), cardinalityLimit: 2 }, open, undecided, undecided)!;
    expect([...found.covering.demand]).toEqual([2]);
    expect([...found.covering.amount]).toEqual([2, 2]);
    expect(found.covering.cardinalityLimit).toBe(1);
    expect([found.base, found.opened, [...found.origin]]).toEqual([1, [0], [1, 2]]);
  });

  it('opens a candidate without which the others do not cover', () => {
    // 4 + 5 = 9 without the second candidate, so it is open in every cover; with 4 + 6 the demand is covered.
    const found = restricted(three(4, 6, 5), open, undecided, undecided)!;
    expect([found.base, found.opened]).toEqual([1 + 2, [0, 1]]);
    expect(found.covering.demand).toHaveLength(0);
  });

  it('is empty where the open and undecided candidates do not cover, or too many are open', () => {
    expect(restricted(three(4, 6, 5), undecided, closed, undecided)).toBeNull();
    expect(
      restricted({ ...three(4, 4, 4), cardinalityLimit: 2 }, undecided, undecided, undecided),
    ).toBeNull();
  });

  it('is empty where too many are open, also where open candidates stay because units cost something', () => {
    const gives = [4, 4, 4].map((units) => ({ cost: 1, gives: [units], unitCost: 1 }));
    const covering = { ...coveringOf([8], gives), cardinalityLimit: 2 };
    expect(restricted(covering, open, open, undecided)).not.toBeNull();
    expect(restricted(covering, open, open, open)).toBeNull();
  });

  it('keeps open candidates where units cost something, and drops units that are no cheaper', () => {
    const covering = coveringOf(
      [10],
      [
        { cost: 1, gives: [10], unitCost: 2 },
        { cost: 1, gives: [10], unitCost: 2 },
        { cost: 1, gives: [10], unitCost: 1 },
      ],
    );
    const found = restricted(covering, open, undecided, undecided)!;
    expect([...found.origin]).toEqual([0, 2]);
    expect(found.covering.fixedOpen).toEqual([0]);
    expect([found.base, [...found.covering.fixedCost]]).toEqual([1, [0, 1]]);
  });

  it('is empty where more candidates are open than may be, also where units cost something', () => {
    const covering = coveringOf(
      [10],
      [
        { cost: 1, gives: [10], unitCost: 2 },
        { cost: 1, gives: [10], unitCost: 1 },
      ],
    );
    expect(restricted({ ...covering, cardinalityLimit: 1 }, open, open)).toBeNull();
  });

  it('keeps every entry where demands only bound the cost, and asks for the true cost of its covers', () => {
    const opened: number[][] = [];
    const trueFill = (isOpen: Uint8Array) => {
      opened.push([...isOpen]);
      return 7;
    };
    const covering = {
      ...coveringOf(
        [10],
        [
          { cost: 1, gives: [10], unitCost: 1 },
          { cost: 1, gives: [10], unitCost: 2 },
          { cost: 1, gives: [10], unitCost: 2 },
        ],
      ),
      trueFill,
    };
    const found = restricted(covering, open, closed, undecided)!;
    expect([...found.origin]).toEqual([0, 2]);
    expect(found.covering.trueFill!(Uint8Array.of(1, 0))).toBe(7);
    expect(opened).toEqual([[1, 0, 0]]);
  });
});
