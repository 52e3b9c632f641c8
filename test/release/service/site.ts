import { optimize } from '../../../src/attempt/optimize.ts';
import type { FutureInventoryId, LocationCode, ProductCode, SiteId } from '../../../src/domain/ids.ts';
import { Product } from '../../../src/domain/site/catalogue.ts';
import type { NewEvent } from '../../../src/domain/site/event.ts';
import { OrderRequest } from '../../../src/domain/site/order.ts';
import { SiteSettings } from '../../../src/domain/site/settings.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { takeAttempt } from '../../../src/input/take-attempt.ts';
import { putProducts, putSettings } from '../../../src/release/catalogue.ts';
import { releaseWork } from '../../../src/release/maintenance.ts';
import { placeOrder } from '../../../src/release/orders/place-order.ts';
import type { PaymentGateway } from '../../../src/release/payment/gateway.ts';
import { createSandboxGateway } from '../../../src/release/payment/gateways/sandbox.ts';
import type { Store } from '../../../src/release/ports/store.ts';
import type { ShownShipment } from '../../../src/release/queue/shown.ts';
import type { ReleasePorts, Write } from '../../../src/release/service-ports.ts';
import { writeInventory } from '../../../src/release/supply/inventory.ts';
import type { InventoryRow } from '../../../src/release/supply/inventory-rows.ts';
import { workOffTriggers } from '../../../src/scheduling/triggers.ts';
import { createPortfolio } from '../../../src/solver/portfolio.ts';
import { TestClock } from '../../clock.ts';
import { NOW } from '../shipments.ts';
import { decideWaveHere } from './decide-wave.ts';

const engine = createPortfolio();
let sites = 0;

/** A row of a refresh: product at location, with a lot `[id, day]` where it is future inventory. */
export const row = (
  productCode: string,
  locationCode: string,
  quantity: number,
  lot?: readonly [id: string, day: string],
): InventoryRow => ({
  productCode: productCode as ProductCode,
  locationCode: locationCode as LocationCode,
  quantity,
  ...(lot !== undefined && { futureInventoryId: lot[0] as FutureInventoryId, deliveryDate: lot[1] }),
});

/** A fresh site of a store, and what tests do with it. */
export class TestSite {
  readonly siteId: SiteId;
  readonly ports: ReleasePorts;
  /** Of its services; the store may have another. */
  readonly clock = new TestClock(NOW);
  #ids = 0;

  constructor(
    readonly store: Store,
    gateway: PaymentGateway = createSandboxGateway(),
  ) {
    sites += 1;
    this.siteId = `site-${process.pid}-${sites}` as SiteId;
    this.ports = {
      store,
      gateway,
      decide: async (request) => optimize(takeAttempt(request, this.now), engine),
      decideWave: decideWaveHere(engine, this.clock.now),
      now: this.clock.now,
      wait: this.clock.wait,
      newId: () => `id-${++this.#ids}`,
      attemptTimeLimitMs: 5000,
    };
  }

  get now(): string {
    return this.clock.now();
  }

  set now(instant: string) {
    this.clock.set(instant);
  }

  get reader() {
    return this.store.reader(this.siteId);
  }

  write(changes: Partial<Write> = {}): Write {
    const correlationId = this.ports.newId();
    return { siteId: this.siteId, correlationId, idempotency: null, expectedVersion: null, ...changes };
  }

  settings(settings: Record<string, unknown>) {
    return putSettings(this.ports, this.write(), SiteSettings.parse(settings));
  }

  /** Products that may be backordered and promised from lots. */
  products(...codes: string[]) {
    const switches = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true };
    const products = codes.map((productCode) => Product.parse({ productCode, ...switches }));
    return putProducts(this.ports, this.write(), products);
  }

  place(order: OrderRequest) {
    return placeOrder(this.ports, this.write(), order);
  }

  /** Places an order and answers its shipments. */
  async order(lines: Record<string, number>, more: Record<string, unknown> = {}): Promise<ShipmentRecord[]> {
    const items = Object.entries(lines).map(([productCode, quantity], index) => ({
      lineId: index + 1,
      productCode,
      quantity,
      amounts: { item: 999 * quantity, tax: 83 },
    }));
    const answer = await this.place(OrderRequest.parse({ items, ...more }));
    const { shipments } = answer.body as { shipments: ShownShipment[] };
    return shipments.map(({ waiting: _, ...shipment }) => shipment);
  }

  refresh(...rows: InventoryRow[]) {
    return writeInventory(this.ports, this.write(), 'refresh', rows);
  }

  /** Works off every trigger of the store, by the loop that the queue runs. */
  settle() {
    return this.settleWith(this.ports);
  }

  /** The same, by other ports. */
  settleWith(ports: ReleasePorts) {
    return workOffTriggers({ ...ports, work: releaseWork(ports) });
  }

  async shipment(shipmentNumber: number): Promise<ShipmentRecord> {
    const found = await this.reader.shipment(shipmentNumber as ShipmentRecord['shipmentNumber']);
    if (found === null) throw new Error(`no shipment ${shipmentNumber}`);
    return found;
  }

  /** A family, each as `STATUS@location[date] product×units…`, without the REASSIGNED. */
  async leaves(shipment: ShipmentRecord): Promise<string[]> {
    const family = await this.reader.lineage(shipment.originalShipmentNumber);
    return family
      .filter((each) => each.shipmentStatus !== 'REASSIGNED')
      .map((each) => {
        const items = each.items.map((item) => `${item.productCode}×${item.quantity}`).join(' ');
        const date = each.futureDate === null ? '' : ` ${each.futureDate.slice(5)}`;
        return `${each.shipmentStatus}@${each.fulfillmentLocationCode ?? '-'}${date} ${items}`;
      });
  }

  /** Events about a shipment, in order. */
  async told(shipmentNumber: number): Promise<NewEvent[]> {
    const events = await this.reader.events(0, 10_000);
    return events.filter((event) => event.entityId === String(shipmentNumber));
  }
}
