import type { ProductCode } from '../domain/ids.ts';
import type { Product } from '../domain/site/catalogue.ts';
import type { ShipmentItem } from '../domain/site/shipment.ts';

/** The switches of products, by code; those of one that is not there are the defaults. */
export type Products = ReadonlyMap<ProductCode, Product>;

/** Whether units of the product have to be in stock. */
export const needsStock = (product: Product | undefined): boolean => product?.manageStock ?? true;

/** Whether lots may be promised to the line: as it says itself, else as its product does now. */
export const allowsFuture = (item: ShipmentItem, products: Products): boolean =>
  item.allowsFutureAllocate ?? products.get(item.productCode)?.futureInventoryEnabled ?? false;

/** The lines as their products are now; a line whose product has not changed is the same object. */
export const withSwitches = (items: readonly ShipmentItem[], products: Products): ShipmentItem[] =>
  items.map((item) => {
    const manageStock = needsStock(products.get(item.productCode));
    return manageStock === item.manageStock ? item : { ...item, manageStock };
  });
