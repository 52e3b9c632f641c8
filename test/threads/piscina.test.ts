import { setTimeout as delay } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { describe, expect, onTestFinished, test } from 'vitest';
import { workerFile } from './fixtures.ts';

/** A piscina with as many threads as a pool of this project gives it, and the abort signal that kills one run. */
function piscina(options: ConstructorParameters<typeof Piscina>[0]) {
  const made = new Piscina({ idleTimeout: Number.POSITIVE_INFINITY, recordTiming: false, ...options });
  made.on('error', () => {});
  onTestFinished(() => made.destroy());
  return made;
}

const sleeper = workerFile('sleeps').href;
const abortable = () => ({ signal: new AbortController().signal });

/** What piscina 5.3 does not do by itself. Where one of these fails, what `src/threads/pool` does for it can go. */
describe('piscina alone', () => {
  test('loses the order of runs that can be aborted', async () => {
    const pool = piscina({ filename: sleeper, minThreads: 1, maxThreads: 1 });
    const finished: number[] = [];
    const order = [0, 1, 2, 3, 4];
    await Promise.all(order.map((run) => pool.run(20, abortable()).then(() => finished.push(run))));
    expect([...finished].sort()).toStrictEqual(order);
    expect(finished).not.toStrictEqual(order);
  });

  test('refuses none of them, however many wait', async () => {
    const pool = piscina({ filename: sleeper, minThreads: 1, maxThreads: 1, maxQueue: 1 });
    const runs = Array.from({ length: 10 }, () => pool.run(1, abortable()));
    expect(await Promise.all(runs)).toHaveLength(10);
  });

  test('leaves a run unsettled whose thread hangs while it starts', async () => {
    const pool = piscina({ filename: workerFile('hangs-at-start').href, minThreads: 0, maxThreads: 1 });
    const ended = pool.run(1).catch(() => {});
    expect(await Promise.race([ended, delay(500, 'unsettled')])).toBe('unsettled');
    await pool.destroy();
  });

  test('leaves one unsettled whose thread throws while it starts, and starts none again', async () => {
    const pool = piscina({ filename: workerFile('throws-at-start').href, minThreads: 0, maxThreads: 1 });
    const ended = pool.run(1).catch(() => {});
    expect(await Promise.race([ended, delay(1_500, 'unsettled')])).toBe('unsettled');
    expect(pool.threads).toHaveLength(0);
  });

  test('lets a run hang for as long as it likes', async () => {
    const pool = piscina({ filename: workerFile('sleeps').href, minThreads: 1, maxThreads: 1 });
    const ended = pool.run(Number.POSITIVE_INFINITY).catch(() => {});
    expect(await Promise.race([ended, delay(500, 'unsettled')])).toBe('unsettled');
  });

  test('kills the thread of a run that is aborted, and of no other', async () => {
    const pool = piscina({ filename: sleeper, minThreads: 2, maxThreads: 2 });
    const controller = new AbortController();
    const hanging = pool.run(Number.POSITIVE_INFINITY, { signal: controller.signal });
    const other = pool.run(300, abortable());
    await delay(100);
    controller.abort();
    await expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
    expect(await other).toBe(300);
  });
});
