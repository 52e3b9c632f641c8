import type { Settings } from '../../domain/settings.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import type { Location } from '../../domain/stock.ts';
import { isEligibleLocation } from '../../formulation/eligibility/eligible-location.ts';
import { isExcludedForFuture } from '../../formulation/eligibility/future-inventory.ts';
import { coverLines } from './coverage.ts';
import { type Gates, gatesOf } from './gates.ts';
import { type AddedStock, withAdded, withGates } from './relax.ts';
import { asFullRelease, type Release, smallestReleases } from './releases.ts';
import { mayWait, type ProductStock, StockIndex, type Supply, suppliesOf } from './supply.ts';
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

/**
 * Asks changed questions of one held shipment. Sums and flows of its products decide what they can: that stock does not
 * suffice, and, where no limit couples the products, that it does. Only what is left is solved.
 */
export class Inquiry {
  readonly index: StockIndex;
  readonly gates: Gates;
  readonly releases: readonly Release[];
  readonly #locations = new Map<string, Location>();
  readonly #whatIf: WhatIf;
  #isCut = false;

  constructor(
    readonly snapshot: Snapshot,
    whatIf: WhatIf,
  ) {
    this.#whatIf = whatIf;
    this.index = new StockIndex(snapshot);
    this.gates = gatesOf(snapshot);
    this.releases = smallestReleases(snapshot);
    for (const location of snapshot.locations) this.#locations.set(location.locationCode, location);
  }

  /** True when some question was left unanswered for want of time. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** True when the time is over; what is not asked any more is missing. */
  isTimeUp(): boolean {
    if (!this.#whatIf.isTimeUp()) return false;
    this.#isCut = true;
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
    const index = rewrite === undefined ? this.index : new StockIndex(rewritten);
    const gates = { ...this.gates, ...change.gates };
    const possible = this.releases.filter((release) =>
      index.products.every((product) => this.#isCovered(product, gates, added, release)),
    );
    if (possible.length === 0) return false;
    const limited = { ...rewritten, settings: { ...rewritten.settings, ...limits } };
    if (!this.isPriced && !isCoupled(limited)) return true;
    const changed = withAdded(withGates(limited, gates), added);
    if (this.isPriced) {
      if (this.isTimeUp()) return false;
      return this.#noteCut(await this.#whatIf.isReleased(changed)) === true;
    }
    for (const release of possible) {
      if (await this.#isFeasible(changed, release)) return true;
    }
    return false;
  }

  /** Whether this release keeps these limits, from the stock that counts now; null where that was not proven in time. */
  isWithin(release: Release, limits: Partial<Settings> = {}): Promise<boolean | null> {
    const { snapshot } = this;
    return this.#isFeasible({ ...snapshot, settings: { ...snapshot.settings, ...limits } }, release);
  }

  async #isFeasible(snapshot: Snapshot, release: Release): Promise<boolean | null> {
    if (this.isTimeUp()) return null;
    return this.#noteCut(await this.#whatIf.isFeasible(asFullRelease(snapshot, release)));
  }

  #noteCut(answer: boolean | null): boolean | null {
    if (answer === null) this.#isCut = true;
    return answer;
  }

  /** Whether stock and limits, as they are, allow a release; null where that was not proven in time. */
  async isPossible(release: Release): Promise<boolean | null> {
    const isInStock = this.index.products.every((product) =>
      this.#isCovered(product, this.gates, [], release),
    );
    return isInStock && isCoupled(this.snapshot) ? this.isWithin(release) : isInStock;
  }

  #isCovered(product: ProductStock, gates: Gates, added: readonly AddedStock[], release: Release): boolean {
    const { lines, productCode } = product;
    if (!lines.some((line) => release.has(line.lineId))) return true;
    const supplies = suppliesOf(product, gates);
    for (const row of added) {
      if (row.productCode === productCode) supplies.push(this.#supplyOf(row, lines, gates));
    }
    const covered = coverLines(lines, supplies, release);
    return [...covered].every(([lineId, units]) => units === release.get(lineId));
  }

  #supplyOf(row: AddedStock, lines: readonly Line[], gates: Gates): Supply {
    return { takers: lines.filter((line) => this.mayTake(line, row, gates)), units: row.units };
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
