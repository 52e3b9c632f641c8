import { describe, expect, it } from 'vitest';
import type { TimeZone } from '../../../src/domain/calendar.ts';
import type { InputError } from '../../../src/domain/faults.ts';
import { OrderRequest } from '../../../src/domain/site/order.ts';
import { assertNoDuplicates } from '../../../src/release/checks/duplicates.ts';
import { assertSame } from '../../../src/release/checks/same.ts';
import { siteDay } from '../../../src/release/checks/site-day.ts';
import { assertStorable } from '../../../src/release/checks/storable.ts';
import { assertConsistent, assertDays } from '../../../src/release/orders/order-checks.ts';

/** The faults of a refusal, as `kind path code`; none where it is let through. */
const refusal = (call: () => unknown): string[] => {
  try {
    call();
  } catch (error) {
    const { kind, faults } = error as InputError;
    return faults.map(({ path, code }) => `${kind} ${path} ${code}`);
  }
  return [];
};

describe('rows that state the same twice', () => {
  const check = (rows: readonly (readonly (string | number | null)[])[]) =>
    refusal(() => assertNoDuplicates(rows, 'rows', 'row', (row) => row));

  it('are named, each after the first', () => {
    expect(check([['a'], ['b'], ['a'], ['b'], ['a']])).toEqual([
      'contradictory rows[2] duplicate',
      'contradictory rows[3] duplicate',
      'contradictory rows[4] duplicate',
    ]);
  });

  it('are told apart by every part of their key', () => {
    expect(check([['a', 'b'], ['a', 'c'], ['a,b'], ['a'], [1], ['1'], [null], ['null']])).toEqual([]);
  });

  it('are listed up to a thousand', () => {
    expect(check(Array.from({ length: 1500 }, () => ['a']))).toHaveLength(1000);
  });
});

describe('a text that no database keeps', () => {
  it('is refused where it stands, however deep, as value', () => {
    expect(refusal(() => assertStorable({ a: ['x', { b: 'y\u0000' }], c: '\ud800', d: 1, e: null }))).toEqual(
      ['malformed a[1].b wrong_format', 'malformed c wrong_format'],
    );
  });

  it('is no whole surrogate pair, and no other sign', () => {
    expect(refusal(() => assertStorable({ a: '😀 ü \u0001', b: [], c: {}, d: undefined }))).toEqual([]);
  });

  it('is listed up to a thousand times', () => {
    expect(refusal(() => assertStorable({ a: Array.from({ length: 1500 }, () => '\u0000') }))).toHaveLength(
      1000,
    );
  });
});

describe('a field that a write sends back', () => {
  it('is refused with another value, and may be left out', () => {
    expect(refusal(() => assertSame('version', 3, 4))).toEqual(['contradictory version not_allowed']);
    expect(refusal(() => assertSame('version', null, 4))).toHaveLength(1);
    expect(refusal(() => assertSame('version', 4, 4))).toEqual([]);
    expect(refusal(() => assertSame('version', undefined, 4))).toEqual([]);
  });
});

describe('the day of a date at the site', () => {
  const dayIn = (zone: string) => (date: string) => siteDay(date, zone as TimeZone, 'date');

  it('is the one that its clock shows', () => {
    expect(dayIn('America/Chicago')('2026-05-10T02:00:00Z')).toBe('2026-05-09');
    expect(dayIn('UTC')('0001-01-01')).toBe('0001-01-01');
    expect(dayIn('UTC')('9999-12-31')).toBe('9999-12-31');
  });

  it('is refused outside the years 1 to 9999', () => {
    const outside = ['contradictory date out_of_range'];
    expect(refusal(() => dayIn('America/Chicago')('0001-01-01T00:00:00Z'))).toEqual(outside);
    expect(refusal(() => dayIn('Asia/Tokyo')('9999-12-31T23:00:00Z'))).toEqual(outside);
  });
});

describe('an order', () => {
  const line = (lineId: number, more: object = {}) => ({ lineId, productCode: 'KTP', quantity: 1, ...more });
  const check = (order: object) =>
    refusal(() => assertConsistent(OrderRequest.parse({ items: [line(1)], ...order })));

  it('is let through where nothing contradicts', () => {
    expect(check({})).toEqual([]);
    expect(check({ shipmentType: 'BOPIS', pickupLocationCode: 'A' })).toEqual([]);
  });

  it('is refused a pickup without a place, and a place without a pickup', () => {
    expect(check({ shipmentType: 'BOPIS' })).toEqual(['contradictory pickupLocationCode required']);
    expect(check({ pickupLocationCode: 'A' })).toEqual(['contradictory pickupLocationCode not_allowed']);
  });

  it('is refused lines with one id', () => {
    expect(check({ items: [line(1), line(2), line(1)] })).toEqual(['contradictory items[2] duplicate']);
  });

  it('is refused amounts that cannot be added up to the cent, over its lines and fields', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const check = (ofLine: object, ofOrder: object) => {
      const order = OrderRequest.parse({ items: [line(1)] });
      const amounts = { ...order.amounts, ...ofOrder };
      const items = order.items.map((each) => ({ ...each, amounts: { ...order.amounts, ...ofLine } }));
      return refusal(() => assertConsistent({ ...order, amounts, items }));
    };
    expect(check({ item: most }, {})).toEqual([]);
    expect(check({ item: most }, { item: 1 })).toEqual(['contradictory amounts too_large']);
    expect(check({ item: most, tax: 1 }, {})).toEqual(['contradictory amounts too_large']);
  });

  it('is refused the line whose own date is no day of the site', () => {
    const order = OrderRequest.parse({
      items: [line(1), line(2, { backorderReleaseDate: '0001-01-01T00:00:00Z' })],
    });
    expect(refusal(() => assertDays(order, 'America/Chicago' as TimeZone))).toEqual([
      'contradictory items[1].backorderReleaseDate out_of_range',
    ]);
    expect(refusal(() => assertDays(order, 'UTC' as TimeZone))).toEqual([]);
  });
});
