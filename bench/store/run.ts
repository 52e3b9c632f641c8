import { sql } from 'kysely';
import type { Proposal } from '../../src/release/carry-out/proposal.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { type BenchStore, eachStore } from './database.ts';
import { releaseByHand } from './hand-written.ts';
import { prepare, releaseOurs } from './released.ts';

/** Released shipments of one measurement. */
const BATCH = 100;
/** Measurements of each kind, in turn, so that a busy machine slows both. */
const ROUNDS = Number(process.argv[2] ?? 6);

type Release = (store: BenchStore, proposal: Proposal, newId: () => string) => Promise<void>;

let ids = 0;
const newId = () => `bench-${++ids}`;

/** Milliseconds for a batch, with so many transactions at once. */
async function timeBatch(store: BenchStore, release: Release, atOnce: number): Promise<number> {
  const waiting = await prepare(store, BATCH);
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
        await release(store, next, newId);
    }),
  );
  return performance.now() - startedAt;
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;

async function countRows({ database }: BenchStore): Promise<string> {
  const { rows } = await sql<{ counts: string }>`
    select concat_ws(' ', (select count(*) from shipment), (select count(*) from allocation),
      (select count(*) from event), (select count(*) from audit),
      (select count(*) from ledger where cause = 'release')) as counts`.execute(database.db);
  return rows[0]!.counts;
}

/** Both ways must leave as many rows behind, or the comparison says nothing. */
async function assertSameRows(store: BenchStore): Promise<void> {
  const grown: string[] = [];
  for (const release of [releaseOurs, releaseByHand]) {
    const before = (await countRows(store)).split(' ').map(Number);
    await timeBatch(store, release, 1);
    const after = (await countRows(store)).split(' ').map(Number);
    grown.push(after.map((count, index) => count - before[index]!).join(' '));
  }
  if (grown[0] !== grown[1]) throw new Error(`ours wrote ${grown[0]} rows, by hand ${grown[1]}`);
}

async function measure(store: BenchStore): Promise<Row[]> {
  await assertSameRows(store);
  const rows: Row[] = [];
  for (const atOnce of store.connections === 1 ? [1] : [1, store.connections]) {
    const ours: number[] = [];
    const byHand: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await timeBatch(store, releaseOurs, atOnce));
      byHand.push(await timeBatch(store, releaseByHand, atOnce));
    }
    const perSecond = (times: readonly number[]) => Math.round((BATCH * 1000) / median(times));
    rows.push({
      store: store.name,
      'at once': atOnce,
      'ours, released a second': perSecond(ours),
      'by hand, released a second': perSecond(byHand),
      ratio: median(byHand) / median(ours),
    });
  }
  const differences = await store.store.examine(10);
  if (differences.length > 0) throw new Error(`the doctor finds ${JSON.stringify(differences)}`);
  return rows;
}

const rows: Row[] = [];
for await (const store of eachStore()) rows.push(...(await measure(store)));
printTable(`bench/store: medians of ${ROUNDS} × ${BATCH} releases, two children each`, rows);
writeResult('store', { batch: BATCH, rounds: ROUNDS, rows });
