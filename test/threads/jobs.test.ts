import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { echo, faultyPool, LIMITS, OVERRUN } from './fixtures.ts';

test('plain objects, typed arrays, dates and undefined come back as they were sent', async () => {
  const pool = faultyPool({ threads: 1 });
  const given = {
    text: 'çπ😀\ud800',
    numbers: [-0, Number.NaN, Number.NEGATIVE_INFINITY, 2 ** 53],
    units: Float64Array.of(1.5, Number.POSITIVE_INFINITY),
    none: null,
    left: undefined,
    byCode: new Map([['A', new Set([1])]]),
  };
  expect((await echo(pool, 'none', given)).given).toStrictEqual(given);
});

test('what is transferred is moved, and what is not is copied', async () => {
  const pool = faultyPool({ threads: 1 });
  const [moved, copied] = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  const answer = echo(pool, 'none', [moved, copied], { ...LIMITS, transfer: [moved.buffer] });
  expect((await answer).given).toStrictEqual([Uint8Array.of(1, 2), Uint8Array.of(3)]);
  expect([moved.byteLength, copied.byteLength]).toStrictEqual([0, 1]);
});

test('a job that the worker does not know is refused, and costs no thread', async () => {
  const pool = faultyPool({ threads: 1 });
  const unknown = pool.run({ name: 'toString' }, null, LIMITS);
  await expect(unknown).rejects.toMatchObject({ name: 'EngineError', code: 'INVALID_PROGRAM' });
  expect(pool.stats()).toMatchObject({ replaced: 0, failed: { INVALID_PROGRAM: 1 } });
});

test('what cannot be posted is refused, and costs no thread', async () => {
  const pool = faultyPool({ threads: 1 });
  const refused = echo(pool, 'none', () => 1);
  await expect(refused).rejects.toMatchObject({ code: 'INVALID_PROGRAM', message: /could not be cloned/ });
  await delay(20);
  expect(pool.stats().replaced).toBe(0);
  expect(await echo(pool)).toMatchObject({ given: null });
});

test("the limit that a job states takes the place of its caller's", async () => {
  const pool = faultyPool({ threads: 1, hardKillGraceMs: 100 });
  await pool.ready();
  expect(await pool.run(OVERRUN, { ownLimitMs: 2_000, sleepMs: 400 }, { timeLimitMs: 50 })).toBeNull();
  const shorter = pool.run(OVERRUN, { ownLimitMs: 50, sleepMs: 5_000 }, LIMITS);
  await expect(shorter).rejects.toMatchObject({ code: 'DEADLINE_PASSED', details: { timeLimitMs: 50 } });
  expect(pool.stats()).toMatchObject({ replaced: 1, completed: 1 });
});
