import { optimize } from '../../src/attempt/optimize.ts';
import type { CalendarDate } from '../../src/domain/calendar.ts';
import type { LocationCode, ProductCode, SiteId } from '../../src/domain/ids.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { takeWave } from '../../src/input/take-wave.ts';
import { releaseWork } from '../../src/release/maintenance.ts';
import { createSandboxGateway } from '../../src/release/payment/gateways/sandbox.ts';
import type { ReleasePorts, Write } from '../../src/release/service-ports.ts';
import { writeInventory } from '../../src/release/supply/inventory.ts';
import { workOffTriggers } from '../../src/scheduling/triggers.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { waveEngines } from '../../src/threads/jobs/wave.ts';
import { optimizeWave } from '../../src/wave/optimize-wave.ts';
import { machineWait } from '../../test/clock.ts';
import { item, shipment } from '../../test/store/records.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { type BenchStore, eachStore, NOW } from '../store/database.ts';
import { healthzRows } from './healthz.ts';

/** Sizes of the backlog; smaller ones first, on one growing site. */
const BACKLOGS = (process.argv[2] ?? '1000,10000,100000').split(',').map(Number);
/** Shipments that want what a refresh brings. */
const AFFECTED = 100;
const ROUNDS = 5;
/** Products that the rest of the backlog wants. */
const OTHER_PRODUCTS = 1000;
const CHUNK = 2000;
const ROWS_OF_A_FILE = 3000;

const SITE = 'bench' as SiteId;
const TODAY = NOW.slice(0, 10) as CalendarDate;
const engine = createPortfolio();
await engine.warmUp();
let ids = 0;

const portsOn = ({ store }: BenchStore): ReleasePorts => ({
  store,
  gateway: createSandboxGateway(),
  decide: async (request) => optimize(takeAttempt(request, NOW), engine),
  decideWave: async (request) => optimizeWave(takeWave(request, NOW), waveEngines(engine)),
  now: () => NOW,
  wait: machineWait,
  newId: () => `bench-${++ids}`,
  attemptTimeLimitMs: 5000,
});

/** Has the waiting shipments tried, by the loop that the queue runs. */
const settle = (ports: ReleasePorts) => workOffTriggers({ ...ports, work: releaseWork(ports) });

const write = (): Write => ({
  siteId: SITE,
  correlationId: `bench-${++ids}`,
  idempotency: null,
  expectedVersion: null,
});

const stockRow = (productCode: string, quantity: number) => ({
  productCode: productCode as ProductCode,
  locationCode: 'A' as LocationCode,
  quantity,
});

/** Adds shipments to the backlog that want the products in turn. */
async function addBacklog({ store }: BenchStore, count: number, codes: readonly string[]): Promise<void> {
  for (let done = 0; done < count; done += CHUNK) {
    await store.transaction(SITE, async (tx) => {
      const numbers = await tx.nextShipmentNumbers(Math.min(CHUNK, count - done));
      await tx.insertShipments(
        numbers.map((number, index) =>
          shipment(number, { items: [item(codes[(done + index) % codes.length]!, 2)] }),
        ),
      );
    });
  }
}

/** Milliseconds from the refresh to the last affected release. */
async function timeRefresh(bench: BenchStore, product: string): Promise<number> {
  const ports = portsOn(bench);
  await addBacklog(bench, AFFECTED, [product]);
  const startedAt = performance.now();
  await writeInventory(ports, write(), 'refresh', [stockRow(product, AFFECTED * 2)]);
  await settle(ports);
  const tookMs = performance.now() - startedAt;
  const left = await bench.store.reader(SITE).backlog({
    today: TODAY,
    productCodes: [product as ProductCode],
    shipmentNumbers: null,
    after: null,
    limit: 1,
  });
  if (left.length > 0) throw new Error(`shipment ${left[0]!.shipmentNumber} was not released`);
  return tookMs;
}

/** Milliseconds to write a file of rows, nobody waiting for any of them. */
async function timeFile(bench: BenchStore, round: number): Promise<number> {
  const rows = Array.from({ length: ROWS_OF_A_FILE }, (_, index) => stockRow(`file-${index}`, 10 + round));
  const startedAt = performance.now();
  await writeInventory(portsOn(bench), write(), 'refresh', rows);
  const tookMs = performance.now() - startedAt;
  await settle(portsOn(bench));
  return tookMs;
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;

const rows: Row[] = [];
const files: Row[] = [];
let products = 0;
for await (const bench of eachStore()) {
  const others = Array.from({ length: OTHER_PRODUCTS }, (_, index) => `other-${index}`);
  let size = 0;
  let smallest = 0;
  for (const backlog of BACKLOGS) {
    await addBacklog(bench, backlog - size, others);
    size = backlog;
    await bench.executeSql('analyze');
    const times: number[] = [];
    // The first is for warming up: code, connections and caches.
    for (let round = 0; round <= ROUNDS; round += 1)
      times.push(await timeRefresh(bench, `wanted-${++products}`));
    const ms = median(times.slice(1));
    smallest ||= ms;
    rows.push({
      store: bench.name,
      backlog,
      affected: AFFECTED,
      'refresh to last release, ms': Math.round(ms),
      'to the smallest': ms / smallest,
    });
  }
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timeFile(bench, round));
  files.push({
    store: bench.name,
    rows: ROWS_OF_A_FILE,
    backlog: size,
    'one refresh, ms': Math.round(median(times)),
  });
}
printTable(`bench/refresh: medians of ${ROUNDS}`, rows);
printTable('one refresh of many rows, all of them changed', files);
const healthz = await healthzRows();
printTable('/healthz while rows are refreshed on the embedded store', healthz);
writeResult('refresh', { affected: AFFECTED, rounds: ROUNDS, rows, files, healthz });
