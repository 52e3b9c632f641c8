import type { Decision } from '../../../domain/decision.ts';
import type { FutureInventoryId, LocationCode, ProductCode } from '../../../domain/ids.ts';
import type { SiteStock } from '../../../routing/attempt-request.ts';
import { type DayLimits, lessReleases, placesOf } from '../../day-limits.ts';
import type { HeldUnits } from '../../ports/stock.ts';

/** A source as a key of a map; no code holds the character between them, which no text of a site may. */
export const sourceKey = (
  locationCode: string | null,
  productCode: string,
  futureInventoryId: string | null,
): string => `${locationCode ?? ''}\u0000${productCode}\u0000${futureInventoryId ?? ''}`;

/** Stock as it would be after plans that are not carried out. */
export class DryRunStock {
  readonly #taken = new Map<string, number>();
  readonly #releases = new Map<LocationCode, number>();

  /** The same, to be counted on from here without changing this one. */
  copy(): DryRunStock {
    const copy = new DryRunStock();
    for (const [key, quantity] of this.#taken) copy.#taken.set(key, quantity);
    for (const [code, count] of this.#releases) copy.#releases.set(code, count);
    return copy;
  }

  /** The stock less what the plans so far would take. */
  less(stock: SiteStock): SiteStock {
    if (this.#taken.size === 0) return stock;
    const takenOf = (...source: Parameters<typeof sourceKey>) => this.#taken.get(sourceKey(...source)) ?? 0;
    const lessTaken = <Row extends { readonly allocated: number }>(row: Row, taken: number): Row =>
      taken === 0 ? row : { ...row, allocated: row.allocated + taken };
    return {
      current: stock.current.map((row) => lessTaken(row, takenOf(row.locationCode, row.productCode, null))),
      lots: stock.lots.map((lot) =>
        lessTaken(lot, takenOf(lot.locationCode, lot.productCode, lot.futureInventoryId)),
      ),
    };
  }

  /** What is left of the limits of locations after the plans so far. */
  leaves(limits: DayLimits): DayLimits {
    return lessReleases(limits, this.#releases);
  }

  /** Takes what a plan would take. */
  take({ children }: Decision): void {
    this.#countReleases(placesOf(children));
    for (const child of children) {
      const productOf = new Map(child.items.map((item) => [item.lineId, item.productCode]));
      for (const { lineId, futureInventoryId, quantity } of child.allocations) {
        this.#count(child.fulfillmentLocationCode, productOf.get(lineId)!, futureInventoryId, quantity);
      }
    }
  }

  /** Takes units of sources, for releases at some places. */
  takeUnits(rows: readonly HeldUnits[], places: ReadonlySet<LocationCode>): void {
    this.#countReleases(places);
    for (const { locationCode, productCode, futureInventoryId, quantity } of rows) {
      this.#count(locationCode, productCode, futureInventoryId, quantity);
    }
  }

  /** Gives back units that a shipment holds by now. */
  giveBack(rows: readonly HeldUnits[]): void {
    for (const { locationCode, productCode, futureInventoryId, quantity } of rows) {
      this.#count(locationCode, productCode, futureInventoryId, -quantity);
    }
  }

  #countReleases(places: ReadonlySet<LocationCode>): void {
    for (const code of places) this.#releases.set(code, (this.#releases.get(code) ?? 0) + 1);
  }

  #count(
    locationCode: LocationCode | null,
    productCode: ProductCode,
    futureInventoryId: FutureInventoryId | null,
    quantity: number,
  ): void {
    const key = sourceKey(locationCode, productCode, futureInventoryId);
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + quantity);
  }
}
