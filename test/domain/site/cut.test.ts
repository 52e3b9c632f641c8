import { describe, expect, it } from 'vitest';
import type { LineId } from '../../../src/domain/ids.ts';
import { cutItems } from '../../../src/domain/site/cut.ts';
import { NO_AMOUNTS } from '../../../src/domain/site/money.ts';
import { shareWhole } from '../../../src/domain/site/share.ts';
import { item } from '../../release/shipments.ts';

const take = (lineId: number, quantity: number) => ({ lineId: lineId as LineId, quantity });

describe('lines that are cut', () => {
  const lines = [item(1, 'KTP', 5, { amounts: { ...NO_AMOUNTS, item: 100 } }), item(2, 'KTP2', 2)];
  const units = (items: readonly { lineId: number; quantity: number }[]) =>
    items.map(({ lineId, quantity }) => `${lineId}×${quantity}`);

  it('are in the parts that take them, and what nobody takes is left', () => {
    const { parts, left } = cutItems(lines, [[take(1, 2)], [take(1, 1), take(2, 2)]]);
    expect(parts.map(units)).toEqual([['1×2'], ['1×1', '2×2']]);
    expect(units(left)).toEqual(['1×2']);
    expect([...parts.flat(), ...left].map(({ amounts }) => amounts.item)).toEqual([40, 20, 0, 40]);
  });

  it('are taken together where a part names a line twice', () => {
    expect(cutItems(lines, [[take(1, 2), take(1, 3)]]).parts.map(units)).toEqual([['1×5']]);
  });

  it('are refused to parts that take more than there is', () => {
    expect(() => cutItems(lines, [[take(1, 3)], [take(1, 3)]])).toThrow('line 1 has 5 units');
  });
});

describe('a whole number', () => {
  it('goes where the only weight is, and to the earlier of equal remainders', () => {
    expect(shareWhole(7, [0, 3, 0])).toEqual([0, 7, 0]);
    expect(shareWhole(0, [1, 2])).toEqual([0, 0]);
    expect(shareWhole(1, [2, 2])).toEqual([1, 0]);
    expect(shareWhole(3, [1, 0, 1])).toEqual([2, 0, 1]);
  });
});
