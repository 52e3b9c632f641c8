import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { faultyPool, LIMITS, program } from './fixtures.ts';
import { allocation } from './fixtures-of-kinds.ts';

test('a job gets its bytes in order, plain values beside them, and its limit', async () => {
  const pool = faultyPool({ threads: 1 });
  const body = [Uint8Array.of(1, 2), Uint8Array.of(), new Uint8Array(100_000).fill(3), Uint8Array.of(4)];
  const head = { text: 'çπ😀', number: -0.5, yes: true, nothing: null };
  const answer = await pool.runJob('echo', { head, body }, { timeLimitMs: 12.5 });
  // Two small pieces are one; the long one comes as it is.
  expect(answer.head).toStrictEqual({ ...head, pieces: 3, timeLimitMs: 12.5 });
  expect(answer.body.byteLength).toBe(100_003);
  expect([...answer.body.subarray(0, 3), ...answer.body.subarray(-2)]).toStrictEqual([1, 2, 3, 3, 4]);
});

test('a short answer, which shares its buffer with others in the worker, brings nothing of theirs', async () => {
  const pool = faultyPool({ threads: 1 });
  const { body } = await pool.runJob('echo', { head: {}, body: [Uint8Array.of(1, 2, 3)] }, LIMITS);
  expect(body).toStrictEqual(Uint8Array.of(1, 2, 3));
  expect(body.buffer.byteLength).toBe(3);
});

test('an empty body is answered like any other', async () => {
  const pool = faultyPool({ threads: 1 });
  const answer = await pool.runJob('echo', { head: {}, body: [] }, LIMITS);
  expect(answer.body).toStrictEqual(new Uint8Array());
});

test('a job that the worker does not know is refused, and costs no thread', async () => {
  const pool = faultyPool({ threads: 1 });
  const unknown = pool.runJob('toString', { head: {}, body: [] }, LIMITS);
  await expect(unknown).rejects.toMatchObject({ name: 'JobError', code: 'UNKNOWN_JOB' });
  expect(pool.stats()).toMatchObject({ replaced: 0, refused: 1 });
});

test("the limit that a job states takes the place of its caller's", async () => {
  const pool = faultyPool({ threads: 1, hardKillGraceMs: 100 });
  await pool.ready();
  const longer = pool.runJob(
    'overrun',
    { head: { ownLimitMs: 2_000, sleepMs: 400 }, body: [] },
    { timeLimitMs: 50 },
  );
  expect(await longer).toMatchObject({ head: {} });
  const shorter = pool.runJob('overrun', { head: { ownLimitMs: 50, sleepMs: 5_000 }, body: [] }, LIMITS);
  await expect(shorter).rejects.toMatchObject({ code: 'DEADLINE_PASSED', details: { timeLimitMs: 50 } });
  expect(pool.stats()).toMatchObject({ replaced: 1, completed: 1 });
});

test('programs, allocations and jobs wait in one queue, first come, first served', async () => {
  const pool = faultyPool({ threads: 1 });
  const finished: string[] = [];
  const done = (name: string) => () => finished.push(name);
  const large = () => [new Uint8Array(3_000_000).subarray(1)];
  await Promise.all([
    pool.runJob('echo', { head: {}, body: large() }, LIMITS).then(done('long job')),
    pool.solve(program(), LIMITS).then(done('program')),
    pool.runJob('echo', { head: {}, body: [] }, LIMITS).then(done('job')),
    pool.solveAllocation(allocation(), LIMITS).then(done('allocation')),
    pool.runJob('echo', { head: {}, body: large() }, LIMITS).then(done('second long job')),
  ]);
  expect(finished).toStrictEqual(['long job', 'program', 'job', 'allocation', 'second long job']);
});

test('a queue that holds too many bytes refuses at once, and leaves the bytes to their caller', async () => {
  const pool = faultyPool({ threads: 1, maxQueueMb: 1 });
  await pool.ready();
  const megabytes = () => [new Uint8Array(2 * 2 ** 20)];
  const running = pool.runJob('echo', { head: { fault: 'sleepMs:100' }, body: megabytes() }, LIMITS);
  const waiting = pool.runJob('echo', { head: {}, body: megabytes() }, LIMITS);
  const mine = megabytes();
  const refused = pool.runJob('echo', { head: {}, body: mine }, LIMITS);
  await expect(refused).rejects.toMatchObject({ code: 'QUEUE_FULL', details: { maxQueueMb: 1 } });
  expect(mine[0]!.byteLength).toBe(2 * 2 ** 20);
  expect((await Promise.all([running, waiting])).map(({ body }) => body.byteLength)).toStrictEqual([
    2 * 2 ** 20,
    2 * 2 ** 20,
  ]);
  expect(await pool.runJob('echo', { head: {}, body: mine }, LIMITS)).toMatchObject({ head: { pieces: 1 } });
});

test('a pool that closes while a long body is being taken over says so', async () => {
  const pool = faultyPool({ threads: 1 });
  await pool.ready();
  const taking = pool.runJob('echo', { head: {}, body: [new Uint8Array(40_000_000).subarray(1)] }, LIMITS);
  taking.catch(() => {});
  await pool.close({ graceMs: 0 });
  await expect(taking).rejects.toMatchObject({ code: 'CLOSED' });
});

test.each([
  ['a time limit that is none', { head: {}, body: [] }, -1],
  ['a value that cannot be posted', { head: { call: (() => 1) as never }, body: [] }, 1_000],
])('%s is refused, and costs no thread', async (_, input, timeLimitMs) => {
  const pool = faultyPool({ threads: 1 });
  await expect(pool.runJob('echo', input, { timeLimitMs })).rejects.toMatchObject({
    code: 'INVALID_PROGRAM',
  });
  await delay(20);
  expect(pool.stats().replaced).toBe(0);
});
