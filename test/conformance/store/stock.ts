import { beforeEach } from 'vitest';
import type { SiteId } from '../../../src/domain/ids.ts';
import type { StockAllocation } from '../../../src/domain/site/stock.ts';
import type { StoreTransaction } from '../../../src/release/ports/store.ts';
import { cause, day, location, lotId, product, site } from '../../store/records.ts';
import type { StoreUnderTest } from '../../store/stores.ts';

export const KTP = product('KTP');
export const A = location('A');
export const atA = { locationCode: A, productCode: KTP };
/** A lot of KTP that comes to A. */
export const LOT = { ...atA, futureInventoryId: lotId('po-1'), deliveryDate: day('2026-05-10') };

/**
 * Stock of KTP at a site of its own for each test.
 *
 * @param name of the suite; the sites are named after it
 */
export function useStock(name: string, under: () => StoreUnderTest) {
  let siteId: SiteId;
  let sites = 0;
  beforeEach(() => {
    sites += 1;
    siteId = site(`${name}-${sites}`);
  });

  /** Runs `work` in a transaction that has locked KTP. */
  const change = <T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> =>
    under().store.transaction(siteId, async (tx) => {
      await tx.lockStock([KTP]);
      return work(tx);
    });
  const reader = () => under().store.reader(siteId);
  return {
    siteId: () => siteId,
    change,
    reader,
    view: () => reader().stockOf([KTP]),
    count: (onHand: number) => change((tx) => tx.setOnHand([{ ...atA, onHand }], cause('refresh'))),
    setLot: (quantity: number) => change((tx) => tx.setLots([{ ...LOT, quantity }], cause('refresh'))),
    allocate: (...rows: StockAllocation[]) =>
      change(async (tx) => {
        if (!(await tx.allocate(rows, cause('release')))) throw new Error('short');
      }),
  };
}
