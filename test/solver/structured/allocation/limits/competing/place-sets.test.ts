import { describe, expect, it } from 'vitest';
import { setsOf } from '../../../../../../src/solver/structured/allocation/limits/competing/place-sets.ts';

describe('the number of sets of places', () => {
  it('is the binomial coefficient', () => {
    expect(setsOf(15, 3, 1000)).toBe(455);
    expect(setsOf(6, 2, 1000)).toBe(15);
    expect(setsOf(4, 4, 1000)).toBe(1);
  });

  it('ends at the most that is asked for', () => {
    expect(setsOf(30, 5, 1000)).toBe(1000);
  });

  it('is one where the limit allows all places', () => {
    expect(setsOf(3, 5, 1000)).toBe(1);
  });
});
