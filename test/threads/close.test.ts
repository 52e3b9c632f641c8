import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { echo, faultyPool } from './fixtures.ts';

test('close finishes what runs and what waits, and refuses what comes', async () => {
  const pool = faultyPool({ threads: 1 });
  await pool.ready();
  const accepted = [1, 2, 3].map(() => echo(pool, 'sleepMs:50'));
  const closing = pool.close({ graceMs: 10_000 });
  await expect(echo(pool)).rejects.toMatchObject({ code: 'CLOSED' });
  expect(await Promise.all(accepted)).toHaveLength(3);
  await closing;
  expect(pool.stats()).toMatchObject({ completed: 3, failed: { CLOSED: 1 }, running: 0, queued: 0 });
});

test('a thread lost while closing is replaced, so that what waits is still solved', async () => {
  const pool = faultyPool({ threads: 1 });
  await pool.ready();
  const lost = echo(pool, 'exit:1');
  const waiting = echo(pool);
  const closing = pool.close({ graceMs: 10_000 });
  await expect(lost).rejects.toMatchObject({ code: 'WORKER_LOST' });
  expect(await waiting).toMatchObject({ given: null });
  await closing;
});

test('after the grace what is left fails with CLOSED, even in a worker that hangs', async () => {
  const pool = faultyPool({ threads: 1 });
  await pool.ready();
  const hanging = echo(pool, 'hang');
  const waiting = echo(pool);
  const failures = Promise.allSettled([hanging, waiting]);
  // It hangs for good: that this ends at all is what is promised.
  await pool.close({ graceMs: 100 });
  for (const failure of await failures) expect(failure).toMatchObject({ reason: { code: 'CLOSED' } });
});

test('a thread that cannot be interrupted does not hold up close', async () => {
  const pool = faultyPool({ threads: 1 });
  await pool.ready();
  const folder = mkdtempSync(join(tmpdir(), 'stuck-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const stuck = echo(pool, 'blockNatively', folder);
  stuck.catch(() => {});
  // It must have begun, or it could still be ended. From then on it is stuck until the folder is gone.
  while (!existsSync(join(folder, 'begun'))) await sleep(10);
  await pool.close({ graceMs: 0 });
  expect(pool.stats().ending).toBe(1);
  await expect(stuck).rejects.toMatchObject({ code: 'CLOSED' });
});

test('closing twice is closing once; closing while threads boot ends them', async () => {
  const pool = faultyPool();
  const ready = pool.ready();
  ready.catch(() => {});
  await Promise.all([pool.close({ graceMs: 0 }), pool.close({ graceMs: 60_000 })]);
  await expect(ready).rejects.toMatchObject({ code: 'CLOSED' });
});

/** Runs a script of its own, which imports the built pool, and gives what it printed. */
function runScript(body: string) {
  const built = new URL('../../dist/threads/pool.js', import.meta.url).href;
  const worker = new URL('./workers/faulty.mjs', import.meta.url).href;
  const script = `
    import { createPool } from '${built}';
    const pool = createPool({ threads: 2, workerFile: new URL('${worker}') });
    const echo = (fault, given) => pool.run({ name: 'echo' }, { fault, given }, { timeLimitMs: 30_000 });
    ${body}`;
  const options = {
    encoding: 'utf8',
    // Ends what hangs, on a machine however busy.
    timeout: 60_000,
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  } as const;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], options);
}

test('a closed pool leaves no handle behind', () => {
  const { status, stdout, stderr } = runScript(`
    const runs = ['a', 'exit:1', 'throw', 'b'].map((fault) => echo(fault));
    const settled = Promise.allSettled(runs);
    await pool.close({ graceMs: 60_000 });
    await settled;
    await new Promise((resolve) => setImmediate(resolve));
    console.log(process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort|Timeout/.test(name)).length);`);
  expect({ status, stdout, stderr }).toStrictEqual({ status: 0, stdout: '0\n', stderr: '' });
});

test('an idle pool that nobody closed does not keep the process', () => {
  const { status, stdout, stderr } = runScript(`
    console.log((await echo('none', 'well')).given);`);
  expect({ status, stdout, stderr }).toStrictEqual({ status: 0, stdout: 'well\n', stderr: '' });
});

test('a process waits for a run under way', () => {
  const { status, stdout } = runScript(`
    echo('sleepMs:300', 'well').then(({ given }) => console.log(given));`);
  expect({ status, stdout }).toStrictEqual({ status: 0, stdout: 'well\n' });
});
