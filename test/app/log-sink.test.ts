import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { turnByTurn } from '../../src/app/log-sink.ts';

function logFile() {
  const folder = mkdtempSync(join(tmpdir(), 'log-sink-'));
  const file = join(folder, 'log');
  const descriptor = openSync(file, 'a');
  onTestFinished(() => {
    closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });
  return { sink: turnByTurn(descriptor), written: () => readFileSync(file, 'utf8') };
}

test('the lines of a turn are written by its end, in their order', async () => {
  const { sink, written } = logFile();
  sink.write('one\n');
  sink.write('zwei ü\n');
  expect(written()).toBe('');
  await nextTurn();
  expect(written()).toBe('one\nzwei ü\n');
  sink.write('three\n');
  await nextTurn();
  expect(written()).toBe('one\nzwei ü\nthree\n');
});

test('flushing leaves nothing for later', async () => {
  const { sink, written } = logFile();
  sink.write('one\n');
  sink.flushSync();
  expect(written()).toBe('one\n');
  await nextTurn();
  expect(written()).toBe('one\n');
});

test('a turn that has much to say does not wait for its end', () => {
  const { sink, written } = logFile();
  sink.write(`${'x'.repeat(100_000)}\n`);
  expect(written()).toHaveLength(100_001);
});

test('a log that nobody takes does not throw', () => {
  const sink = turnByTurn(99_999);
  sink.write('lost\n');
  expect(() => sink.flushSync()).not.toThrow();
});
