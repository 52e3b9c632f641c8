import { calendarDayOf } from '../../domain/calendar.ts';
import type { ChildShipment } from '../../domain/decision.ts';
import type { LocationCode, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentItem, ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';
import { withSwitches } from '../../routing/switches.ts';
import { allocationsOf } from '../carry-out/apply.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { type DayLimits, fullLocations, readPlaces } from '../day-limits.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { lessWanted } from '../queue/reserved.ts';
import { readWanted } from '../queue/takeable.ts';
import { DryRunStock } from '../run/dry-run-stock.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readProducts, readSettings } from '../site-view.ts';
import { mayCover } from './may-cover.ts';
import { decideQuietly, type PackageContext, singlePackage } from './single-package.ts';
import { comesBefore } from './standing.ts';

/** Shipments before one that are asked whether they could go. Where more stand there, they are let go first. */
const MOST_BEFORE = 20;

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
  /** Shipments of the backlog that cannot go: they could not before, and there is less now. */
  readonly #cannotGo = new Set<ShipmentNumber>();
  /** Locations that have released as many as they may today. */
  readonly #full: Set<LocationCode>;

  private constructor(
    readonly ports: ReleasePorts,
    readonly tx: StoreTransaction,
    readonly context: PackageContext,
    readonly locked: ReadonlySet<ProductCode>,
    readonly dayLimits: DayLimits,
  ) {
    this.#full = new Set(fullLocations(dayLimits));
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
    const products = productsOf(shipment.items);
    if (products.some((code) => !this.locked.has(code))) return null;
    const items = withSwitches(shipment.items, this.context.products);
    // What is reserved for those who have waited for long is nobody's behind them.
    const { settings, now } = this.context;
    const { dayLimits } = this;
    const asked = { productCodes: products, settings, dayLimits, now, yieldsTo: 'nobody' } as const;
    const place = { before: shipment, ...asked };
    const { kept } = await readWanted(this.tx, place);
    // Each turn but the last finds one more place full.
    for (;;) {
      const context = {
        ...this.context,
        stock: lessWanted(this.#stockFor(shipment), kept, this.context.products),
      };
      if (!mayCover(context.stock, items)) return null;
      const found = await singlePackage(this.ports, shipment, context);
      if (found === null || (await this.#passesSomebody(shipment, products, context))) return null;
      const { child, decision } = found;
      if (!(await this.#isCounted(shipment, child))) continue;
      this.#taken.take(decision);
      return { child, items, allocations: allocationsOf(child, shipment.shipmentNumber) };
    }
  }

  /** Whether a shipment of the backlog that stands before it could be released from what there is. */
  async #passesSomebody(
    shipment: ShipmentRecord,
    productCodes: readonly ProductCode[],
    context: PackageContext,
  ): Promise<boolean> {
    const { settings, now, timeLimitMs } = context;
    const today = calendarDayOf(now, settings.timeZone);
    const request = { today, productCodes, shipmentNumbers: null, after: null, limit: MOST_BEFORE };
    const waiting = (await this.tx.backlog(request)).filter((each) => comesBefore(each, shipment));
    if (waiting.length === MOST_BEFORE) return true;
    for (const { shipmentNumber } of waiting) {
      if (this.#cannotGo.has(shipmentNumber)) continue;
      const other = await this.tx.shipment(shipmentNumber);
      if (other === null) continue;
      const codes = productsOf(other.items);
      const stock = this.#taken.less(await this.tx.stockOf(codes));
      const products = await readProducts(this.tx, codes);
      const decision = await decideQuietly(this.ports, other, {
        ...context,
        stock,
        products,
        full: this.#full,
        timeLimitMs: Math.min(timeLimitMs, 1_000),
        explain: 'none',
      });
      if (decision !== null) return true;
      this.#cannotGo.add(shipmentNumber);
    }
    return false;
  }
}
