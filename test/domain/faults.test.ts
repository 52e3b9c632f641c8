import { describe, expect, it } from 'vitest';
import { formatPath, InputError } from '../../src/domain/faults.ts';
import { compareCodes } from '../../src/domain/ids.ts';
import { compareCurrent, compareLots } from '../../src/domain/snapshot.ts';

const fault = (path: string, message = 'is wrong') => ({ path, code: 'wrong', message });

describe('an error of input', () => {
  it('says each fault with its place, and how many more there are than twenty', () => {
    expect(new InputError('malformed', [fault('a.b'), fault('')]).message).toBe(
      'a.b: is wrong; (root): is wrong',
    );
    const many = new InputError(
      'contradictory',
      Array.from({ length: 23 }, (_, index) => fault(`f${index}`)),
    );
    expect(many.message).toMatch(/f19: is wrong; and 3 more$/);
    expect(many.faults).toHaveLength(23);
    expect(many).toMatchObject({ name: 'InputError', kind: 'contradictory' });
    const twenty = new InputError(
      'malformed',
      Array.from({ length: 20 }, () => fault('f')),
    );
    expect(twenty.message).not.toContain('more');
  });

  it('keeps a thousand faults, and five hundred characters of each text', () => {
    const long = new InputError(
      'malformed',
      Array.from({ length: 1001 }, () => fault('p'.repeat(501), 'm'.repeat(500))),
    );
    expect(long.faults).toHaveLength(1000);
    expect(long.faults[0]).toEqual({ path: `${'p'.repeat(500)}…`, code: 'wrong', message: 'm'.repeat(500) });
  });
});

describe('a path', () => {
  it('is written as people read code', () => {
    expect(formatPath(['shipment', 'items', 0, 'quantity'])).toBe('shipment.items[0].quantity');
    expect(formatPath([3, 'a'])).toBe('[3].a');
    expect(formatPath([])).toBe('');
  });
});

describe('the written order', () => {
  it('is by code unit, capitals first', () => {
    expect(['b', 'a', 'B', 'a1'].sort(compareCodes)).toEqual(['B', 'a', 'a1', 'b']);
    expect(compareCodes('a', 'a')).toBe(0);
  });

  const rank = (rows: readonly (readonly string[])[]) =>
    rows.map(([locationCode, deliveryDay, productCode, futureInventoryId]) => ({
      locationCode,
      deliveryDay,
      productCode,
      futureInventoryId,
    })) as never[];

  it('of lots is by location, day, product and id', () => {
    const sorted = [
      ['A', '2026-05-01', 'K', 'p'],
      ['A', '2026-05-01', 'K', 'q'],
      ['A', '2026-05-01', 'L', 'a'],
      ['A', '2026-05-02', 'A', 'a'],
      ['B', '2026-04-01', 'A', 'a'],
    ];
    expect(rank(sorted).reverse().sort(compareLots)).toEqual(rank(sorted));
  });

  it('of current stock is by location and product', () => {
    const sorted = [
      ['A', '', 'K'],
      ['A', '', 'L'],
      ['B', '', 'A'],
    ];
    expect(rank(sorted).reverse().sort(compareCurrent)).toEqual(rank(sorted));
  });
});
