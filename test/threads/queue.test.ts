import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RunQueue, type Waiting } from '../../src/threads/pool/queue.ts';
import { echo, faultyPool, LIMITS } from './fixtures.ts';

test('a full queue refuses at once, and what waits is not touched', async () => {
  const pool = faultyPool({ threads: 1, maxQueue: 2 });
  await pool.ready();
  const accepted = [1, 2, 3].map(() => echo(pool, 'sleepMs:100'));
  expect(pool.stats()).toMatchObject({ running: 1, queued: 2 });
  // What is refused at once is settled before the event loop has turned, however busy the machine is.
  let refusal: unknown = null;
  echo(pool).catch((error) => {
    refusal = error;
  });
  await nextTurn();
  expect(refusal).toMatchObject({ code: 'QUEUE_FULL', details: { maxQueue: 2 } });
  expect(await Promise.all(accepted)).toHaveLength(3);
  expect(pool.stats()).toMatchObject({ completed: 3, failed: { QUEUE_FULL: 1 } });
});

test('without a queue a run starts at once or not at all', async () => {
  const pool = faultyPool({ threads: 1, maxQueue: 0 });
  await pool.ready();
  const first = echo(pool, 'sleepMs:50');
  await expect(echo(pool)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
  await first;
  expect(await echo(pool)).toMatchObject({ given: null });
});

test('a run that waits too long is given up; the one that runs and a later one are not', async () => {
  const pool = faultyPool({ threads: 1, queueTimeoutMs: 150 });
  await pool.ready();
  const running = echo(pool, 'sleepMs:400');
  const waiting = echo(pool, 'exit:1');
  await expect(waiting).rejects.toMatchObject({ code: 'QUEUE_TIMEOUT', details: { queueTimeoutMs: 150 } });
  expect(pool.stats()).toMatchObject({ running: 1, queued: 0 });
  await running;
  expect(await echo(pool)).toMatchObject({ given: null });
  // The run that was given up was not solved behind its caller's back: it would have cost a thread.
  expect(pool.stats()).toMatchObject({ replaced: 0, completed: 2 });
});

test('a run may have less patience than the pool, and that it had none is no failure', async () => {
  const pool = faultyPool({ threads: 1 });
  await pool.ready();
  expect(pool.busyForMs()).toBe(0);
  const running = echo(pool, 'sleepMs:300');
  await expect(echo(pool, 'none', null, { ...LIMITS, patienceMs: 50 })).rejects.toMatchObject({
    code: 'QUEUE_TIMEOUT',
    details: { queueTimeoutMs: 50 },
  });
  expect(pool.busyForMs()).toBeGreaterThan(40);
  await running;
  expect(pool.busyForMs()).toBe(0);
  expect(pool.stats()).toMatchObject({ completed: 1, failed: { QUEUE_TIMEOUT: 0 } });
});

test('first come, first served', async () => {
  const pool = faultyPool({ threads: 1 });
  const finished: number[] = [];
  const runs = [0, 1, 2, 3, 4].map(async (order) => {
    await echo(pool);
    finished.push(order);
  });
  await Promise.all(runs);
  expect(finished).toStrictEqual([0, 1, 2, 3, 4]);
});

test('time in the queue does not count towards the deadline of a solve', async () => {
  const pool = faultyPool({ threads: 1, hardKillGraceMs: 300 });
  await pool.ready();
  const first = echo(pool, 'sleepMs:600');
  const second = echo(pool, 'sleepMs:20', null, { timeLimitMs: 10 });
  expect(await Promise.all([first, second])).toHaveLength(2);
  expect(pool.stats().replaced).toBe(0);
});

test('a worker that answered in time is not killed because the caller was too busy to listen', async () => {
  const pool = faultyPool({ threads: 1, hardKillGraceMs: 100 });
  await pool.ready();
  const run = echo(pool, 'sleepMs:20', null, { timeLimitMs: 50 });
  for (const end = performance.now() + 500; performance.now() < end; );
  expect(await run).toMatchObject({ given: null });
  expect(pool.stats().replaced).toBe(0);
});

test('the time limit reaches the job as it was given', async () => {
  const pool = faultyPool({ threads: 1 });
  expect(await echo(pool, 'none', null, { timeLimitMs: 12.5 })).toMatchObject({ timeLimitMs: 12.5 });
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
  'a time limit of %s is refused',
  async (timeLimitMs) => {
    const pool = faultyPool({ threads: 1 });
    const refused = echo(pool, 'none', null, { timeLimitMs });
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_PROGRAM' });
  },
);

test('a queue that holds too many bytes refuses at once, and leaves the bytes to their caller', async () => {
  const pool = faultyPool({ threads: 1, maxQueueMb: 1 });
  await pool.ready();
  const send = (fault: string, { buffer }: Uint8Array<ArrayBuffer>) =>
    echo(pool, fault, buffer, { ...LIMITS, transfer: [buffer] });
  const megabytes = () => new Uint8Array(2 * 2 ** 20);
  const accepted = [send('sleepMs:100', megabytes()), send('none', megabytes())];
  const mine = megabytes();
  await expect(send('none', mine)).rejects.toMatchObject({ code: 'QUEUE_FULL', details: { maxQueueMb: 1 } });
  expect(mine.byteLength).toBe(2 * 2 ** 20);
  expect(await Promise.all(accepted)).toHaveLength(2);
  expect(await send('none', mine)).toMatchObject({ given: { byteLength: 2 * 2 ** 20 } });
  expect(mine.byteLength).toBe(0);
});

test('each waits for as long as it said, whoever came before or left meanwhile', async () => {
  const given: string[] = [];
  const queue = new RunQueue<Waiting & { readonly name: string }>(({ name }) => given.push(name));
  const wait = (name: string, patienceMs: number) =>
    queue.push({ name, patienceMs, bytes: 10, reject: () => {} });
  wait('patient', 60_000);
  wait('first', 80);
  expect(queue.shift()?.name).toBe('patient');
  wait('second', 20);
  wait('stays', 60_000);
  await delay(50);
  expect([given, queue.size, queue.bytes, queue.first?.name]).toEqual([['second'], 2, 20, 'first']);
  await delay(80);
  expect([given, queue.size, queue.first?.name]).toEqual([['second', 'first'], 1, 'stays']);
  // Many come and go in their order, past where places are cut off.
  for (let run = 0; run < 200; run++) wait(`${run}`, 60_000);
  expect(queue.shift()?.name).toBe('stays');
  for (let run = 0; run < 200; run++) expect(queue.shift()?.name).toBe(`${run}`);
  expect([queue.size, queue.bytes, queue.shift()]).toEqual([0, 0, undefined]);
});
