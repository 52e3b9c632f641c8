import type { Line, Shipment } from '../domain/shipment.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { WaveSnapshot } from '../domain/wave/snapshot.ts';
import { mayUseCurrentInventory } from '../formulation/eligibility/current-inventory.ts';
import { isEligibleLocation } from '../formulation/eligibility/eligible-location.ts';
import {
  futureEnabledForProduct,
  futureEnabledForSite,
  isBeyondFutureDateLimit,
  isExcludedForFuture,
  isOverdue,
} from '../formulation/eligibility/future-inventory.ts';
import type { WaveStock } from './stock.ts';

/**
 * The sources that a line may take from, after every rule of eligibility. Lines with the same sources share their class,
 * whatever the reasons.
 */
export interface LineClass {
  /** Its place among the classes. */
  readonly number: number;
  readonly product: number;
  /** Sources, by (rank of the day, location). */
  readonly sources: Int32Array;
  /** The ranks on which there are sources, ascending. */
  readonly ranks: Int32Array;
  /** Sources of `ranks[i]`: those from `starts[i]` up to `starts[i + 1]`. */
  readonly starts: Int32Array;
}

/** Finds the class of each line; a rule of eligibility is asked once for all lines that are alike to it. */
export class LineClasses {
  readonly #snapshot: Snapshot;
  readonly #stock: WaveStock;
  /** Whether a source counts at all: its day, and the switches of the site. */
  readonly #isOpen: Uint8Array;
  readonly #alike = new Map<string, LineClass>();
  readonly #bySources = new Map<string, LineClass>();
  readonly all: LineClass[] = [];

  constructor(wave: WaveSnapshot, stock: WaveStock) {
    // The rules of stock ask for a snapshot of any shipment: they read its days and settings only.
    this.#snapshot = { ...wave, shipment: wave.shipments[0]!.shipment };
    this.#stock = stock;
    this.#isOpen = stock.sourceRank.reduce((open, _, source) => {
      open[source] = this.#counts(source) ? 1 : 0;
      return open;
    }, new Uint8Array(stock.sourceRank.length));
  }

  #counts(source: number): boolean {
    const lot = this.#stock.sourceLots[source]![0];
    if (lot === undefined) return mayUseCurrentInventory(this.#snapshot.settings);
    if (!futureEnabledForSite(this.#snapshot)) return false;
    return !isOverdue(lot, this.#snapshot) && !isBeyondFutureDateLimit(lot, this.#snapshot);
  }

  /** The class of a line that needs stock; one without any source where nobody has its product. */
  of(line: Line, shipment: Shipment): LineClass {
    const product = this.#stock.productOf.get(line.productCode)!;
    const pickup = shipment.shipmentType === 'BOPIS' ? shipment.fulfillmentLocationCode : '';
    const excluded =
      line.excludedLocationCodes.length + line.excludedFutureLocationCodes.length === 0
        ? ''
        : `${[...line.excludedLocationCodes].sort().join('\n')}\n\n${[...line.excludedFutureLocationCodes].sort().join('\n')}`;
    const key = `${product} ${line.allowsFutureAllocate ? 1 : 0} ${pickup}\n${excluded}`;
    let found = this.#alike.get(key);
    if (found === undefined) {
      found = this.#classOf(product, this.#sourcesOf(product, line, shipment));
      this.#alike.set(key, found);
    }
    return found;
  }

  #sourcesOf(product: number, line: Line, shipment: Shipment): Int32Array {
    const { productStart, sourceLocation, sourceLots, locations } = this.#stock;
    const sources: number[] = [];
    const mayWait = futureEnabledForProduct(line);
    const isEligible = locations.map((location) => isEligibleLocation(location, line, shipment));
    for (let source = productStart[product]!; source < productStart[product + 1]!; source++) {
      if (this.#isOpen[source] === 0 || !isEligible[sourceLocation[source]!]) continue;
      const lot = sourceLots[source]![0];
      if (lot !== undefined && (!mayWait || isExcludedForFuture(lot, line))) continue;
      sources.push(source);
    }
    return Int32Array.from(sources);
  }

  #classOf(product: number, sources: Int32Array): LineClass {
    const key = `${product} ${sources.join()}`;
    const known = this.#bySources.get(key);
    if (known !== undefined) return known;
    const ranks: number[] = [];
    const starts: number[] = [];
    sources.forEach((source, at) => {
      const rank = this.#stock.sourceRank[source]!;
      if (ranks.at(-1) === rank) return;
      ranks.push(rank);
      starts.push(at);
    });
    const made: LineClass = {
      number: this.all.length,
      product,
      sources,
      ranks: Int32Array.from(ranks),
      starts: Int32Array.from([...starts, sources.length]),
    };
    this.all.push(made);
    this.#bySources.set(key, made);
    return made;
  }
}
