import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AMOUNT_FIELDS, type Amounts, addAmounts, NO_AMOUNTS } from '../../../src/domain/site/money.ts';
import { shareAmounts, shareWhole } from '../../../src/domain/site/share.ts';

const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 8 });
const cents = fc.integer({ min: 0, max: 1_000_000_000_000 });
const amounts: fc.Arbitrary<Amounts> = fc.record({
  item: cents,
  discount: cents,
  tax: cents,
  shipping: cents,
  handling: cents,
  duty: cents,
});

describe('sharing a whole number', () => {
  it('gives 100 cents for three equal weights as 34, 33 and 33', () => {
    expect(shareWhole(100, [1, 1, 1])).toEqual([34, 33, 33]);
  });

  it('gives the cent that is left to the largest remainder, not to the first', () => {
    expect(shareWhole(10, [1, 2])).toEqual([3, 7]);
  });

  it('gives everything to the first where nothing weighs anything', () => {
    expect(shareWhole(5, [0, 0])).toEqual([5, 0]);
  });

  it('adds up, and no share is a whole unit away from its exact part', () => {
    fc.assert(
      fc.property(cents, weights, (total, parts) => {
        const shares = shareWhole(total, parts);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
        const sum = parts.reduce((all, part) => all + BigInt(part), 0n);
        if (sum === 0n) return;
        shares.forEach((share, index) => {
          const distance = BigInt(share) * sum - BigInt(total) * BigInt(parts[index]!);
          expect(distance < sum && distance > -sum).toBe(true);
        });
      }),
    );
  });
});

describe("sharing a line's money", () => {
  it('adds up to the cent in every part', () => {
    fc.assert(
      fc.property(amounts, weights, (whole, parts) => {
        const shares = shareAmounts(whole, parts);
        for (const field of AMOUNT_FIELDS) expect(addAmounts(shares)[field]).toBe(whole[field]);
      }),
    );
  });

  it('takes nowhere more off than there is, where it does not of the whole, however often a share is shared again', () => {
    const cuts = fc.array(weights, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(amounts, cuts, fc.nat(), ({ discount, ...whole }, again, which) => {
        let line: Amounts = { ...whole, discount: Math.min(discount, whole.item) };
        for (const parts of again) {
          const shares = shareAmounts(line, parts);
          for (const share of shares) {
            expect(share.discount).toBeLessThanOrEqual(share.item);
            for (const field of AMOUNT_FIELDS) expect(share[field]).toBeGreaterThanOrEqual(0);
          }
          expect(addAmounts(shares)).toEqual(line);
          line = shares[which % shares.length]!;
        }
      }),
    );
  });

  it('takes ten cents off eleven, over 6, 6 and 2 units, without a share below nothing', () => {
    const shares = shareAmounts({ ...NO_AMOUNTS, item: 11, discount: 10 }, [6, 6, 2]);
    expect(shares.map(({ item, discount }) => [item, discount])).toEqual([
      [5, 5],
      [5, 4],
      [1, 1],
    ]);
  });

  it('shares what exceeds the price by units', () => {
    const shares = shareAmounts({ ...NO_AMOUNTS, item: 4, discount: 10 }, [1, 1]);
    expect(shares.map(({ item, discount }) => [item, discount])).toEqual([
      [2, 5],
      [2, 5],
    ]);
  });
});
