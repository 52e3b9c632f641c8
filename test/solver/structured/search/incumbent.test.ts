import { describe, expect, it } from 'vitest';
import { Incumbent } from '../../../../src/solver/structured/search/incumbent.ts';

const INTEGERS = { integral: true };
const a = Uint8Array.of(1, 0);
const b = Uint8Array.of(0, 1);

describe('the best cover so far', () => {
  it('lowers the cutoff to just above the next smaller integer', () => {
    const incumbent = new Incumbent(INTEGERS, 10);
    expect(incumbent.take(a, 7)).toBeCloseTo(6, 5);
    expect(incumbent.take(b, 7)).toBeCloseTo(6, 5);
    expect(incumbent.found).toEqual({ chosen: a, value: 7 });
  });

  it('wants nothing more where any cover is enough', () => {
    const incumbent = new Incumbent(INTEGERS, 10, { stopAtFirst: true });
    expect(incumbent.take(a, 7)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is unique until another cover is met that is as good', () => {
    const incumbent = new Incumbent(INTEGERS, 8, { known: { chosen: a, value: 7 } });
    incumbent.take(a, 7);
    expect(incumbent.isUnique).toBe(true);
    expect(incumbent.take(b, 7)).toBeCloseTo(6, 5);
    expect([incumbent.isUnique, incumbent.found]).toEqual([false, null]);
  });

  it('watches on for ties of a better cover', () => {
    const incumbent = new Incumbent(INTEGERS, 8, { known: { chosen: a, value: 7 } });
    expect(incumbent.take(b, 5)).toBeCloseTo(6, 5);
    expect([incumbent.isUnique, incumbent.found]).toEqual([true, { chosen: b, value: 5 }]);
  });

  it('is not called unique where a cover as good may lie above the cutoff', () => {
    // Covers up to 5 + 5e-9 are as good as 5, and the search has passed by those from 5 + 1e-9.
    const known = { chosen: a, value: 7 };
    const incumbent = new Incumbent({ integral: false }, 5 + 1e-9, { known });
    expect(incumbent.take(b, 5)).toBe(5 - 5e-9);
    expect([incumbent.isUnique, incumbent.found]).toEqual([false, { chosen: b, value: 5 }]);
    expect(incumbent.take(a, 5)).toBe(5 - 5e-9);
  });
});
