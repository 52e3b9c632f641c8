import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import { Product } from '../../src/domain/site/catalogue.ts';
import { addAmounts, NO_AMOUNTS } from '../../src/domain/site/money.ts';
import { OrderRequest } from '../../src/domain/site/order.ts';
import { SiteSettings } from '../../src/domain/site/settings.ts';
import { expectedItems, orderItems } from '../../src/routing/order-lines.ts';
import { withSwitches } from '../../src/routing/switches.ts';
import { item } from '../release/shipments.ts';

const lines = (order: object, settings: object = {}, products: object[] = []) =>
  orderItems(
    OrderRequest.parse(order),
    new Map(products.map((each) => Product.parse(each)).map((product) => [product.productCode, product])),
    SiteSettings.parse(settings),
  );

describe('the lines that an order becomes', () => {
  it('stand by their ids, each with all that the order says of it', () => {
    const [first, second] = lines({
      items: [
        { lineId: 7, productCode: 'KTP2', quantity: 1 },
        {
          lineId: 3,
          productCode: 'KTP',
          quantity: 2,
          allowsFutureAllocate: false,
          allowsBackOrder: true,
          itemDependency: 'set',
          excludedLocationCodes: ['C'],
          excludedFutureLocationCodes: ['D'],
          backorderReleaseDate: '2026-05-09',
          amounts: { item: 999 },
        },
      ],
    });
    expect(first).toEqual({
      lineId: 3,
      originalLineId: 3,
      productCode: 'KTP',
      quantity: 2,
      originalQuantity: 2,
      allowsFutureAllocate: false,
      allowsBackOrder: true,
      manageStock: true,
      itemDependency: 'set',
      excludedLocationCodes: ['C'],
      excludedFutureLocationCodes: ['D'],
      blockedLocationCodes: [],
      backorderReleaseDate: '2026-05-09',
      amounts: { ...NO_AMOUNTS, item: 999 },
    });
    expect(second).toMatchObject({ lineId: 7, itemDependency: null, backorderReleaseDate: null });
  });

  it('share what the order costs by their units where no line costs anything', () => {
    const items = [
      { lineId: 1, productCode: 'KTP', quantity: 1 },
      { lineId: 2, productCode: 'KTP2', quantity: 3 },
    ];
    const shipping = lines({ items, amounts: { shipping: 400 } }).map((line) => line.amounts.shipping);
    expect(shipping).toEqual([100, 300]);
  });

  it('share what the order costs by what they cost where some cost nothing', () => {
    const items = [
      { lineId: 1, productCode: 'KTP', quantity: 1, amounts: { item: 5 } },
      { lineId: 2, productCode: 'GIFT', quantity: 9 },
    ];
    const shipping = lines({ items, amounts: { shipping: 400 } }).map((line) => line.amounts.shipping);
    expect(shipping).toEqual([400, 0]);
  });

  it('share a discount of the order by what their own discounts leave of their prices', () => {
    const items = [
      { lineId: 1, productCode: 'KTP', quantity: 1, amounts: { item: 100, discount: 100 } },
      { lineId: 2, productCode: 'KTP2', quantity: 1, amounts: { item: 300 } },
    ];
    const discounts = lines({ items, amounts: { discount: 100 } }).map((line) => line.amounts.discount);
    expect(discounts).toEqual([100, 100]);
  });

  it('have no discount beyond their price, where the order as a whole has none', () => {
    const cents = fc.nat({ max: 1000 });
    const priced = fc.record({ item: cents, discount: cents, tax: cents });
    const order = fc.record({ ofLines: fc.array(priced, { minLength: 1, maxLength: 6 }), ofOrder: priced });
    fc.assert(
      fc.property(order, ({ ofLines, ofOrder }) => {
        const items = ofLines.map(({ item, discount, tax }, index) => ({
          lineId: index + 1,
          productCode: 'KTP',
          quantity: index + 1,
          amounts: { item, tax, discount: Math.min(item, discount) },
        }));
        const left = items.reduce((sum, { amounts }) => sum + amounts.item - amounts.discount, ofOrder.item);
        const amounts = { ...ofOrder, discount: Math.min(left, ofOrder.discount) };
        const shared = lines({ items, amounts }).map((line) => line.amounts);
        for (const each of shared) expect(each.discount).toBeLessThanOrEqual(each.item);
        const given = [amounts, ...items.map((line) => line.amounts)].map((each) => ({
          ...NO_AMOUNTS,
          ...each,
        }));
        expect(addAmounts(shared)).toEqual(addAmounts(given));
      }),
    );
  });

  it('are expected on the day that the site calls the instant of the order', () => {
    const backorderReleaseDate = '2026-05-10T02:00:00Z';
    const order = { items: [{ lineId: 1, productCode: 'KTP', quantity: 1, backorderReleaseDate }] };
    expect(lines(order, { timeZone: 'America/Chicago' })[0]!.backorderReleaseDate).toBe('2026-05-09');
  });

  it('may be backordered only where the product allows it, if the order does not say', () => {
    const order = { items: [{ lineId: 1, productCode: 'KTP', quantity: 1 }] };
    const may = (outOfStockBehavior: string) =>
      lines(order, {}, [{ productCode: 'KTP', outOfStockBehavior }])[0]!.allowsBackOrder;
    expect(may('AllowBackOrder')).toBe(true);
    expect(may('HideProduct')).toBe(false);
  });
});

describe('lines that begin to wait', () => {
  it('are each expected by their own product', () => {
    const product = Product.parse({ productCode: 'KTP', backorderDays: 3 });
    const expected = expectedItems(
      [item(1, 'KTP', 5), item(2, 'KTP2', 5)],
      new Map([[product.productCode, product]]),
      SiteSettings.parse({}),
      '2026-05-01' as CalendarDate,
    );
    expect(expected).toEqual([
      item(1, 'KTP', 5, { backorderReleaseDate: '2026-05-04' as CalendarDate }),
      item(2, 'KTP2', 5),
    ]);
  });
});

describe('lines as their products are now', () => {
  it('are the same objects where nothing has changed', () => {
    const gift = Product.parse({ productCode: 'GIFT', manageStock: false });
    const before = [item(1, 'KTP', 5), item(2, 'GIFT', 1)];
    const [same, changed] = withSwitches(before, new Map([[gift.productCode, gift]]));
    expect(same).toBe(before[0]);
    expect(changed).toEqual({ ...before[1], manageStock: false });
  });
});
