import { compareCodes } from '../../../domain/ids.ts';
import type { Inquiry } from '../inquiry.ts';
import { neededOf } from './needed.ts';
import type { OwnFix } from './own-fix.ts';

/** Turning the site's future inventory on, where that alone releases the shipment. */
export async function enableSite(inquiry: Inquiry): Promise<OwnFix[]> {
  if (inquiry.gates.futureInventoryEnabled) return [];
  const isReleased = await inquiry.isReleased({ gates: { futureInventoryEnabled: true } });
  return isReleased ? [{ kind: 'ENABLE_FUTURE_FOR_SITE' }] : [];
}

/** Letting current inventory count, where that alone releases the shipment. */
export async function useCurrent(inquiry: Inquiry): Promise<OwnFix[]> {
  if (inquiry.gates.useCurrentInventory) return [];
  const isReleased = await inquiry.isReleased({ gates: { useCurrentInventory: true } });
  return isReleased ? [{ kind: 'USE_CURRENT_INVENTORY' }] : [];
}

/** Turning future inventory on for a set of products from which none can be left out. */
export async function enableProducts(inquiry: Inquiry): Promise<OwnFix[]> {
  if (!inquiry.gates.futureInventoryEnabled) return [];
  const off = inquiry.snapshot.shipment.items.filter(
    (line) => line.manageStock && !line.allowsFutureAllocate,
  );
  const products = [...new Set(off.map((line) => line.productCode))].sort(compareCodes);
  const productCodes = await neededOf(products, (some) =>
    inquiry.isReleased({ gates: { productsEnabled: new Set(some) } }),
  );
  return productCodes.length === 0 ? [] : [{ kind: 'ENABLE_FUTURE_FOR_PRODUCT', productCodes }];
}
