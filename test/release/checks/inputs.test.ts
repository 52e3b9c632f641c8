import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimeZone } from '../../../src/domain/calendar.ts';
import type { InputError } from '../../../src/domain/faults.ts';
import { OrderRequest } from '../../../src/domain/site/order.ts';
import { SiteSettings } from '../../../src/domain/site/settings.ts';
import { assertNoDuplicates } from '../../../src/release/checks/duplicates.ts';
import { assertSame } from '../../../src/release/checks/same.ts';
import { siteDay } from '../../../src/release/checks/site-day.ts';
import { assertStorable } from '../../../src/release/checks/storable.ts';
import { assertConsistent, assertDays } from '../../../src/release/orders/order-checks.ts';
import { orderItems } from '../../../src/routing/order-lines.ts';

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

  it('is refused a discount of a line beyond its own price, whatever else it costs', () => {
    const of = (...amounts: object[]) => ({
      items: amounts.map((each, at) => line(at + 1, { amounts: each })),
    });
    expect(check(of({ item: 10, discount: 10 }, { item: 5, discount: 4 }))).toEqual([]);
    const beyond = of({ item: 10, discount: 11 }, { item: 5 }, { discount: 1, shipping: 9, tax: 9 });
    // The price of the order as a whole makes up for none of it.
    expect(check({ ...beyond, amounts: { item: 100 } })).toEqual([
      'contradictory items[0].amounts.discount too_large',
      'contradictory items[2].amounts.discount too_large',
    ]);
  });

  it('is refused a discount of the whole beyond what those of its lines leave', () => {
    const items = [line(1, { amounts: { item: 10, discount: 7 } }), line(2, { amounts: { item: 5 } })];
    for (const [amounts, faults] of [
      [{ discount: 8 }, []],
      [{ discount: 9 }, ['contradictory amounts.discount too_large']],
      [{ discount: 9, item: 1 }, []],
      [
        { discount: 9, shipping: 90, handling: 90, duty: 90, tax: 90 },
        ['contradictory amounts.discount too_large'],
      ],
    ] as const)
      expect(check({ items, amounts })).toEqual(faults);
  });

  it('that is let through comes to no line whose discount is beyond its price', () => {
    const cents = fc.nat(50);
    const amounts = fc.record({ item: cents, discount: cents });
    let letThrough = 0;
    const property = fc.property(
      fc.array(amounts, { minLength: 1, maxLength: 4 }),
      amounts,
      (ofLines, ofOrder) => {
        const items = ofLines.map((each, at) => line(at + 1, { quantity: at + 1, amounts: each }));
        const order = OrderRequest.parse({ items, amounts: ofOrder });
        const isBeyond = refusal(() => assertConsistent(order)).length > 0;
        const total = [ofOrder, ...ofLines].reduce((sum, each) => sum + each.item - each.discount, 0);
        if (total < 0) expect(isBeyond).toBe(true);
        if (isBeyond) return;
        letThrough += 1;
        const lines = orderItems(order, new Map(), SiteSettings.parse({}));
        for (const each of lines) expect(each.amounts.discount).toBeLessThanOrEqual(each.amounts.item);
      },
    );
    fc.assert(property, { seed: 20260501, numRuns: 500 });
    expect(letThrough).toBeGreaterThan(50);
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
