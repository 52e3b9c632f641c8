import fc from 'fast-check';
import type { CalendarDate } from '../../../src/domain/calendar.ts';
import type { ShipmentNumber } from '../../../src/domain/ids.ts';
import { Product } from '../../../src/domain/site/catalogue.ts';
import type { LotKey } from '../../../src/domain/site/stock.ts';
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
import { changeLot } from '../../../src/release/supply/change-lot.ts';
import { receiveLots } from '../../../src/release/supply/receipts.ts';
import { row, type TestSite } from '../service/site.ts';
import { allOf, Step } from './step.ts';

const PRODUCTS = ['KTP', 'KTP2', 'KTP3'];
const LOCATIONS = ['A', 'B'];
const DAYS = ['2026-05-05', '2026-05-10', '2026-06-20'];
const LOTS = ['po-1', 'po-2', 'po-3'];

/** Does something with one of the shipments, whichever the draw points at; prefers those it is meant for. */
function withShipment(
  kind: string,
  details: string,
  meantFor: readonly string[],
  work: (site: TestSite, number: ShipmentNumber) => Promise<unknown>,
) {
  return fc.nat(10_000).map(
    (draw) =>
      new Step(kind, `${details} #${draw}`, async (site) => {
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
const units = fc.nat(12);

const order = fc
  .record({
    lines: fc.dictionary(product, fc.integer({ min: 1, max: 5 }), {
      minKeys: 1,
      maxKeys: 2,
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
      'order',
      `${text}${pickup === null ? '' : ` pickup ${pickup}`}${paid ? ' paid' : ''}`,
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
    // A purchase order brings several products to several places, each on a day of its own.
    const id = lot === null ? null : lot.lotId;
    return new Step('refresh', `${code} at ${at}: ${there}${lot ? ` on ${lot.day} (${id})` : ''}`, (site) =>
      site.refresh(id === null ? row(code, at, there) : row(code, at, there, [id, lot!.day])),
    );
  });

const keyOf = ({ futureInventoryId, locationCode, productCode }: LotKey) => ({
  futureInventoryId,
  locationCode,
  productCode,
});

/** One of the lots that are expected, whichever the draw points at. */
const withLot = (kind: string, details: string, work: (site: TestSite, lot: LotKey) => Promise<unknown>) =>
  fc.nat(1000).map(
    (draw) =>
      new Step(kind, `${details} #${draw}`, async (site) => {
        const lots = await site.reader.lotPage({ after: null, limit: 1000 });
        if (lots.length > 0) await work(site, lots[draw % lots.length]!);
      }),
  );

const receipt = fc
  .record({ came: fc.option(units), final: fc.boolean() })
  .chain(({ came, final }) =>
    withLot('receive', `${came ?? 'all'}${final ? ' and no more' : ''}`, (site, lot) =>
      receiveLots(site.ports, site.write(), [{ ...keyOf(lot), quantity: came, final }]),
    ),
  );
const slip = fc
  .constantFrom(...DAYS)
  .chain((day) =>
    withLot('slip', `to ${day}`, (site, lot) =>
      changeLot(site.ports, site.write(), keyOf(lot), { deliveryDate: day as CalendarDate }),
    ),
  );
const shrink = units.chain((quantity) =>
  withLot('shrink', `to ${quantity}`, (site, lot) =>
    changeLot(site.ports, site.write(), keyOf(lot), { quantity }),
  ),
);
const cancelLot = withLot('cancel lot', '', (site, lot) =>
  changeLot(site.ports, site.write(), keyOf(lot), { status: 'CANCELED' }),
);

const payments = fc.boolean().map(
  (declines) =>
    new Step('cards', declines ? 'are declined' : 'are good', async (_site, gateway) => {
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
    return new Step('settings', text, (site) =>
      site.settings({
        futureInventoryEnabled,
        paymentVoidAndReauth: paymentVoidAndReauth && partial === null,
        orderRouting: { afterActionPartial },
        partialReleaseOn: 'change',
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
    return new Step('switches', `${productCode}: ${JSON.stringify(thrown)}`, (site) =>
      putProducts(site.ports, site.write(), [record]),
    );
  });

const run = fc
  .boolean()
  .map(
    (dryRun) =>
      new Step(dryRun ? 'dry run' : 'run', '', (site) =>
        releaseRun(site.ports, site.write(), { trigger: 'manual', policy: 'first-come', dryRun, scope: {} }),
      ),
  );
const aDayLater = fc.constant(
  new Step('a day later', '', async (site) => {
    site.now = new Date(Date.parse(site.now) + 86_400_000).toISOString();
    await maintainSite(site.ports, site.siteId);
  }),
);
const priority = fc
  .nat(3)
  .chain((value) =>
    withShipment('priority', `${value}`, ['BACKORDER', 'FUTURE'], (site, number) =>
      prioritizeShipment(site.ports, site.write(), number, value),
    ),
  );

/** Every command, as fast-check draws them. */
export const commands = [
  // Shipments have to wait, and stock has to come, for there to be something to release.
  ...Array.from({ length: 5 }, () => order),
  ...Array.from({ length: 6 }, () => refresh),
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
  withShipment('release', '', ['BACKORDER'], (site, number) =>
    releaseShipment(site.ports, site.write(), number),
  ),
  withShipment('unrelease', '', ['READY', 'FUTURE'], (site, number) =>
    unreleaseShipment(site.ports, site.write(), number, false),
  ),
  withShipment('cancel', '', ['BACKORDER', 'READY', 'FUTURE'], (site, number) =>
    cancelShipment(site.ports, site.write(), number),
  ),
  withShipment('hold', '', ['BACKORDER'], (site, number) =>
    holdShipment(site.ports, site.write(), number, true),
  ),
  withShipment('let go', '', ['BACKORDER'], (site, number) =>
    holdShipment(site.ports, site.write(), number, false),
  ),
  withShipment('future to ready', '', ['FUTURE'], (site, number) =>
    turnFutureToReady(site.ports, site.write(), number),
  ),
  withShipment('fulfill', '', ['READY'], (site, number) => fulfillShipment(site.ports, site.write(), number)),
];
