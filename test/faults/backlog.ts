import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { SiteId } from '../../src/domain/ids.ts';
import { SiteSettings } from '../../src/domain/site/settings.ts';
import { openStore } from '../../src/store/open-store.ts';
import { cause, item, location, product, shipment } from '../store/records.ts';

/** Shipments that wait; there is stock for every second one. */
export const WAITING = Number(process.env.FAULT_SHIPMENTS ?? 400);
const PRODUCTS = 50;
const SITE = 'default' as SiteId;
/** Seconds in which a run goes on elsewhere, and some for the rest of it on a busy machine. */
export const GOES_ON_MS = 30_000;

export interface Place {
  readonly databaseUrl: string | null;
  readonly dataDir: string | null;
}

const options = { connections: 3, now: () => new Date().toISOString(), onConnectionError: () => {} };
export const environmentOf = ({ databaseUrl, dataDir }: Place): Record<string, string> =>
  databaseUrl === null ? { DATA_DIR: dataDir! } : { DATABASE_URL: databaseUrl };

/** A backlog, and stock that nobody has been tried for. */
export async function prepare(place: Place): Promise<void> {
  const { store } = await openStore({ ...options, ...place });
  await store.transaction(SITE, async (tx) => {
    await tx.putSettings(SiteSettings.parse({ releaseOnInventoryChange: false }), null);
    const numbers = await tx.nextShipmentNumbers(WAITING);
    await tx.insertShipments(
      numbers.map((number, index) => shipment(number, { items: [item(`P${index % PRODUCTS}`, 2)] })),
    );
    const codes = Array.from({ length: PRODUCTS }, (_, index) => product(`P${index}`));
    await tx.lockStock(codes);
    const onHand = Math.floor(WAITING / PRODUCTS);
    const rows = codes.map((productCode) => ({ productCode, locationCode: location('A'), onHand }));
    await tx.setOnHand(rows, cause('refresh'));
  });
  await store.close();
}

interface Run {
  readonly runId: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
}

const ask = async <Body>(url: string, init?: RequestInit): Promise<Body> =>
  (await fetch(url, { signal: AbortSignal.timeout(60_000), ...init })).json() as Promise<Body>;

export const startRun = (url: string, key: string, body: object = {}): Promise<Run> =>
  ask(`${url}/v1/release-runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });

const lastRun = async (url: string): Promise<Run | undefined> =>
  (await ask<{ items: Run[] }>(`${url}/v1/release-runs?limit=1`)).items[0];

/** Waits until the last run is as asked for. @returns it, and how long that took */
export async function untilRun(
  url: string,
  is: (run: Run) => boolean,
): Promise<{ run: Run; tookMs: number }> {
  const startedAt = performance.now();
  for (;;) {
    const run = await lastRun(url);
    const tookMs = performance.now() - startedAt;
    if (run !== undefined && is(run)) return { run, tookMs };
    if (tookMs > 4 * GOES_ON_MS) throw new Error(`the run is ${JSON.stringify(run)}`);
    await sleep(20);
  }
}

export const isUnderWay = ({ status, counts }: Run) => status === 'RUNNING' && counts.tried! > 0;

/** Everything was tried once, in order, and nothing differs from what it is made of. */
export async function examine(place: Place, url: string, run: Run, tried: number): Promise<void> {
  expect(run).toMatchObject({ status: 'COMPLETED', counts: { tried, failed: 0 } });
  const numbers: number[] = [];
  for (let after = 0; after < tried; ) {
    const { items } = await ask<{ items: { sequence: number; shipmentNumber: number }[] }>(
      `${url}/v1/release-runs/${run.runId}/items?limit=1000&after=${after}`,
    );
    expect(items.map((each) => each.sequence)).toEqual(items.map((_, index) => after + index + 1));
    numbers.push(...items.map((each) => each.shipmentNumber));
    after += items.length;
  }
  expect(numbers).toHaveLength(tried);
  expect(new Set(numbers).size).toBe(tried);
  if (place.databaseUrl === null) return;
  const { store } = await openStore({ ...options, ...place });
  expect(await store.examine(10)).toEqual([]);
  await store.close();
}
