import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { Draw } from '../../src/app/demo/draw.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import { openStore } from '../../src/store/open-store.ts';
import { type ServiceProcess, startService } from '../http/service-process.ts';
import { brokenInvariants } from '../release/model/invariants.ts';
import { newDatabase } from '../store/stores.ts';
import { Client, type SentWrite } from './client.ts';
import { prepare, work } from './load.ts';

const KILLS = Number(process.env.SOAK_KILLS ?? 2);
const SEED = Number(process.env.SOAK_SEED ?? 20260501);
const CLIENTS = 4;
/** Longest time that the service works before it is killed, in milliseconds. */
const LONGEST_LIFE_MS = 2_500;

/** Where the records are. */
interface Place {
  readonly databaseUrl: string | null;
  readonly dataDir: string | null;
}

const environmentOf = ({ databaseUrl, dataDir }: Place): Record<string, string> =>
  databaseUrl === null ? { DATA_DIR: dataDir! } : { DATABASE_URL: databaseUrl };

/** Sends again what was not answered, and some of what was: an answer, once given, stays. */
async function catchUp(client: Client, draw: Draw): Promise<void> {
  for (const write of client.sent.filter((each) => each.answer === null)) {
    write.answer = await client.ask(write);
    expect(write.answer, `${write.method} ${write.path} after the restart`).not.toBeNull();
  }
  const succeeded = client.sent.filter((write) => write.answer!.status < 300);
  for (const write of draw.some(succeeded, 5)) {
    expect(readable(await client.ask(write))).toEqual(readable(write.answer));
  }
}

/** An answer as JSON: the order of an object's fields says nothing, and the database does not keep it. */
const readable = (answer: SentWrite['answer']) => ({
  status: answer?.status,
  body: JSON.parse(answer?.text ?? 'null') as unknown,
});

const successes = (clients: readonly Client[]): SentWrite[] =>
  clients.flatMap((client) => client.sent).filter((write) => write.answer!.status < 300);

/** What a client was told that it is not to be told by a service that is well. */
const surprises = (clients: readonly Client[]): string[] =>
  clients
    .flatMap((client) => client.sent)
    .filter(({ answer }) => answer!.status >= 300 && ![404, 409, 412].includes(answer!.status))
    .map(({ path, answer }) => `${path}: ${answer!.status} ${answer!.text}`);

/** Compares the client's books with the store's. */
async function examine(place: Place, clients: readonly Client[]): Promise<void> {
  const { store } = await openStore({
    ...place,
    connections: 2,
    now: () => new Date().toISOString(),
    onConnectionError: () => undefined,
  });
  try {
    const reader = store.reader('default' as SiteId);
    expect(await brokenInvariants(reader)).toEqual([]);
    expect(await store.examine(10)).toEqual([]);
    const writes = successes(clients);
    const placed = writes
      .filter((write) => write.entry.kind === 'order')
      .map((write) => JSON.parse(write.answer!.text).orderNumber as number);
    const shipments = await reader.shipments({ after: null, limit: 1_000_000 });
    const there = [...new Set(shipments.map((shipment) => shipment.orderNumber))];
    // Each order that was answered is there, once, and none that was not.
    expect(there.sort((a, b) => a - b)).toEqual([...placed].sort((a, b) => a - b));
    const added = new Map<string, number>();
    for (const { entry } of writes) {
      if (entry.kind === 'adjust') added.set(entry.source, (added.get(entry.source) ?? 0) + entry.units);
    }
    const stock = await reader.stockPage({ after: null, limit: 1000 });
    for (const row of stock) {
      expect(row.onHand, `${row.productCode}@${row.locationCode}`).toBe(
        added.get(`${row.productCode}@${row.locationCode}`) ?? 0,
      );
    }
    expect(stock.length).toBe(added.size);
  } finally {
    await store.close();
  }
}

async function soak(place: Place): Promise<void> {
  const draw = new Draw(SEED);
  const clients = Array.from({ length: CLIENTS }, (_, index) => new Client(`client-${index}`));
  let service: ServiceProcess = await startService(environmentOf(place));
  for (const client of clients) client.connect(service.url);
  await prepare(clients[0]!);
  for (let kill = 1; kill <= KILLS; kill++) {
    let isOver = false;
    const working = clients.map((client) => work(client, draw, () => isOver));
    await sleep(draw.whole(50, LONGEST_LIFE_MS));
    service.signal('SIGKILL');
    await service.exit;
    isOver = true;
    await Promise.all(working);
    service = await startService(environmentOf(place));
    for (const client of clients) client.connect(service.url);
    for (const client of clients) await catchUp(client, draw);
  }
  expect(surprises(clients)).toEqual([]);
  expect(successes(clients).length).toBeGreaterThan(KILLS * 5);
  service.signal('SIGTERM');
  expect(await service.exit).toBe(0);
  await examine(place, clients);
}

describe(`after ${KILLS} kills under load (seed ${SEED})`, () => {
  const serverUrl = inject('postgresUrl');
  const timeout = 60_000 + KILLS * 30_000;

  it(
    'the embedded store has what was answered, and everything still holds',
    async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'crash-'));
      try {
        await soak({ databaseUrl: null, dataDir });
      } finally {
        rmSync(dataDir, { recursive: true, force: true });
      }
    },
    timeout,
  );

  it.skipIf(serverUrl === null)(
    'Postgres has what was answered, and everything still holds',
    async () => {
      const { url, drop } = await newDatabase(serverUrl!);
      try {
        await soak({ databaseUrl: url, dataDir: null });
      } finally {
        await drop();
      }
    },
    timeout,
  );
});
