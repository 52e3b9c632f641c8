import type { Decision } from '../../domain/decision.ts';
import type { FutureInventoryId, LocationCode, ProductCode } from '../../domain/ids.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';

/** Stock as it would be after plans that are not carried out. */
export class DryRunStock {
  readonly #taken = new Map<string, number>();

  /** The same, to be counted on from here without changing this one. */
  copy(): DryRunStock {
    const copy = new DryRunStock();
    for (const [key, quantity] of this.#taken) copy.#taken.set(key, quantity);
    return copy;
  }

  /** The stock less what the plans so far would take. */
  less(stock: SiteStock): SiteStock {
    const taken = (...key: (string | null)[]) => this.#taken.get(JSON.stringify(key)) ?? 0;
    return {
      current: stock.current.map((row) => ({
        ...row,
        allocated: row.allocated + taken(row.locationCode, row.productCode, null),
      })),
      lots: stock.lots.map((lot) => ({
        ...lot,
        allocated: lot.allocated + taken(lot.locationCode, lot.productCode, lot.futureInventoryId),
      })),
    };
  }

  /** Takes what a plan would take. */
  take({ children }: Decision): void {
    for (const child of children) {
      const productOf = new Map(child.items.map((item) => [item.lineId, item.productCode]));
      for (const { lineId, futureInventoryId, quantity } of child.allocations) {
        this.#count(child.fulfillmentLocationCode, productOf.get(lineId)!, futureInventoryId, quantity);
      }
    }
  }

  /** Takes units of sources. */
  takeUnits(rows: readonly Omit<StockAllocation, 'shipmentNumber' | 'lineId'>[]): void {
    for (const { locationCode, productCode, futureInventoryId, quantity } of rows) {
      this.#count(locationCode, productCode, futureInventoryId, quantity);
    }
  }

  #count(
    locationCode: LocationCode | null,
    productCode: ProductCode,
    futureInventoryId: FutureInventoryId | null,
    quantity: number,
  ): void {
    const key = JSON.stringify([locationCode, productCode, futureInventoryId]);
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + quantity);
  }
}
