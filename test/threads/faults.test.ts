import { expect, test } from 'vitest';
import { echo, faultyPool, LIMITS } from './fixtures.ts';

const SHORT = { timeLimitMs: 50 };

test.each([
  [
    'throws',
    'throw',
    { code: 'ENGINE_FAILED', message: /the job "echo" threw TypeError: a bug in the engine/ },
  ],
  ['throws what is no error', 'throwText', { code: 'ENGINE_FAILED', message: /threw not even an error/ }],
  ['answers what cannot be posted', 'answerFunction', { code: 'WORKER_LOST' }],
  ['throws outside of its promise', 'throwLater', { code: 'WORKER_LOST', message: /thrown in a timer/ }],
  ['leaves a rejected promise behind', 'leaveRejection', { code: 'WORKER_LOST', message: /left behind/ }],
  ['exits with 0', 'exit:0', { code: 'WORKER_LOST', message: /exited with code: 0/ }],
  ['exits with 5', 'exit:5', { code: 'WORKER_LOST', message: /exited with code: 5/ }],
  ['hangs', 'hang', { code: 'DEADLINE_PASSED', details: { timeLimitMs: 50, hardKillGraceMs: 100 } }],
  ['hangs in WebAssembly', 'hangInWebAssembly', { code: 'DEADLINE_PASSED' }],
  ['runs out of heap', 'eatHeap', { code: 'WORKER_LOST', details: { cause: 'ERR_WORKER_OUT_OF_MEMORY' } }],
])('a worker that %s fails its own run, and its replacement answers the next', async (_, fault, expected) => {
  const pool = faultyPool({ threads: 1, hardKillGraceMs: 100, maxOldGenerationSizeMb: 32 });
  await pool.ready();
  // Eating 32 MiB of heap takes longer than the other faults are given.
  const limits = fault === 'eatHeap' ? LIMITS : SHORT;
  const failing = echo(pool, fault, null, limits);
  const waiting = echo(pool, 'none', 'well');
  const { message, ...rest } = { message: /./, ...expected };
  await expect(failing).rejects.toMatchObject({ name: 'EngineError', ...rest });
  await expect(failing).rejects.toThrow(message);
  expect(await waiting).toMatchObject({ given: 'well' });
  expect(pool.stats()).toMatchObject({
    replaced: 1,
    completed: 1,
    failed: { [rest.code]: 1 },
    bootError: null,
  });
});

test('a worker that refuses keeps its thread, and the refusal arrives with class, code and details', async () => {
  const pool = faultyPool({ threads: 1 });
  await expect(echo(pool, 'refuse')).rejects.toMatchObject({
    name: 'EngineError',
    code: 'INVALID_PROGRAM',
    message: 'row 3 is wrong',
    details: { row: 3, name: 'supply' },
  });
  await expect(echo(pool, 'refuseInput')).rejects.toMatchObject({
    name: 'InputError',
    kind: 'malformed',
    faults: [{ path: 'a[0]', code: 'required', message: 'is required' }],
  });
  expect(await echo(pool)).toMatchObject({ given: null });
  expect(pool.stats()).toMatchObject({
    replaced: 0,
    completed: 1,
    refused: 1,
    failed: { INVALID_PROGRAM: 1 },
  });
});

test('a thread that dies takes no run of another thread with it', async () => {
  const pool = faultyPool({ threads: 2, hardKillGraceMs: 100 });
  await pool.ready();
  const onTheOther = echo(pool, 'sleepMs:400');
  const failures = await Promise.allSettled([
    echo(pool, 'exit:1', null, SHORT),
    echo(pool, 'hang', null, SHORT),
    echo(pool, 'throwLater', null, SHORT),
  ]);
  expect(failures.map((failure) => failure.status)).toStrictEqual(['rejected', 'rejected', 'rejected']);
  expect(await onTheOther).toMatchObject({ given: null });
});

test('no failure among many runs changes the answer of another', async () => {
  const pool = faultyPool({ threads: 2, hardKillGraceMs: 200, queueTimeoutMs: 20_000 });
  const faults = ['exit:1', 'throw', 'hang', 'throwLater', 'throwText', 'refuse'];
  const runs = Array.from({ length: 120 }, (_, run) => {
    const fault = run % 10 === 9 ? faults[Math.floor(run / 10) % faults.length] : undefined;
    return { run, fault, outcome: echo(pool, fault, run, SHORT) };
  });
  await Promise.allSettled(runs.map(({ outcome }) => outcome));
  for (const { run, fault, outcome } of runs) {
    if (fault !== undefined) await expect(outcome).rejects.toMatchObject({ name: 'EngineError' });
    else expect(await outcome).toMatchObject({ given: run });
  }
  // Each of the six goes wrong twice; all but the refused program cost a thread.
  expect(pool.stats()).toMatchObject({ completed: 108, replaced: 10, running: 0, queued: 0 });
});

test('threads that cannot be interrupted are counted and replaced, but do not pile up', async () => {
  const pool = faultyPool({ threads: 1, hardKillGraceMs: 50, queueTimeoutMs: 20_000 });
  await pool.ready();
  const stuck = [1, 2].map(() => echo(pool, 'blockNativelyMs:4000', null, SHORT));
  const waiting = echo(pool);
  await expect(stuck[0]).rejects.toMatchObject({ code: 'DEADLINE_PASSED' });
  // The second one is solved by a replacement, while the first still runs.
  await expect(stuck[1]).rejects.toMatchObject({ code: 'DEADLINE_PASSED' });
  expect(pool.stats()).toMatchObject({ ending: 2, replaced: 2 });
  await expect.poll(() => pool.stats().bootError, { timeout: 5_000 }).toMatch(/2 workers .* still run/);
  expect(await waiting).toMatchObject({ given: null });
  await expect.poll(() => pool.stats().ending, { timeout: 10_000 }).toBe(0);
});

test('a thread whose WebAssembly memory has grown is replaced after it has answered', async () => {
  const pool = faultyPool({ threads: 1, recycleAboveMb: 200 });
  expect(await echo(pool, 'growWebAssemblyMb:64')).toMatchObject({ given: null });
  expect(pool.stats().replaced).toBe(0);
  expect(await echo(pool, 'growWebAssemblyMb:256')).toMatchObject({ given: null });
  expect(pool.stats().replaced).toBe(1);
  expect(await echo(pool)).toMatchObject({ given: null });
  expect(pool.stats().replaced).toBe(1);
});

test('what a large run leaves behind is freed before its thread waits for the next', async () => {
  const pool = faultyPool({ threads: 1, recycleAboveMb: 150 });
  // Were it still there, the thread would be too large to be kept.
  expect(await echo(pool, 'litterMb:200')).toMatchObject({ given: null });
  expect(pool.stats().replaced).toBe(0);
  expect(await echo(pool, 'keepMb:200')).toMatchObject({ given: null });
  expect(pool.stats().replaced).toBe(1);
});
