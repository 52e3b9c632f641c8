import type { ChildShipment } from '../../domain/decision.ts';
import type { LocationCode, ProductCode } from '../../domain/ids.ts';
import type { ShipmentItem, ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';
import { withSwitches } from '../../routing/switches.ts';
import { allocationsOf } from '../carry-out/apply.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { type DayLimits, fullLocations, readPlaces } from '../day-limits.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { lessUndecided, lessWanted } from '../queue/reserved.ts';
import { readWanted } from '../queue/takeable.ts';
import { DryRunStock } from '../run/dry/dry-run-stock.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readProducts, readSettings } from '../site-view.ts';
import { mayCover } from './may-cover.ts';
import { type PackageContext, singlePackage } from './single-package.ts';
import { ThoseBefore } from './those-before.ts';

/** Where a shipment that has lost its supply is covered from now on. */
interface NewCover {
  readonly child: ChildShipment;
  /** Its lines as their products are now. */
  readonly items: readonly ShipmentItem[];
  readonly allocations: readonly StockAllocation[];
}

/** Finds other sources for shipments that have lost theirs, one after another; each finds what the others left. */
export class CoverAnew {
  readonly #taken = new DryRunStock();
  /** Locations that have released as many as they may today. */
  readonly #full: Set<LocationCode>;
  readonly #before: ThoseBefore;

  private constructor(
    readonly ports: ReleasePorts,
    readonly tx: StoreTransaction,
    readonly context: PackageContext,
    readonly locked: ReadonlySet<ProductCode>,
    readonly dayLimits: DayLimits,
  ) {
    this.#full = new Set(fullLocations(dayLimits));
    const [full, taken] = [this.#full, this.#taken];
    this.#before = new ThoseBefore({ ports, reader: tx, context, dayLimits, full, taken });
  }

  /**
   * @param products that are locked; a shipment that wants another is not covered anew
   * @param now the instant, ISO 8601
   */
  static async over(
    ports: ReleasePorts,
    tx: StoreTransaction,
    products: readonly ProductCode[],
    now: string,
  ): Promise<CoverAnew> {
    const stock = await tx.stockOf(products);
    const { value: settings } = await readSettings(tx);
    const { locations, dayLimits } = await readPlaces(tx, settings, now);
    const context = {
      settings,
      locations,
      full: new Set<LocationCode>(),
      stock,
      products: await readProducts(tx, products),
      now,
      timeLimitMs: ports.attemptTimeLimitMs,
    };
    return new CoverAnew(ports, tx, context, new Set(products), dayLimits);
  }

  /**
   * What a shipment may be covered by. A promise that lots of another day or place keep is no release; what turns READY
   * somewhere else is one, and so is any that turns READY: the brakes of location and site hold for them.
   */
  #stockFor({ fulfillmentLocationCode: here }: ShipmentRecord): SiteStock {
    const { current, lots } = this.#taken.less(this.context.stock);
    if (this.context.settings.pauseReleases) return { current: [], lots };
    const mayRelease = (code: LocationCode) => code === here || !this.#full.has(code);
    return { current: current.filter(({ locationCode }) => mayRelease(locationCode)), lots };
  }

  /** Counts what turns READY at another place than it was promised from. @returns false where that is full for today */
  async #isCounted(
    { fulfillmentLocationCode: before }: ShipmentRecord,
    { shipmentStatus, fulfillmentLocationCode: place }: ChildShipment,
  ): Promise<boolean> {
    if (shipmentStatus !== 'READY' || place === null || place === before) return true;
    const { day, left } = this.dayLimits;
    const [full] = left.has(place) ? await this.tx.countReleases(day, new Map([[place, 1]])) : [];
    if (full !== undefined) this.#full.add(full);
    return full === undefined;
  }

  /** A source for all of a shipment; null where there is none, or somebody who stands before it could take from it. */
  async find(shipment: ShipmentRecord): Promise<NewCover | null> {
    const found = await this.#find(shipment);
    this.#before.note(shipment, found !== null);
    return found;
  }

  async #find(shipment: ShipmentRecord): Promise<NewCover | null> {
    const productCodes = productsOf(shipment.items);
    if (productCodes.some((code) => !this.locked.has(code))) return null;
    const { settings, now, products } = this.context;
    const items = withSwitches(shipment.items, products);
    // What is reserved for those who have waited for long is nobody's behind them.
    const { dayLimits } = this;
    const asked = { productCodes, settings, dayLimits, now, yieldsTo: 'nobody' } as const;
    const { kept } = await readWanted(this.tx, { before: shipment, ...asked });
    const findOn = (stock: SiteStock) =>
      mayCover(stock, items) ? singlePackage(this.ports, shipment, { ...this.context, stock }) : null;
    // Each turn but the last finds one more place full.
    for (;;) {
      const stock = lessWanted(this.#stockFor(shipment), kept, products);
      if ((await findOn(stock)) === null) return null;
      const wants = await this.#before.wants(shipment, productCodes);
      const found = wants === null ? null : await findOn(lessUndecided(stock, wants));
      if (found === null) return null;
      const { child, decision } = found;
      if (!(await this.#isCounted(shipment, child))) continue;
      this.#taken.take(decision);
      return { child, items, allocations: allocationsOf(child, shipment.shipmentNumber) };
    }
  }
}
