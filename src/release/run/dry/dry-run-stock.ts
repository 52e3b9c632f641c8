import type { Decision } from '../../../domain/decision.ts';
import type { LocationCode } from '../../../domain/ids.ts';
import type { SiteStock } from '../../../routing/attempt-request.ts';
import { type DayLimits, lessReleases, placesOf } from '../../day-limits.ts';
import { sourceKey, type TakenUnits, takenBy } from '../taken-units.ts';

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
    const lessTaken = <Row extends { readonly allocated: number }>(row: Row, key: string): Row => {
      const taken = this.#taken.get(key) ?? 0;
      return taken === 0 ? row : { ...row, allocated: row.allocated + taken };
    };
    return {
      current: stock.current.map((row) => lessTaken(row, sourceKey({ ...row, futureInventoryId: null }))),
      lots: stock.lots.map((lot) => lessTaken(lot, sourceKey(lot))),
    };
  }

  /** What is left of the limits of locations after the plans so far. */
  leaves(limits: DayLimits): DayLimits {
    return lessReleases(limits, this.#releases);
  }

  /** Takes what a plan would take. */
  take(decision: Decision): void {
    this.takeUnits(takenBy(decision), placesOf(decision.children));
  }

  /** Takes units of sources, for releases at some places. */
  takeUnits(rows: readonly TakenUnits[], places: ReadonlySet<LocationCode>): void {
    this.#countReleases(places);
    for (const row of rows) this.#count(row, row.quantity);
  }

  /** Gives back units that a shipment holds by now. */
  giveBack(rows: readonly TakenUnits[]): void {
    for (const row of rows) this.#count(row, -row.quantity);
  }

  #countReleases(places: ReadonlySet<LocationCode>): void {
    for (const code of places) this.#releases.set(code, (this.#releases.get(code) ?? 0) + 1);
  }

  #count(source: Omit<TakenUnits, 'quantity'>, quantity: number): void {
    const key = sourceKey(source);
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + quantity);
  }
}
