import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { JobKind } from '../../src/threads/boundary/job.ts';
import { echo, faultyPool, LIMITS, workerFile } from './fixtures.ts';

/** The calls that led to the worker's module while it was loaded. */
const LOADED_BY: JobKind<null, string> = { name: 'loaded by' };

test('ready when every thread has answered the boot check, which is no run of anyone', async () => {
  const pool = faultyPool({ threads: 3 });
  expect(pool.stats().idle).toBe(0);
  await pool.ready();
  expect(pool.stats()).toMatchObject({ threads: 3, idle: 3, completed: 0, replaced: 0, bootError: null });
});

test('runs submitted before the threads are up wait for them', async () => {
  const pool = faultyPool();
  expect(await echo(pool)).toMatchObject({ given: null });
});

test.each([
  ['does not exist', 'no-such-worker', /Cannot find module/],
  ['throws when loaded', 'throws-at-start', /the engine file is missing/],
  ['exits when loaded', 'exits-at-start', /worker exited/],
  ['hangs when loaded', 'hangs-at-start', /the worker did not begin within 400 ms/],
  ['cannot warm up its engine', 'cannot-warm-up', /the WebAssembly module does not compile/],
  ['exports no solve', 'never-exports', /No handler function/],
  ['answers in other terms', 'not-a-reply', /not a reply/],
  [
    'decides the sample attempt wrong',
    'decides-wrong',
    /expected the sample attempt to be released, 3 now and 2 tomorrow, got held, nothing/,
  ],
])('a worker file that %s: ready() says so, and no run hangs', async (_, file, message) => {
  // Ample where the failure is to be found before; a machine that is busy takes its time to start a thread.
  const bootTimeoutMs = file === 'hangs-at-start' ? 400 : 15_000;
  const pool = faultyPool({ workerFile: workerFile(file), bootTimeoutMs, queueTimeoutMs: 200 });
  const details = { workerFile: workerFile(file).href };
  const bootError = { name: 'EngineError', message: expect.stringMatching(message), details };
  await expect(pool.ready()).rejects.toMatchObject(bootError);
  expect(pool.stats().bootError).toMatch(message);
  const notSolved = { code: 'QUEUE_TIMEOUT', message: expect.stringMatching(message) };
  await expect(echo(pool)).rejects.toMatchObject(notSolved);
});

test('a worker file is imported, not required: V8 aborts the process where a thread is ended meanwhile', async () => {
  const pool = faultyPool({ workerFile: workerFile('how-loaded') });
  expect(await pool.run(LOADED_BY, null, LIMITS)).not.toMatch(/require/);
});

test('a worker file with a syntax error: likewise', async () => {
  const pool = faultyPool({ workerFile: temporaryModule('export const solve = (;').url });
  await expect(pool.ready()).rejects.toThrow(/Unexpected token/);
});

test('a thread that could not boot is tried again, and serves once it can', async () => {
  const worker = temporaryModule("throw new Error('not yet');");
  const pool = faultyPool({ workerFile: worker.url });
  await expect(pool.ready()).rejects.toThrow('not yet');
  worker.rewrite(`export { solve } from ${JSON.stringify(workerFile('faulty').href)};`);
  expect(await echo(pool)).toMatchObject({ given: null });
});

/** A module outside of the project; only tests that need a file that is broken or changes use it. */
function temporaryModule(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'pool-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'worker.mjs');
  const rewrite = (changed: string): void => writeFileSync(file, changed);
  rewrite(text);
  return { url: pathToFileURL(file), rewrite };
}
