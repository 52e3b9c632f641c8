import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { newEmbeddedFolder } from '../embedded-template.ts';

/** Starts the built service around a pool that says what `ending` threads do, and stops it. */
async function stopWith(ending: number) {
  const { folder, remove } = newEmbeddedFolder();
  const script = `
    import { setTimeout as wait } from 'node:timers/promises';
    import { runService } from ${JSON.stringify(new URL('../../dist/app/serve.js', import.meta.url).href)};
    const pool = {
      ready: async () => {}, close: async () => {}, idle: 0,
      stats: () => ({ threads: 1, idle: 0, running: 0, bootError: null, ending: ${ending} }),
    };
    const answers = { warmUp: async () => {}, trouble: () => null };
    const code = await runService({ PORT: '0', DATA_DIR: ${JSON.stringify(folder)} }, {
      createAnswers: () => ({ pool, answers }),
      now: () => '2026-05-01T09:00:00Z',
      wait: (ms, signal) => wait(ms, undefined, { signal }).catch(() => {}),
      newRequestId: () => 'id', version: '0.0.0-test',
      killProcess: () => process.kill(process.pid, 'SIGKILL'),
    });
    process.exit(code);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.on('data', (chunk) => {
    log += chunk;
    if (String(chunk).includes('"ready"')) child.kill('SIGTERM');
  });
  const [code, signal] = await once(child, 'close');
  remove();
  return { code, signal, log };
}

it('a process whose threads will not end is killed once its log is written', async () => {
  const { signal, log } = await stopWith(1);
  expect(signal).toBe('SIGKILL');
  expect(log).toContain('"stopped"');
  expect(log).toContain('"threads":1,"msg":"threads will not end: the process is killed"');
});

it('one whose threads have ended exits', async () => {
  const { code, signal, log } = await stopWith(0);
  expect([code, signal]).toEqual([0, null]);
  expect(log).not.toContain('will not end');
});
