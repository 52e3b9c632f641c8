import type { FutureInventoryId, ProductCode } from '../../domain/ids.ts';
import type { LotRow } from '../../domain/site/stock.ts';
import { productsOf } from '../changed-meanwhile.ts';
import type { StoreTransaction } from '../ports/store.ts';

/**
 * Locks every product that lots, and shipments that hold units of them, are about; stock before shipments.
 *
 * @param products to be locked besides
 * @param isMeant which lots of the ids are meant; left out: all
 * @returns those lots as they are while they are locked
 */
export async function lockLots(
  tx: StoreTransaction,
  ids: readonly FutureInventoryId[],
  products: readonly ProductCode[] = [],
  isMeant: (lot: LotRow) => boolean = () => true,
): Promise<LotRow[]> {
  const wanted = new Set<ProductCode>(products);
  const read = async () => (ids.length === 0 ? [] : (await tx.lots(ids)).filter(isMeant));
  // What is read before anything is locked only says what to lock.
  let lots = await read();
  for (const lot of lots) wanted.add(lot.productCode);
  for (let before = -1; before < wanted.size; ) {
    before = wanted.size;
    await tx.lockStock([...wanted].sort());
    lots = await read();
    for (const lot of lots) wanted.add(lot.productCode);
    // Most lots of a refresh have no promises; only those that have some need their shipments looked up.
    const claims = await tx.allocationsOfLots(lots.filter((lot) => lot.allocated > 0));
    const numbers = [...new Set(claims.map((claim) => claim.shipmentNumber))];
    if (numbers.length > 0) for (const held of productsOf(await tx.allocationsOf(numbers))) wanted.add(held);
  }
  return lots;
}
