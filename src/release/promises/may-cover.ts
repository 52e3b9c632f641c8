import type { ProductCode } from '../../domain/ids.ts';
import type { ShipmentItem } from '../../domain/site/shipment.ts';
import { availableOf } from '../../domain/site/stock.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';

/**
 * Whether some place has, now or on one day, as many units of every product as the lines want: where none has, no single
 * package covers them, whatever else is asked of it.
 *
 * @param items as their products are now
 */
export function mayCover(
  { current, lots }: SiteStock,
  items: readonly Pick<ShipmentItem, 'productCode' | 'quantity' | 'manageStock'>[],
): boolean {
  const wanted = new Map<ProductCode, number>();
  for (const { productCode, quantity, manageStock } of items) {
    if (manageStock) wanted.set(productCode, (wanted.get(productCode) ?? 0) + quantity);
  }
  if (wanted.size === 0) return true;
  const offers = new Map<string, Map<ProductCode, number>>();
  const offer = (place: string, productCode: ProductCode, units: number) => {
    if (units <= 0) return;
    const at = offers.get(place) ?? new Map<ProductCode, number>();
    at.set(productCode, (at.get(productCode) ?? 0) + units);
    offers.set(place, at);
  };
  for (const row of current) offer(JSON.stringify([row.locationCode]), row.productCode, availableOf(row));
  for (const lot of lots) {
    if (lot.deliveryDate === null) continue;
    const place = JSON.stringify([lot.locationCode, lot.deliveryDate]);
    offer(place, lot.productCode, lot.quantity - lot.allocated);
  }
  return [...offers.values()].some((at) =>
    [...wanted].every(([product, units]) => (at.get(product) ?? 0) >= units),
  );
}
