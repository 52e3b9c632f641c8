import { expect, test } from 'vitest';
import type { JobKind } from '../../src/threads/boundary/job.ts';
import type { Pool } from '../../src/threads/pool.ts';
import { echo, faultyPool, LIMITS } from './fixtures.ts';

interface Told {
  readonly given: unknown;
  readonly isTogether: boolean;
}

const TOGETHER: JobKind<{ fault: string; given: unknown }, Told> = { name: 'together' };

/** Asks a run that may be posted with others. */
const share = (pool: Pool, given: unknown, fault = 'none', sharedBytes = 1_000): Promise<Told> =>
  pool.run(TOGETHER, { fault, given }, { ...LIMITS, sharedBytes });

/** One thread, and it is busy: what is asked now waits. */
async function busyPool(threads = 1) {
  const pool = faultyPool({ threads, hardKillGraceMs: 100, queueTimeoutMs: 60_000 });
  await pool.ready();
  const busy = Array.from({ length: threads }, () => echo(pool, 'sleepMs:50'));
  return { pool, busy: Promise.all(busy) };
}

test('what waits and takes a moment is posted together, and each gets its own answer', async () => {
  const { pool, busy } = await busyPool();
  const answers = await Promise.all([1, 2, 3, 4].map((given) => share(pool, given)));
  expect(answers).toStrictEqual([1, 2, 3, 4].map((given) => ({ given, isTogether: true })));
  await busy;
  expect(pool.stats()).toMatchObject({ completed: 5, refused: 0, running: 0, queued: 0 });
});

test('what finds a thread free is posted at once, alone', async () => {
  const pool = faultyPool({ threads: 1 });
  await pool.ready();
  expect(await share(pool, 1)).toStrictEqual({ given: 1, isTogether: false });
});

test('what was not asked to be shared, or is of another kind, ends a task and is posted alone', async () => {
  const { pool } = await busyPool();
  const before = [share(pool, 1), share(pool, 2)];
  const alone = pool.run(TOGETHER, { fault: 'none', given: 3 }, LIMITS);
  const after = [share(pool, 4)];
  const told = await Promise.all([...before, alone, ...after]);
  expect(told.map(({ isTogether }) => isTogether)).toStrictEqual([true, true, false, false]);
});

test('no more are taken than are work enough for one task, and each free thread gets some', async () => {
  const { pool } = await busyPool();
  const large = await Promise.all([1, 2, 3].map((given) => share(pool, given, 'none', 30_000)));
  expect(large.map(({ isTogether }) => isTogether)).toStrictEqual([true, true, false]);
  const few = await busyPool(2);
  await few.busy;
  const told = await Promise.all([1, 2].map((given) => share(few.pool, given)));
  expect(told.map(({ isTogether }) => isTogether)).toStrictEqual([false, false]);
});

test('what would take long is put off, and run alone while the others are answered', async () => {
  const { pool } = await busyPool();
  const told = await Promise.all([share(pool, 1), share(pool, 2, 'takeLong'), share(pool, 3)]);
  expect(told.map(({ given, isTogether }) => [given, isTogether])).toStrictEqual([
    [1, true],
    [2, false],
    [3, true],
  ]);
  expect(pool.stats()).toMatchObject({ replaced: 0, completed: 4 });
});

test('what is refused is refused by itself, and costs neither a thread nor the others', async () => {
  const { pool } = await busyPool();
  const [first, refused, last] = await Promise.allSettled([
    share(pool, 1),
    share(pool, 2, 'refuseInput'),
    share(pool, 3),
  ]);
  expect([first, last]).toMatchObject([{ value: { isTogether: true } }, { value: { isTogether: true } }]);
  expect(refused).toMatchObject({ reason: { name: 'InputError', kind: 'malformed' } });
  expect(pool.stats()).toMatchObject({ replaced: 0, completed: 3, refused: 1 });
});

test.each([
  ['exit:1', 'WORKER_LOST'],
  ['throw', 'ENGINE_FAILED'],
  ['hang', 'DEADLINE_PASSED'],
  ['leaveRejection', 'WORKER_LOST'],
])('a run that would fail the others (%s) fails alone', async (fault, code) => {
  const { pool } = await busyPool();
  const limits = { timeLimitMs: 50, sharedBytes: 1_000 };
  const others = [share(pool, 1), share(pool, 3)];
  const failing = pool.run(TOGETHER, { fault, given: 2 }, limits);
  await expect(failing).rejects.toMatchObject({ name: 'EngineError', code });
  const told = await Promise.all([...others, share(pool, 4)]);
  expect(told.map(({ given }) => given)).toStrictEqual([1, 3, 4]);
  expect(pool.stats()).toMatchObject({ failed: { [code]: 1 }, running: 0, queued: 0 });
});

test('closing ends what was posted together and what is to be run again', async () => {
  const { pool } = await busyPool();
  const hanging = [share(pool, 1, 'sleepMs:60000'), share(pool, 2, 'sleepMs:60000'), share(pool, 3)];
  await expect.poll(() => pool.stats().queued).toBe(0);
  const [ended] = await Promise.all([Promise.allSettled(hanging), pool.close({ graceMs: 0 })]);
  expect(ended).toMatchObject(hanging.map(() => ({ reason: { code: 'CLOSED' } })));
  expect(pool.stats()).toMatchObject({ running: 0, queued: 0 });
});
