import { performance } from 'node:perf_hooks';
import type { SiteId } from '../../src/domain/ids.ts';
import { Product, SiteLocation } from '../../src/domain/site/catalogue.ts';
import { OrderRequest } from '../../src/domain/site/order.ts';
import { SiteSettings } from '../../src/domain/site/settings.ts';
import { putLocations, putProducts, putSettings } from '../../src/release/catalogue.ts';
import { releaseWork } from '../../src/release/maintenance.ts';
import { placeOrder } from '../../src/release/orders/place-order.ts';
import { releaseRun } from '../../src/release/run/release-run.ts';
import type { ReleasePorts } from '../../src/release/service-ports.ts';
import { holdShipment } from '../../src/release/shipments/commands.ts';
import { releaseShipment } from '../../src/release/shipments/release-shipment.ts';
import { writeInventory } from '../../src/release/supply/inventory.ts';
import { workOffTriggers } from '../../src/scheduling/triggers.ts';
import { createPool } from '../../src/threads/pool.ts';
import { item, shipment } from '../../test/store/records.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { median, quantile } from '../statistics.ts';
import { type BenchStore, eachStore } from '../store/database.ts';
import { fillSite, portsOn, productCalled, productsOf, siteCalled, writeTo } from './site.ts';

/** Shipments that wait at the large site, and those that wait for the product of placed orders. */
const BACKLOG = Number(process.argv[2] ?? 20_000);
const WAITING = Math.min(BACKLOG, Number(process.argv[3] ?? 10_000));
const ORDERS = 200;
/** Time between two single releases at the other site, in milliseconds. */
const EVERY_MS = 50;

const rounded = (value: number): number => Math.round(value * 10) / 10;
const settle = (ports: ReleasePorts) => workOffTriggers({ ...ports, work: releaseWork(ports) });

/** Milliseconds of single releases at another site, one after another until told to end. */
async function singleReleases(ports: ReleasePorts, siteId: SiteId, isOver: () => boolean): Promise<number[]> {
  const code = productCalled('single');
  const count = 2_000;
  const numbers = await ports.store.transaction(siteId, async (tx) => {
    const made = await tx.nextShipmentNumbers(count);
    await tx.insertShipments(made.map((number) => shipment(number, { items: [item(code, 1)] })));
    return made;
  });
  const stock = { productCode: code, locationCode: 'A' as never, quantity: count };
  await writeInventory(ports, writeTo(siteId), 'refresh', [stock]);
  const times: number[] = [];
  for (const number of numbers) {
    if (isOver()) break;
    const startedAt = performance.now();
    await releaseShipment(ports, writeTo(siteId), number);
    times.push(performance.now() - startedAt);
    await ports.wait(EVERY_MS);
  }
  return times;
}

/** A run over everything, and what another site's single releases take meanwhile. */
async function timeRun(bench: BenchStore, ports: ReleasePorts, siteId: SiteId): Promise<Row> {
  let isOver = false;
  const other = siteCalled('other');
  await ports.store.transaction(other, (tx) =>
    tx.putSettings(SiteSettings.parse({ releaseOnInventoryChange: false }), null),
  );
  const single = singleReleases(ports, other, () => isOver);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const request = { trigger: 'manual', policy: 'first-come', dryRun: false, scope: {} } as const;
  const run = await releaseRun(ports, writeTo(siteId), request);
  const tookMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(before);
  isOver = true;
  const times = await single;
  const released = run.counts.released + run.counts.partiallyReleased;
  return {
    store: bench.name,
    backlog: BACKLOG,
    released,
    'run, s': rounded(tookMs / 1000),
    'processor of ours, s': rounded((user + system) / 1_000_000),
    'tries/s': Math.round((run.counts.tried / tookMs) * 1000),
    'releases/s': Math.round((released / tookMs) * 1000),
    'single release elsewhere, p50 ms': rounded(median(times)),
    'p99 ms': rounded(quantile(times, 0.99)),
    releases: times.length,
  };
}

/** What each kind of change causes: how many tries, and how long until the last of them. */
async function timeChanges(bench: BenchStore, ports: ReleasePorts, siteId: SiteId): Promise<Row[]> {
  const reader = ports.store.reader(siteId);
  await settle(ports);
  const [code] = productsOf(BACKLOG);
  const [waiting] = await reader.shipments({ statuses: ['BACKORDER'], after: null, limit: 1 });
  const settings = (await reader.settings())!.value;
  const stock = { productCode: code!, locationCode: 'A' as never, quantity: 3 };
  const changes: Readonly<Record<string, () => Promise<unknown>>> = {
    'stock of a product': () => writeInventory(ports, writeTo(siteId), 'adjust', [stock]),
    'switch of a product': () =>
      putProducts(ports, writeTo(siteId), [
        Product.parse({ productCode: code, futureInventoryEnabled: true }),
      ]),
    'a shipment': async () => {
      await holdShipment(ports, writeTo(siteId), waiting!.shipmentNumber, true);
      await holdShipment(ports, writeTo(siteId), waiting!.shipmentNumber, false);
    },
    'a location': () =>
      putLocations(ports, writeTo(siteId), [SiteLocation.parse({ locationCode: 'D', cost: 1 })]),
    'the settings': () =>
      putSettings(ports, writeTo(siteId), {
        ...settings,
        futureDateLimit: { unit: 'days', quantity: 40 },
      }),
  };
  const rows: Row[] = [];
  for (const [kind, change] of Object.entries(changes)) {
    const startedAt = performance.now();
    const begun = new Date().toISOString();
    await change();
    await settle(ports);
    const tookMs = performance.now() - startedAt;
    const runs = (await reader.runs(20)).filter((run) => run.startedAt >= begun);
    const tries = runs.reduce((sum, run) => sum + run.counts.tried, 0);
    rows.push({ store: bench.name, change: kind, tries, 'to the last try, ms': rounded(tookMs) });
  }
  return rows;
}

/** Milliseconds of orders that are placed one after another, with so many waiting for their product. */
async function timeOrders(bench: BenchStore, ports: ReleasePorts, waiting: number): Promise<Row> {
  const siteId = siteCalled(`orders-${waiting}`);
  const code = productCalled('wanted');
  await ports.store.transaction(siteId, (tx) => tx.putSettings(SiteSettings.parse({}), null));
  for (let done = 0; done < waiting; done += 2_000) {
    await ports.store.transaction(siteId, async (tx) => {
      const numbers = await tx.nextShipmentNumbers(Math.min(2_000, waiting - done));
      await tx.insertShipments(numbers.map((number) => shipment(number, { items: [item(code, 2)] })));
    });
  }
  const stock = { productCode: code, locationCode: 'A' as never, quantity: 1 };
  await writeInventory(ports, writeTo(siteId), 'refresh', [stock]);
  await settle(ports);
  await bench.executeSql('analyze');
  const times: number[] = [];
  for (let count = 0; count < ORDERS; count += 1) {
    const order = OrderRequest.parse({ items: [{ lineId: 1, productCode: code, quantity: 2 }] });
    const startedAt = performance.now();
    await placeOrder(ports, writeTo(siteId), order);
    times.push(performance.now() - startedAt);
  }
  return {
    store: bench.name,
    'waiting for the product': waiting,
    'order placed, p50 ms': rounded(median(times)),
    'p99 ms': rounded(quantile(times, 0.99)),
  };
}

const pool = createPool();
await pool.ready();
const runs: Row[] = [];
const changes: Row[] = [];
const orders: Row[] = [];
for await (const bench of eachStore()) {
  const ports = portsOn(bench, pool);
  const siteId = siteCalled('large');
  await fillSite(bench, siteId, BACKLOG);
  runs.push(await timeRun(bench, ports, siteId));
  changes.push(...(await timeChanges(bench, ports, siteId)));
  for (const waiting of [0, WAITING]) orders.push(await timeOrders(bench, ports, waiting));
  const differences = await bench.store.examine(5);
  if (differences.length > 0) throw new Error(`the doctor found ${JSON.stringify(differences)}`);
}
await pool.close({ graceMs: 0 });
printTable('bench/queue: a run over everything', runs);
printTable('from a change to the last try that it causes', changes);
printTable(`placing ${ORDERS} orders`, orders);
if (process.argv.length === 2) writeResult('queue', { runs, changes, orders });
