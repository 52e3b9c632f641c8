import { type CalendarDate, calendarDayOf, lastDayOfLimit } from '../domain/calendar.ts';
import type { Product } from '../domain/site/catalogue.ts';
import { AMOUNT_FIELDS, type Amounts, addAmounts, NO_AMOUNTS } from '../domain/site/money.ts';
import type { OrderLine, OrderRequest } from '../domain/site/order.ts';
import type { SiteSettings } from '../domain/site/settings.ts';
import { shareDiscount, shareWhole } from '../domain/site/share.ts';
import type { ShipmentItem } from '../domain/site/shipment.ts';
import { needsStock, type Products } from './switches.ts';

/**
 * The day on which a backordered line is expected: its own, else so many days from today as its product says,
 * else as the site says, else null.
 */
export function expectedDay(
  own: CalendarDate | null,
  product: Product | undefined,
  settings: SiteSettings,
  today: CalendarDate,
): CalendarDate | null {
  if (own !== null) return own;
  const days = product?.backorderDays ?? settings.defaultBackOrderDays;
  return days === null ? null : lastDayOfLimit(today, { unit: 'days', quantity: days });
}

/** Lines that begin to wait: each with the day on which it is expected, where anybody says. */
export const expectedItems = (
  items: readonly ShipmentItem[],
  products: Products,
  settings: SiteSettings,
  today: CalendarDate,
): ShipmentItem[] =>
  items.map((item) => ({
    ...item,
    backorderReleaseDate: expectedDay(
      item.backorderReleaseDate,
      products.get(item.productCode),
      settings,
      today,
    ),
  }));

/**
 * What is charged for the order as a whole, shared among its lines by what they cost, or by units where nothing does. A
 * discount is shared by what a line's own discount leaves of its price, so that together they exceed no price.
 */
function sharesOfOrder({ items, amounts }: OrderRequest): Amounts[] {
  const costs = items.map((line) => line.amounts.item);
  const weights = costs.some((cost) => cost > 0) ? costs : items.map((line) => line.quantity);
  const shares = items.map(() => ({ ...NO_AMOUNTS }));
  const leftOfPrices = () =>
    items.map((line, index) => Math.max(0, line.amounts.item + shares[index]!.item - line.amounts.discount));
  for (const field of AMOUNT_FIELDS) {
    const ofField =
      field === 'discount'
        ? shareDiscount(amounts.discount, leftOfPrices(), weights)
        : shareWhole(amounts[field], weights);
    ofField.forEach((share, index) => {
      shares[index]![field] = share;
    });
  }
  return shares;
}

function itemOf(
  line: OrderLine,
  product: Product | undefined,
  share: Amounts,
  ownDay: CalendarDate | null,
): ShipmentItem {
  return {
    lineId: line.lineId,
    originalLineId: line.lineId,
    productCode: line.productCode,
    quantity: line.quantity,
    originalQuantity: line.quantity,
    allowsFutureAllocate: line.allowsFutureAllocate ?? null,
    allowsBackOrder: line.allowsBackOrder ?? product?.outOfStockBehavior === 'AllowBackOrder',
    manageStock: needsStock(product),
    itemDependency: line.itemDependency,
    excludedLocationCodes: line.excludedLocationCodes,
    excludedFutureLocationCodes: line.excludedFutureLocationCodes,
    blockedLocationCodes: [],
    backorderReleaseDate: ownDay,
    amounts: addAmounts([line.amounts, share]),
  };
}

/** The lines of an order with the switches of their products and their share of what the whole order costs, by id. */
export function orderItems(order: OrderRequest, products: Products, settings: SiteSettings): ShipmentItem[] {
  const shares = sharesOfOrder(order);
  return order.items
    .map((line, index) => {
      const day = line.backorderReleaseDate;
      const ownDay = day === null ? null : calendarDayOf(day, settings.timeZone);
      return itemOf(line, products.get(line.productCode), shares[index]!, ownDay);
    })
    .sort((a, b) => a.lineId - b.lineId);
}
