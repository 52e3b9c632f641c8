import { describe, expect, test } from 'vitest';
import { faultyPool, LIMITS, program } from './fixtures.ts';
import { KINDS } from './fixtures-of-kinds.ts';

const SHORT = { timeLimitMs: 50 };

/** Minimise x + y with x + y ≥ 3, ties to the larger x. */
const ANSWER = { termination: 'optimal', point: Float64Array.of(3, 0) };

describe.each(KINDS)('a worker with $kind', ({ ask, answer, who }) => {
  test.each([
    ['throws', 'throw', { code: 'ENGINE_FAILED', message: `${who} threw TypeError: a bug in the engine` }],
    [
      'throws what is no error',
      'throwText',
      { code: 'ENGINE_FAILED', message: `${who} threw not even an error` },
    ],
    ['answers what is no answer', 'answerNonsense', { code: 'ENGINE_FAILED' }],
    ['throws outside of its promise', 'throwLater', { code: 'WORKER_LOST', message: /thrown in a timer/ }],
    ['leaves a rejected promise behind', 'leaveRejection', { code: 'WORKER_LOST', message: /left behind/ }],
    ['exits with 0', 'exit:0', { code: 'WORKER_LOST', message: /exited with code: 0/ }],
    ['exits with 5', 'exit:5', { code: 'WORKER_LOST', message: /exited with code: 5/ }],
    ['hangs', 'hang', { code: 'DEADLINE_PASSED', details: { timeLimitMs: 50, hardKillGraceMs: 100 } }],
    ['hangs in WebAssembly', 'hangInWebAssembly', { code: 'DEADLINE_PASSED' }],
    ['runs out of heap', 'eatHeap', { code: 'WORKER_LOST', details: { cause: 'ERR_WORKER_OUT_OF_MEMORY' } }],
  ])('that %s fails its own run, and its replacement answers the next', async (_, fault, expected) => {
    const pool = faultyPool({ threads: 1, hardKillGraceMs: 100, maxOldGenerationSizeMb: 32 });
    await pool.ready();
    // Eating 32 MiB of heap takes longer than the other faults are given.
    const limits = fault === 'eatHeap' ? LIMITS : SHORT;
    const failing = ask(pool, fault, limits);
    const waiting = ask(pool, 'nothing', LIMITS);
    const { message, ...rest } = { message: /./, ...expected };
    await expect(failing).rejects.toMatchObject({ name: 'EngineError', ...rest });
    await expect(failing).rejects.toThrow(message);
    expect(await waiting).toMatchObject(answer);
    expect(pool.stats()).toMatchObject({
      replaced: 1,
      completed: 1,
      failed: { [rest.code]: 1 },
      bootError: null,
    });
  });

  test('that refuses keeps its thread, and the refusal arrives with code and details', async () => {
    const pool = faultyPool({ threads: 1 });
    await expect(ask(pool, 'refuse', LIMITS)).rejects.toMatchObject({
      name: 'EngineError',
      code: 'INVALID_PROGRAM',
      message: 'row 3 is wrong',
      details: { row: 3, name: 'supply' },
    });
    await expect(ask(pool, 'refuseAsJob', LIMITS)).rejects.toMatchObject({
      name: 'JobError',
      code: 'NOT_TODAY',
      message: 'come back tomorrow',
      details: { days: [1, 2] },
    });
    expect(await ask(pool, 'nothing', LIMITS)).toMatchObject(answer);
    expect(pool.stats()).toMatchObject({
      replaced: 0,
      completed: 1,
      refused: 1,
      failed: { INVALID_PROGRAM: 1 },
    });
  });
});

test('a thread that dies takes no run of another thread with it', async () => {
  const pool = faultyPool({ threads: 2, hardKillGraceMs: 100 });
  await pool.ready();
  const onTheOther = pool.solve(program('sleepMs:400'), LIMITS);
  const failures = await Promise.allSettled([
    pool.solve(program('exit:1'), SHORT),
    pool.solve(program('hang'), SHORT),
    pool.solve(program('throwLater'), SHORT),
  ]);
  expect(failures.map((failure) => failure.status)).toStrictEqual(['rejected', 'rejected', 'rejected']);
  expect(await onTheOther).toMatchObject(ANSWER);
});

test('no failure among many runs changes the answer of another', async () => {
  const pool = faultyPool({ threads: 2, hardKillGraceMs: 200, queueTimeoutMs: 20_000 });
  const faults = ['exit:1', 'throw', 'hang', 'throwLater', 'throwText', 'refuse'];
  const runs = Array.from({ length: 120 }, (_, run) => {
    const fault = run % 10 === 9 ? faults[Math.floor(run / 10) % faults.length] : undefined;
    const least = run % 7;
    return { least, fault, outcome: pool.solve(program(fault, least), SHORT) };
  });
  await Promise.allSettled(runs.map((run) => run.outcome));
  for (const { least, fault, outcome } of runs) {
    if (fault !== undefined) await expect(outcome).rejects.toMatchObject({ name: 'EngineError' });
    else
      expect(Array.from((await outcome).point!)).toStrictEqual([Math.min(5, least), Math.max(0, least - 5)]);
  }
  // Each of the six goes wrong twice; all but the refused program cost a thread.
  expect(pool.stats()).toMatchObject({ completed: 108, replaced: 10, running: 0, queued: 0 });
});

test('threads that cannot be interrupted are counted and replaced, but do not pile up', async () => {
  const pool = faultyPool({ threads: 1, hardKillGraceMs: 50, queueTimeoutMs: 20_000 });
  await pool.ready();
  const stuck = [1, 2].map(() => pool.solve(program('blockNativelyMs:4000'), SHORT));
  const waiting = pool.solve(program(), LIMITS);
  await expect(stuck[0]).rejects.toMatchObject({ code: 'DEADLINE_PASSED' });
  // The second one is solved by a replacement, while the first still runs.
  await expect(stuck[1]).rejects.toMatchObject({ code: 'DEADLINE_PASSED' });
  expect(pool.stats()).toMatchObject({ ending: 2, replaced: 2 });
  await expect.poll(() => pool.stats().bootError, { timeout: 5_000 }).toMatch(/2 workers .* still run/);
  expect(await waiting).toMatchObject(ANSWER);
  await expect.poll(() => pool.stats().ending, { timeout: 10_000 }).toBe(0);
});

test('a thread whose WebAssembly memory has grown is replaced after it has answered', async () => {
  const pool = faultyPool({ threads: 1, recycleAboveMb: 200 });
  expect(await pool.solve(program('growWebAssemblyMb:64'), LIMITS)).toMatchObject(ANSWER);
  expect(pool.stats().replaced).toBe(0);
  expect(await pool.solve(program('growWebAssemblyMb:256'), LIMITS)).toMatchObject(ANSWER);
  expect(pool.stats().replaced).toBe(1);
  expect(await pool.solve(program(), LIMITS)).toMatchObject(ANSWER);
  expect(pool.stats().replaced).toBe(1);
});

test('what a large run leaves behind is freed before its thread waits for the next', async () => {
  const pool = faultyPool({ threads: 1, recycleAboveMb: 150 });
  // Were it still there, the thread would be too large to be kept.
  expect(await pool.solve(program('litterMb:200'), LIMITS)).toMatchObject(ANSWER);
  expect(pool.stats().replaced).toBe(0);
  expect(await pool.solve(program('keepMb:200'), LIMITS)).toMatchObject(ANSWER);
  expect(pool.stats().replaced).toBe(1);
});
