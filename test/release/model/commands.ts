import fc from 'fast-check';
import type { CalendarDate } from '../../../src/domain/calendar.ts';
import type { FutureInventoryId, ShipmentNumber } from '../../../src/domain/ids.ts';
import { Product } from '../../../src/domain/site/catalogue.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { ServiceError } from '../../../src/errors.ts';
import { putProducts } from '../../../src/release/catalogue.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import {
  cancelShipment,
  fulfillShipment,
  holdShipment,
  prioritizeShipment,
  turnFutureToReady,
  unreleaseShipment,
} from '../../../src/release/shipments/commands.ts';
import { releaseShipment } from '../../../src/release/shipments/release-shipment.ts';
import { changeLot, receiveLots } from '../../../src/release/supply/lots.ts';
import { row, type TestSite } from '../service/site.ts';
import { findFaults } from './invariants.ts';

/** What is simple enough to be remembered beside the service: ages and units, by shipment. */
interface Model {
  readonly ages: Map<ShipmentNumber, string>;
}

type Site = { readonly site: TestSite; readonly gateway: { declines: boolean } };

const PRODUCTS = ['KTP', 'KTP2', 'KTP3'];
const LOCATIONS = ['A', 'B'];
const DAYS = ['2026-05-05', '2026-05-10', '2026-06-20'];
const LOTS = ['po-1', 'po-2', 'po-3'];

/** What a caller may be told; anything else is a defect. */
const FORESEEN = new Set(['TRANSITION_NOT_ALLOWED', 'NOT_FOUND', 'INSUFFICIENT_STOCK']);

/** One command: does it, works off what follows, and looks whether everything still holds. */
class Step implements fc.AsyncCommand<Model, Site> {
  constructor(
    readonly name: string,
    readonly work: (site: TestSite, gateway: { declines: boolean }) => Promise<unknown>,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, { site, gateway }: Site): Promise<void> {
    try {
      await this.work(site, gateway);
    } catch (error) {
      if (!(error instanceof ServiceError) || !FORESEEN.has(error.code)) throw error;
    }
    await site.settle();
    const faults = await findFaults(site.reader);
    if (faults.length > 0) throw new Error(`after ${this.name}:\n${faults.join('\n')}`);
    await this.#agesStay(model, site);
  }

  /** Once backordered, a shipment keeps its age, and its children have it. */
  async #agesStay(model: Model, site: TestSite): Promise<void> {
    for (const shipment of await allOf(site)) {
      const { shipmentNumber, parentShipmentNumber, backorderedAt } = shipment;
      const known =
        model.ages.get(shipmentNumber) ??
        (parentShipmentNumber === null ? undefined : model.ages.get(parentShipmentNumber));
      if (known !== undefined && known !== backorderedAt) {
        throw new Error(`shipment ${shipmentNumber} was backordered at ${known}, now ${backorderedAt}`);
      }
      if (backorderedAt !== null) model.ages.set(shipmentNumber, backorderedAt);
    }
  }

  toString(): string {
    return this.name;
  }
}

const allOf = (site: TestSite): Promise<ShipmentRecord[]> =>
  site.reader.shipments({ after: null, limit: 100_000 });

/** Does something with one of the shipments, whichever the draw points at; prefers those it is meant for. */
function withShipment(
  name: string,
  meantFor: readonly string[],
  work: (site: TestSite, number: ShipmentNumber) => Promise<unknown>,
) {
  return fc.nat(10_000).map(
    (draw) =>
      new Step(`${name} #${draw}`, async (site) => {
        const all = await allOf(site);
        const meant = all.filter((shipment) => meantFor.includes(shipment.shipmentStatus));
        // Now and then one that it is not meant for, which must be refused.
        const candidates = meant.length > 0 && draw % 5 !== 0 ? meant : all;
        if (candidates.length === 0) return;
        await work(site, candidates[draw % candidates.length]!.shipmentNumber);
      }),
  );
}

const product = fc.constantFrom(...PRODUCTS);
const location = fc.constantFrom(...LOCATIONS);
const lotId = fc.constantFrom(...LOTS);
const units = fc.nat(8);

const order = fc
  .record({
    lines: fc.dictionary(product, fc.integer({ min: 1, max: 6 }), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    }),
    priority: fc.nat(2),
    shipping: fc.nat(1000),
    pickup: fc.option(location, { freq: 4 }),
    paid: fc.boolean(),
    hours: fc.nat(48),
  })
  .map(({ lines, priority, shipping, pickup, paid, hours }) => {
    const text = JSON.stringify(lines);
    return new Step(
      `order ${text}${pickup === null ? '' : ` pickup ${pickup}`}${paid ? ' paid' : ''}`,
      (site) => {
        site.now = new Date(Date.parse(site.now) + hours * 1000).toISOString();
        return site.order(lines, {
          priority,
          amounts: { shipping },
          ...(pickup !== null && { shipmentType: 'BOPIS', pickupLocationCode: pickup }),
          ...(paid && { payment: { paymentMethod: 'card', authorizationReference: 'initial' } }),
        });
      },
    );
  });

const refresh = fc
  .record({ product, location, units, lot: fc.option(fc.record({ lotId, day: fc.constantFrom(...DAYS) })) })
  .map(({ product: code, location: at, units: there, lot }) => {
    // A lot's id says its product and place, as a purchase order does.
    const id = lot === null ? null : `${lot.lotId}-${code}-${at}`;
    return new Step(`refresh ${code} at ${at}: ${there}${lot ? ` on ${lot.day} (${id})` : ''}`, (site) =>
      site.refresh(id === null ? row(code, at, there) : row(code, at, there, [id, lot!.day])),
    );
  });

/** One of the lots that are expected, whichever the draw points at. */
const withLot = (name: string, work: (site: TestSite, id: FutureInventoryId) => Promise<unknown>) =>
  fc.nat(1000).map(
    (draw) =>
      new Step(`${name} #${draw}`, async (site) => {
        const lots = await site.reader.lotPage({ after: null, limit: 1000 });
        if (lots.length > 0) await work(site, lots[draw % lots.length]!.futureInventoryId);
      }),
  );

const receipt = fc
  .option(units)
  .chain((came) =>
    withLot(`receive ${came ?? 'all'}`, (site, id) =>
      receiveLots(site.ports, site.write(), [{ futureInventoryId: id, quantity: came }]),
    ),
  );
const slip = fc
  .constantFrom(...DAYS)
  .chain((day) =>
    withLot(`slip to ${day}`, (site, id) =>
      changeLot(site.ports, site.write(), id, { deliveryDate: day as CalendarDate }),
    ),
  );
const shrink = units.chain((quantity) =>
  withLot(`shrink to ${quantity}`, (site, id) => changeLot(site.ports, site.write(), id, { quantity })),
);
const cancelLot = withLot('cancel lot', (site, id) =>
  changeLot(site.ports, site.write(), id, { status: 'CANCELED' }),
);

const payments = fc.boolean().map(
  (declines) =>
    new Step(declines ? 'cards are declined' : 'cards are good', async (_site, gateway) => {
      gateway.declines = declines;
    }),
);

const settings = fc
  .record({
    futureInventoryEnabled: fc.boolean(),
    partial: fc.constantFrom(null, 'line', 'quantity'),
    paymentVoidAndReauth: fc.boolean(),
    afterActionPartial: fc.constantFrom(
      'ASSIGN_TO_BACKORDER',
      'LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY',
      'QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
      'QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY',
    ),
  })
  .map(({ partial, paymentVoidAndReauth, afterActionPartial, futureInventoryEnabled }) => {
    const text = `${partial ?? 'full'}${futureInventoryEnabled ? ' future' : ''} ${afterActionPartial}`;
    return new Step(`settings ${text}`, (site) =>
      site.settings({
        futureInventoryEnabled,
        paymentVoidAndReauth: paymentVoidAndReauth && partial === null,
        orderRouting: { afterActionPartial },
        releaseBackorderJob: {
          partialReleaseEnabled: partial !== null,
          ...(partial !== null && { partialReleaseType: partial }),
        },
      }),
    );
  });

const switches = fc
  .record({ product, futureInventoryEnabled: fc.boolean(), manageStock: fc.constantFrom(true, true, false) })
  .map(({ product: productCode, ...thrown }) => {
    const record = Product.parse({ productCode, outOfStockBehavior: 'AllowBackOrder', ...thrown });
    return new Step(`${productCode}: ${JSON.stringify(thrown)}`, (site) =>
      putProducts(site.ports, site.write(), [record]),
    );
  });

const run = fc
  .boolean()
  .map(
    (dryRun) =>
      new Step(dryRun ? 'dry run' : 'run', (site) =>
        releaseRun(site.ports, site.write(), { trigger: 'manual', policy: 'first-come', dryRun, scope: {} }),
      ),
  );
const aDayLater = fc.constant(
  new Step('a day later', async (site) => {
    site.now = new Date(Date.parse(site.now) + 86_400_000).toISOString();
    await maintainSite(site.ports, site.siteId);
  }),
);
const priority = fc
  .nat(3)
  .chain((value) =>
    withShipment(`priority ${value}`, ['BACKORDER', 'FUTURE'], (site, number) =>
      prioritizeShipment(site.ports, site.write(), number, value),
    ),
  );

/** Every command, as fast-check draws them. */
export const commands = [
  order,
  order,
  refresh,
  refresh,
  receipt,
  slip,
  shrink,
  cancelLot,
  payments,
  settings,
  switches,
  run,
  aDayLater,
  priority,
  withShipment('release', ['BACKORDER'], (site, number) => releaseShipment(site.ports, site.write(), number)),
  withShipment('unrelease', ['READY', 'FUTURE'], (site, number) =>
    unreleaseShipment(site.ports, site.write(), number, false),
  ),
  withShipment('cancel', ['BACKORDER', 'READY', 'FUTURE'], (site, number) =>
    cancelShipment(site.ports, site.write(), number),
  ),
  withShipment('hold', ['BACKORDER'], (site, number) => holdShipment(site.ports, site.write(), number, true)),
  withShipment('let go', ['BACKORDER'], (site, number) =>
    holdShipment(site.ports, site.write(), number, false),
  ),
  withShipment('future to ready', ['FUTURE'], (site, number) =>
    turnFutureToReady(site.ports, site.write(), number),
  ),
  withShipment('fulfill', ['READY'], (site, number) => fulfillShipment(site.ports, site.write(), number)),
];
