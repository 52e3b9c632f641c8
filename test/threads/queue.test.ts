import { expect, test } from 'vitest';
import { faultyPool, LIMITS, program } from './fixtures.ts';

test('a full queue refuses at once, and what waits is not touched', async () => {
  const pool = faultyPool({ threads: 1, maxQueue: 2 });
  await pool.ready();
  const accepted = [1, 2, 3].map(() => pool.solve(program('sleepMs:100'), LIMITS));
  expect(pool.stats()).toMatchObject({ running: 1, queued: 2 });
  const refusedAt = performance.now();
  await expect(pool.solve(program(), LIMITS)).rejects.toMatchObject({
    code: 'QUEUE_FULL',
    details: { maxQueue: 2 },
  });
  expect(performance.now() - refusedAt).toBeLessThan(50);
  expect(await Promise.all(accepted)).toHaveLength(3);
  expect(pool.stats()).toMatchObject({ completed: 3, failed: { QUEUE_FULL: 1 } });
});

test('without a queue a run starts at once or not at all', async () => {
  const pool = faultyPool({ threads: 1, maxQueue: 0 });
  await pool.ready();
  const first = pool.solve(program('sleepMs:50'), LIMITS);
  await expect(pool.solve(program(), LIMITS)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
  await first;
  expect(await pool.solve(program(), LIMITS)).toMatchObject({ termination: 'optimal' });
});

test('a run that waits too long is given up; the one that runs and a later one are not', async () => {
  const pool = faultyPool({ threads: 1, queueTimeoutMs: 150 });
  await pool.ready();
  const running = pool.solve(program('sleepMs:400'), LIMITS);
  const waiting = pool.solve(program('exit:1'), LIMITS);
  await expect(waiting).rejects.toMatchObject({ code: 'QUEUE_TIMEOUT', details: { queueTimeoutMs: 150 } });
  expect(pool.stats()).toMatchObject({ running: 1, queued: 0 });
  await running;
  expect(await pool.solve(program(), LIMITS)).toMatchObject({ termination: 'optimal' });
  // The run that was given up was not solved behind its caller's back: it would have cost a thread.
  expect(pool.stats()).toMatchObject({ replaced: 0, completed: 2 });
});

test('first come, first served', async () => {
  const pool = faultyPool({ threads: 1 });
  const finished: number[] = [];
  const runs = [5, 1, 4, 2, 3].map(async (least, order) => {
    await pool.solve(program(undefined, least), LIMITS);
    finished.push(order);
  });
  await Promise.all(runs);
  expect(finished).toStrictEqual([0, 1, 2, 3, 4]);
});

test('time in the queue does not count towards the deadline of a solve', async () => {
  const pool = faultyPool({ threads: 1, hardKillGraceMs: 300 });
  await pool.ready();
  const first = pool.solve(program('sleepMs:600'), LIMITS);
  const second = pool.solve(program('sleepMs:20'), { timeLimitMs: 10 });
  expect(await Promise.all([first, second])).toHaveLength(2);
  expect(pool.stats().replaced).toBe(0);
});

test('a worker that answered in time is not killed because the caller was too busy to listen', async () => {
  const pool = faultyPool({ threads: 1, hardKillGraceMs: 100 });
  await pool.ready();
  const run = pool.solve(program('sleepMs:20'), { timeLimitMs: 50 });
  for (const end = performance.now() + 500; performance.now() < end; );
  expect(await run).toMatchObject({ termination: 'optimal' });
  expect(pool.stats().replaced).toBe(0);
});

test('the time limit reaches the engine as it was given', async () => {
  const pool = faultyPool({ threads: 1 });
  expect(await pool.solve(program('tellLimit'), { timeLimitMs: 12.5 })).toMatchObject({
    reason: 'limit 12.5 ms',
  });
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
  'a time limit of %s is refused',
  async (timeLimitMs) => {
    const pool = faultyPool({ threads: 1 });
    await expect(pool.solve(program(), { timeLimitMs })).rejects.toMatchObject({ code: 'INVALID_PROGRAM' });
  },
);

test('what is no program is refused as such', async () => {
  const pool = faultyPool({ threads: 1 });
  const broken = { ...program(), coefficients: undefined } as never;
  await expect(pool.solve(broken, LIMITS)).rejects.toMatchObject({ code: 'INVALID_PROGRAM' });
});

test('the caller may change its arrays once solve() has returned', async () => {
  const pool = faultyPool({ threads: 1 });
  const mine = program(undefined, 2);
  const run = pool.solve(mine, LIMITS);
  mine.rowLower[0] = 4;
  expect((await run).point).toStrictEqual(Float64Array.of(2, 0));
  expect(mine.rowLower).toStrictEqual(Float64Array.of(4));
});
