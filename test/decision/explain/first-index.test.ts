import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstIndex } from '../../../src/decision/explain/first-index.ts';

describe('the first index', () => {
  const from =
    (first: number, asked: number[] = []) =>
    (index: number) => {
      asked.push(index);
      return index >= first;
    };

  it('is found among more positions than fit into 32 bits, in few questions', async () => {
    const asked: number[] = [];
    const count = 40_000_000_000;
    expect(await firstIndex(count, from(39_999_999_998, asked), { isMonotone: true })).toBe(39_999_999_998);
    expect(asked.length).toBeLessThan(40);
    expect(asked.every((index) => index >= 0 && index < count)).toBe(true);
  });

  it('is the one that asking each would find', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 70 }),
        async (count, first) => {
          const expected = first < count ? first : null;
          for (const isMonotone of [true, false]) {
            expect(await firstIndex(count, from(first), { isMonotone })).toBe(expected);
          }
        },
      ),
    );
  });

  it('is the first of all that hold where later ones need not', async () => {
    expect(await firstIndex(4, (index) => index === 1, { isMonotone: false })).toBe(1);
  });
});
