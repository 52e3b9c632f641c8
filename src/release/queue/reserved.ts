import type { LocationCode, ProductCode } from '../../domain/ids.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';
import type { Products } from '../../routing/switches.ts';
import type { Want } from '../ports/queue.ts';

/**
 * Stock less what undecided shipments want of each product, taken off at every source of it. That is more than they can
 * take together, so whatever is taken of the rest leaves each of them every way that it had.
 *
 * @param wants units by product
 */
export function lessUndecided(stock: SiteStock, wants: ReadonlyMap<ProductCode, number>): SiteStock {
  if (wants.size === 0) return stock;
  const kept = <Row extends { readonly productCode: ProductCode; readonly allocated: number }>(
    row: Row,
  ): Row => {
    const units = wants.get(row.productCode);
    return units === undefined ? row : { ...row, allocated: row.allocated + units };
  };
  return { current: stock.current.map(kept), lots: stock.lots.map(kept) };
}

/** Whether a line may take from a location, as far as it says itself. */
const mayUse = (want: Want, locationCode: LocationCode): boolean =>
  (want.pickupLocationCode === null || want.pickupLocationCode === locationCode) &&
  !want.excludedLocationCodes.includes(locationCode);

/** Whether a line may take from a lot there. */
const mayUseLot = (want: Want, locationCode: LocationCode, products: Products): boolean =>
  mayUse(want, locationCode) &&
  !want.excludedFutureLocationCodes.includes(locationCode) &&
  (want.allowsFutureAllocate ?? products.get(want.productCode)?.futureInventoryEnabled ?? false);

/**
 * Stock less all that lines want which may use it, source by source: what exceeds that is nobody's.
 *
 * @param products the switches of the lines' products
 */
export function lessWanted(stock: SiteStock, wants: readonly Want[], products: Products): SiteStock {
  if (wants.length === 0) return stock;
  const ofProduct = new Map<ProductCode, Want[]>();
  for (const want of wants) {
    const others = ofProduct.get(want.productCode);
    if (others === undefined) ofProduct.set(want.productCode, [want]);
    else others.push(want);
  }
  const unitsAt = (
    { productCode, locationCode }: { readonly productCode: ProductCode; readonly locationCode: LocationCode },
    uses: (want: Want) => boolean,
  ) => {
    let units = 0;
    for (const want of ofProduct.get(productCode) ?? []) {
      if (mayUse(want, locationCode) && uses(want)) units += want.quantity;
    }
    return units;
  };
  return {
    current: stock.current.map((row) => ({ ...row, allocated: row.allocated + unitsAt(row, () => true) })),
    lots: stock.lots.map((lot) => ({
      ...lot,
      allocated: lot.allocated + unitsAt(lot, (want) => mayUseLot(want, lot.locationCode, products)),
    })),
  };
}
