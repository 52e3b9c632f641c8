import { Piscina } from 'piscina';
import { expect, onTestFinished, test } from 'vitest';
import { KillSwitch } from '../../src/threads/pool/kill-switch.ts';
import { workerFile } from './fixtures.ts';

function sleepers() {
  const made = new Piscina({ filename: workerFile('sleeps').href, minThreads: 1, maxThreads: 1 });
  made.on('error', () => {});
  onTestFinished(() => made.destroy());
  return made;
}

test('a switch ends the run that it was given with, by its error', async () => {
  const killSwitch = new KillSwitch();
  const hanging = sleepers().run(Number.POSITIVE_INFINITY, { signal: killSwitch });
  const error = new Error('enough');
  killSwitch.kill(error);
  killSwitch.kill(new Error('too late'));
  await expect(hanging).rejects.toMatchObject({ name: 'AbortError', cause: error });
});

test('a switch that is thrown after the run has ended does nothing to its thread', async () => {
  const pool = sleepers();
  const killSwitch = new KillSwitch();
  expect(await pool.run(1, { signal: killSwitch })).toBe(1);
  const [thread] = pool.threads;
  killSwitch.kill(new Error('too late'));
  expect(await pool.run(1)).toBe(1);
  expect(pool.threads).toEqual([thread]);
});
