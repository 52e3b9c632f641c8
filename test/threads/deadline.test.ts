import { expect, test } from 'vitest';
import type { EngineError } from '../../src/solver/engine.ts';
import {
  createBoard,
  noteAnswered,
  noteLimit,
  type Progress,
  ProgressNumbers,
  progressOf,
  readProgress,
} from '../../src/threads/boundary/progress.ts';
import { watchRun } from '../../src/threads/pool/deadline.ts';

const createProgress = (): Progress => progressOf(createBoard(1), 0);

const GRACES = { hardKillGraceMs: 60, startTimeoutMs: 240 };

/** What the watch says of a run whose worker notes nothing more, and after how many milliseconds. */
function verdict(progress: Progress): Promise<{ error: EngineError; afterMs: number }> {
  const from = performance.now();
  return new Promise((resolve) => {
    watchRun(progress, GRACES, (error) => resolve({ error, afterMs: performance.now() - from }));
  });
}

test('a run that no worker takes up is lost after the start timeout, not after its own limit', async () => {
  const { error, afterMs } = await verdict(createProgress());
  expect(error).toMatchObject({
    code: 'WORKER_LOST',
    message: expect.stringContaining('did not begin within 240 ms'),
  });
  expect(afterMs).toBeGreaterThan(235);
});

test('the deadline counts from the start of the solve, not from when the run was posted', async () => {
  const progress = createProgress();
  setTimeout(() => noteLimit(progress, 60), 100);
  const { error, afterMs } = await verdict(progress);
  expect(error.code).toBe('DEADLINE_PASSED');
  expect(afterMs).toBeGreaterThan(215);
});

test('a job that shortens its limit while it runs is ended by that, within two graces', async () => {
  const progress = createProgress();
  noteLimit(progress, 10_000);
  setTimeout(() => noteLimit(progress, 30), 100);
  const { error, afterMs } = await verdict(progress);
  expect(error).toMatchObject({ code: 'DEADLINE_PASSED', details: { timeLimitMs: 30, hardKillGraceMs: 60 } });
  expect(afterMs).toBeGreaterThan(185);
  expect(afterMs).toBeLessThan(1_000);
});

test('a job that states a longer limit has that, counted from then', async () => {
  const progress = createProgress();
  noteLimit(progress, 60);
  setTimeout(() => noteLimit(progress, 200), 50);
  const { error, afterMs } = await verdict(progress);
  expect(error).toMatchObject({ code: 'DEADLINE_PASSED', details: { timeLimitMs: 200 } });
  expect(afterMs).toBeGreaterThan(305);
});

test('a reply that never arrives ends the run one grace later', async () => {
  const progress = createProgress();
  noteLimit(progress, 60);
  noteAnswered(progress, 0);
  const { error, afterMs } = await verdict(progress);
  expect(error).toMatchObject({ code: 'WORKER_LOST', message: expect.stringContaining('did not arrive') });
  expect(afterMs).toBeGreaterThan(115);
});

test('nothing is said once the watch has ended', async () => {
  const said: EngineError[] = [];
  const end = watchRun(createProgress(), { hardKillGraceMs: 1, startTimeoutMs: 1 }, (error) =>
    said.push(error),
  );
  end();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(said).toStrictEqual([]);
});

test("a place on the board is one run's at a time, and a new run's whoever had it before", async () => {
  const board = createBoard(2);
  const numbers = new ProgressNumbers(board);
  const [first, second] = [numbers.take()!, numbers.take()!];
  expect(numbers.take()).toBeNull();
  noteLimit(first.progress, 1_000);
  noteAnswered(progressOf(board, second.number), 77);
  expect(readProgress(first.progress)).toMatchObject({ state: 'started', timeLimitMs: 1_000 });
  expect(readProgress(second.progress)).toMatchObject({ state: 'answered', memoryBytes: 77 });
  numbers.giveBack(second.number);
  const third = numbers.take()!;
  expect(third.number).toBe(second.number);
  expect(readProgress(third.progress).state).toBe('posted');
  expect(readProgress(first.progress).state).toBe('started');
});
