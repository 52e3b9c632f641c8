import type { ProductCode } from '../../domain/ids.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Location } from '../../domain/stock.ts';
import { isEligibleLocation } from '../../formulation/eligibility/eligible-location.ts';
import { isExcludedForFuture } from '../../formulation/eligibility/future-inventory.ts';
import { coversAll } from './coverage.ts';
import { END_OF_TIME, type Gates, gatesOf, withEveryDate } from './gates.ts';
import { PlaceStock } from './place-stock.ts';
import { type AddedStock, withAdded, withGates } from './relax.ts';
import { asFullRelease, type Release, smallestReleases } from './releases.ts';
import { mayWait, type ProductStock, StockIndex, type Supply, suppliesOf, unitsAnywhere } from './supply.ts';
import type { WhatIf } from './what-if.ts';

/** What differs in a changed question. What is left out is as it is. */
export interface Change {
  readonly gates?: Partial<Gates>;
  /** Limits on locations and children. */
  readonly limits?: Partial<Settings>;
  readonly added?: readonly AddedStock[];
  /** Other locations, or other lines. */
  readonly rewrite?: (snapshot: Snapshot) => Snapshot;
}

/** Whether limits, or kits that leave whole, set products in each other's way, so that flows alone do not decide. */
export function isCoupled({ settings, shipment }: Snapshot): boolean {
  const { maxFulfillingLocations, maxSplitItemLocations, maxChildShipments } = settings;
  const limits = [maxFulfillingLocations, maxSplitItemLocations, maxChildShipments];
  return (
    limits.some((most) => most !== null) || shipment.itemDependencies.some(({ ship }) => ship === 'together')
  );
}

/** Whether supplies give all that a release wants of a product. */
function isCoveredBy(supplies: readonly Supply[], { lines }: ProductStock, release: Release): boolean {
  return coversAll(lines, supplies, release);
}

/**
 * Asks changed questions of one held shipment. Sums and flows of its products decide what they can: that stock does not
 * suffice, and, where no limit couples the products, that it does. Only what is left is solved.
 */
export class Inquiry {
  readonly index: StockIndex;
  readonly gates: Gates;
  readonly releases: readonly Release[];
  #places: PlaceStock | null = null;
  readonly #coveredNow = new Map<Release, Map<ProductStock, boolean>>();
  readonly #takers = new Map<AddedStock, readonly Line[]>();
  readonly #locations = new Map<string, Location>();
  readonly #whatIf: WhatIf;
  readonly #cut: { isCut: boolean };

  constructor(
    readonly snapshot: Snapshot,
    whatIf: WhatIf,
    cut = { isCut: false },
  ) {
    this.#whatIf = whatIf;
    this.#cut = cut;
    this.index = new StockIndex(snapshot);
    this.gates = gatesOf(snapshot);
    this.releases = smallestReleases(snapshot);
    for (const location of snapshot.locations) this.#locations.set(location.locationCode, location);
  }

  /** Questions about another attempt, within the same time. */
  beside(snapshot: Snapshot): Inquiry {
    return new Inquiry(snapshot, this.#whatIf, this.#cut);
  }

  /** True when some question was left unanswered for want of time. */
  get isCut(): boolean {
    return this.#cut.isCut;
  }

  /** True when the time is over; what is not asked any more is missing. */
  isTimeUp(): boolean {
    if (!this.#whatIf.isTimeUp()) return false;
    this.#cut.isCut = true;
    return true;
  }

  /** Whether the prices of the caller decide what is released: nothing else says then that something is. */
  get isPriced(): boolean {
    const { objective, partialRelease } = this.snapshot.settings;
    return objective.mode === 'weighted' && partialRelease !== 'none';
  }

  /** Whether the changed question is proven to be answered with a release. */
  async isReleased(change: Change): Promise<boolean> {
    const { rewrite, limits, added = [] } = change;
    const rewritten = rewrite === undefined ? this.snapshot : rewrite(this.snapshot);
    const counted = this.index.isOwing ? { ...change, added: this.#lessOwed(added) } : change;
    const possible = this.#inStock(counted, rewritten);
    if (possible.length === 0) return false;
    const limited = { ...rewritten, settings: { ...rewritten.settings, ...limits } };
    if (!this.isPriced && !isCoupled(limited)) return true;
    const changed = () => withAdded(withGates(limited, { ...this.gates, ...change.gates }), added);
    if (this.isPriced) {
      if (this.isTimeUp()) return false;
      return this.#noteCut(await this.#whatIf.isReleased(changed())) === true;
    }
    for (const release of possible) {
      if (await this.#isFeasible(changed, release, counted)) return true;
    }
    return false;
  }

  /** What of units that come into stock is left to promise, once what is owed at their locations is made good. */
  #lessOwed(added: readonly AddedStock[]): AddedStock[] {
    const made = new Map<string, number>();
    return added.map((row) => {
      const { productCode, locationCode, day, units } = row;
      const key = JSON.stringify([productCode, locationCode]);
      const owed = this.index.owedAt(productCode, locationCode) - (made.get(key) ?? 0);
      const less = day === null ? Math.min(units, owed) : 0;
      if (less === 0) return row;
      made.set(key, (made.get(key) ?? 0) + less);
      return { ...row, units: units - less };
    });
  }

  /** The releases that stock covers in the changed question. */
  #inStock(change: Change, rewritten: Snapshot): readonly Release[] {
    if (change.rewrite === undefined) {
      return this.releases.filter((release) =>
        this.index.products.every((product) => this.#isCovered(product, change, release)),
      );
    }
    const gates = { ...this.gates, ...change.gates };
    // What no location could give needs no look at what lines and locations would allow.
    const anywhere = this.releases.filter((release) => this.#isAnywhere(release, gates));
    if (anywhere.length === 0) return [];
    const { products } = new StockIndex(rewritten);
    return anywhere.filter((release) =>
      products.every((product) => isCoveredBy(suppliesOf(product, gates), product, release)),
    );
  }

  /**
   * Whether sums let the attempt, changed in all that can be, release anything: false is a proof that no part of it does.
   *
   * @param isSupplied whether more units come, too
   */
  couldGoWith(widest: Snapshot, isSupplied: boolean): boolean {
    if (isSupplied) return true;
    const everything = {
      ...withEveryDate(this.gates),
      useCurrentInventory: widest.settings.useCurrentInventory,
      lastFutureDay: END_OF_TIME,
      overdueReceived: true,
    };
    return this.releases.some((release) => this.#isAnywhere(release, everything));
  }

  /** Whether other switches of locations, or other exclusions, could release anything at all. */
  get couldGoFromElsewhere(): boolean {
    return this.releases.some((release) => this.#isAnywhere(release, this.gates));
  }

  /** Whether there is enough of everything, wherever it lies and whoever may take it; no rewriting makes it more. */
  #isAnywhere(release: Release, gates: Gates): boolean {
    return this.index.products.every((product) => {
      const wanted = product.lines.reduce((sum, { lineId }) => sum + (release.get(lineId) ?? 0), 0);
      return wanted <= unitsAnywhere(product, gates);
    });
  }

  /** Whether this release keeps these limits, from the stock that counts now; null where that was not proven in time. */
  isWithin(release: Release, limits: Partial<Settings> = {}): Promise<boolean | null> {
    const { snapshot } = this;
    const changed = () => ({ ...snapshot, settings: { ...snapshot.settings, ...limits } });
    return this.#isFeasible(changed, release, { limits });
  }

  async #isFeasible(changed: () => Snapshot, release: Release, change: Change): Promise<boolean | null> {
    const counted = this.#count(release, change);
    if (counted !== null) return counted;
    if (this.isTimeUp()) return null;
    return this.#noteCut(await this.#whatIf.isFeasible(asFullRelease(changed(), release)));
  }

  /** What counting places tells. */
  #count(release: Release, { gates, rewrite, limits, added = [] }: Change): boolean | null {
    const settings = { ...this.snapshot.settings, ...limits };
    const opened = gates === undefined ? this.gates : { ...this.gates, ...gates };
    if (rewrite !== undefined && added.length > 0) return null;
    const places = rewrite === undefined ? this.places : new PlaceStock(rewrite(this.snapshot));
    const takersOf = (row: AddedStock) => this.takersOf(row, opened);
    return places.judge({ release, gates: opened, added, takersOf }, settings);
  }

  /** Stock by location: a pass over all rows, made only where limits are asked about. */
  get places(): PlaceStock {
    this.#places ??= new PlaceStock(this.snapshot);
    return this.#places;
  }

  #noteCut(answer: boolean | null): boolean | null {
    if (answer === null) this.#cut.isCut = true;
    return answer;
  }

  /** Whether stock and limits, as they are, allow a release; null where that was not proven in time. */
  async isPossible(release: Release): Promise<boolean | null> {
    const isInStock = this.index.products.every((product) => this.#isCoveredNow(product, release));
    return isInStock && isCoupled(this.snapshot) ? this.isWithin(release) : isInStock;
  }

  /** Products of which more stock can help: those that lack some; where limits couple products, or prices decide, all. */
  shortProducts(): ProductCode[] {
    const { index, releases, snapshot } = this;
    const isShort = (product: ProductStock) =>
      isCoupled(snapshot) ||
      this.isPriced ||
      releases.some((release) => !this.#isCoveredNow(product, release));
    return index.products.filter(isShort).map(({ productCode }) => productCode);
  }

  /** Whether the stock that counts now covers what a release wants of a product; asked again and again. */
  #isCoveredNow(product: ProductStock, release: Release): boolean {
    const known = this.#coveredNow.get(release) ?? new Map<ProductStock, boolean>();
    this.#coveredNow.set(release, known);
    let isCovered = known.get(product);
    if (isCovered === undefined) {
      isCovered = isCoveredBy(suppliesOf(product, this.gates), product, release);
      known.set(product, isCovered);
    }
    return isCovered;
  }

  #isCovered(product: ProductStock, { gates, added = [] }: Change, release: Release): boolean {
    const more = added.filter(({ productCode }) => productCode === product.productCode);
    if (gates === undefined && more.length === 0) return this.#isCoveredNow(product, release);
    const opened = gates === undefined ? this.gates : { ...this.gates, ...gates };
    const supplies = [...suppliesOf(product, opened), ...this.#supplies(more, opened)];
    return isCoveredBy(supplies, product, release);
  }

  /** Units at places that the same lines may take from are one supply. */
  #supplies(added: readonly AddedStock[], gates: Gates): Supply[] {
    const byTakers = new Map<string, { readonly takers: readonly Line[]; units: number }>();
    for (const row of added) {
      const takers = this.takersOf(row, gates);
      const key = takers.map(({ lineId }) => lineId).join(' ');
      const known = byTakers.get(key);
      if (known === undefined) byTakers.set(key, { takers, units: row.units });
      else known.units += row.units;
    }
    return [...byTakers.values()];
  }

  /** The lines that may take these units; a row is asked for again and again. */
  takersOf(row: AddedStock, gates = this.gates): readonly Line[] {
    const known = gates === this.gates ? this.#takers.get(row) : undefined;
    if (known !== undefined) return known;
    const lines = this.index.product(row.productCode)?.lines ?? [];
    const takers = lines.filter((line) => this.mayTake(line, row, gates));
    if (gates === this.gates) this.#takers.set(row, takers);
    return takers;
  }

  /** Whether a line may take units from this place and day under these gates. */
  mayTake(line: Line, { locationCode, day }: Pick<AddedStock, 'locationCode' | 'day'>, gates = this.gates) {
    const location = this.#locations.get(locationCode);
    if (location === undefined || !isEligibleLocation(location, line, this.snapshot.shipment)) return false;
    if (day === null) return gates.useCurrentInventory;
    if (!gates.futureInventoryEnabled || day > gates.lastFutureDay) return false;
    return mayWait(line, gates) && !isExcludedForFuture(location, line);
  }
}
