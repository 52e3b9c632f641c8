import type { LocationCode, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { productsOf } from '../changed-meanwhile.ts';
import type { DayLimits } from '../day-limits.ts';
import type { StoreReader } from '../ports/store.ts';
import { queueDay } from '../queue/queue-day.ts';
import type { DryRunStock } from '../run/dry/dry-run-stock.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readProducts } from '../site-view.ts';
import { findImprovement } from './improve.ts';
import { decideQuietly, type PackageContext } from './single-package.ts';
import { comesBefore } from './standing.ts';

/** Shipments of a kind before one that are asked whether they could go. Where more stand there, they are let go first. */
const MOST_BEFORE = 20;
/** Longest that one of them is asked, in milliseconds: stock is locked meanwhile. */
const MOST_MS = 1_000;

/** What is asked of those who stand before one that has lost its supply. */
interface Asking {
  readonly ports: ReleasePorts;
  readonly reader: StoreReader;
  readonly context: PackageContext;
  readonly dayLimits: DayLimits;
  /** Locations that have released as many as they may today; grows meanwhile. */
  readonly full: ReadonlySet<LocationCode>;
  /** What others that have lost theirs have taken since. */
  readonly taken: DryRunStock;
}

/**
 * Those who stand before shipments that have lost their supply, and could go by what there is: who waits, who is FUTURE and
 * could become earlier, and who has just lost its own supply and goes back to wait. A change may have freed for
 * them what they have not been tried for yet.
 */
export class ThoseBefore {
  /** They could not before, and there is less now. */
  readonly #cannotGo = new Set<ShipmentNumber>();
  /** Those that have lost their supply themselves, and what has become of them is not written yet. */
  readonly #lost = new Set<ShipmentNumber>();
  readonly #backInQueue: ShipmentRecord[] = [];

  constructor(readonly asking: Asking) {}

  /** One that has lost its supply has had its turn. @param isCovered false: it goes back to wait */
  note(shipment: ShipmentRecord, isCovered: boolean): void {
    this.#lost.add(shipment.shipmentNumber);
    if (!isCovered) this.#backInQueue.push(shipment);
  }

  /**
   * Units of each product that those want who stand before a shipment and could go.
   *
   * @returns null where too many stand there to be asked
   */
  async wants(
    shipment: ShipmentRecord,
    productCodes: readonly ProductCode[],
  ): Promise<ReadonlyMap<ProductCode, number> | null> {
    const waiting = await this.#waitingBefore(shipment, productCodes);
    const promised = waiting === null ? null : await this.#promisedBefore(shipment, productCodes);
    if (waiting === null || promised === null) return null;
    const wants = new Map<ProductCode, number>();
    const ask = async (other: ShipmentRecord, could: (other: ShipmentRecord) => Promise<boolean>) => {
      if (this.#cannotGo.has(other.shipmentNumber)) return;
      if (await could(other)) {
        for (const { productCode, quantity } of other.items)
          wants.set(productCode, (wants.get(productCode) ?? 0) + quantity);
      } else this.#cannotGo.add(other.shipmentNumber);
    };
    for (const other of waiting) await ask(other, (each) => this.#couldGo(each));
    for (const other of promised) await ask(other, (each) => this.#couldBecomeEarlier(each));
    return wants;
  }

  async #waitingBefore(shipment: ShipmentRecord, productCodes: readonly ProductCode[]) {
    const { reader } = this.asking;
    const { today } = this.#day;
    const request = { today, productCodes, shipmentNumbers: null, after: null, limit: MOST_BEFORE };
    const places = (await reader.backlog(request)).filter((each) => comesBefore(each, shipment));
    if (places.length === MOST_BEFORE) return null;
    const codes = new Set(productCodes);
    const mayGo = ({ releaseNotBefore: day }: ShipmentRecord) => day === null || day <= today;
    const back = this.#backInQueue.filter(
      (each) =>
        comesBefore(each, shipment) && mayGo(each) && each.items.some((item) => codes.has(item.productCode)),
    );
    return [...(await this.#read(places)), ...back];
  }

  async #promisedBefore(shipment: ShipmentRecord, productCodes: readonly ProductCode[]) {
    const day = this.#day;
    if (day.improvableAfter === null || this.asking.context.settings.pauseReleases) return [];
    // Those that have lost theirs are still promised what they had, as far as the store knows.
    const limit = MOST_BEFORE + this.#lost.size;
    const request = { productCodes, before: shipment, day, limit };
    const places = (await this.asking.reader.promisesBefore(request)).filter(
      ({ shipmentNumber }) => !this.#lost.has(shipmentNumber),
    );
    return places.length >= MOST_BEFORE ? null : this.#read(places);
  }

  get #day() {
    const { settings, now } = this.asking.context;
    return queueDay(settings, now);
  }

  async #read(
    places: readonly { readonly shipmentNumber: ShipmentNumber }[],
  ): Promise<readonly ShipmentRecord[]> {
    const found: ShipmentRecord[] = [];
    for (const { shipmentNumber } of places) {
      if (this.#cannotGo.has(shipmentNumber)) continue;
      const shipment = await this.asking.reader.shipment(shipmentNumber);
      if (shipment !== null) found.push(shipment);
    }
    return found;
  }

  /** What an attempt for somebody is decided with. */
  async #contextOf(other: ShipmentRecord) {
    const { reader, context, full, taken } = this.asking;
    const codes = productsOf(other.items);
    const { versions, ...stock } = await reader.stockOf(codes);
    const products = await readProducts(reader, codes);
    const timeLimitMs = Math.min(context.timeLimitMs, MOST_MS);
    return { versions, context: { ...context, stock: taken.less(stock), products, full, timeLimitMs } };
  }

  async #couldGo(other: ShipmentRecord): Promise<boolean> {
    const { context } = await this.#contextOf(other);
    return (await decideQuietly(this.asking.ports, other, { ...context, explain: 'none' })) !== null;
  }

  async #couldBecomeEarlier(other: ShipmentRecord): Promise<boolean> {
    const { context, versions } = await this.#contextOf(other);
    const { stock, full } = context;
    const { ports, reader, dayLimits } = this.asking;
    const found = await findImprovement(ports, other, {
      held: await reader.allocationsOf([other.shipmentNumber]),
      versions,
      dayLimits,
      context,
      takeable: { stock, full, isUndecided: false, isKept: false, leaves: new Map() },
    });
    return found.outcome === 'improved';
  }
}
