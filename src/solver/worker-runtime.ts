import { getHeapStatistics } from 'node:v8';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { Engine } from './engine.ts';
import type { SolveReply, SolveTask } from './worker-messages.ts';
import { errorToData, packOutcome, unpackProgram } from './worker-messages.ts';
import { noteAnswered, noteStarted } from './worker-progress.ts';

/** What piscina calls for each task: never rejects; resolves to a {@link SolveReply} that is moved, not copied. */
export type SolveHandler = (task: SolveTask) => Promise<unknown>;

/** An engine that can load ahead of its first solve what it loads lazily. */
export interface ServedEngine extends Engine {
  warmUp?(): Promise<void>;
}

/**
 * The inside of a worker: exports as `solve` of its module what asks `engine` for every task.
 *
 * Resolves when the engine is warm, and piscina waits for it before it calls the worker ready. The deadline of a
 * run starts where `engine.solve` is called, so that neither the queue nor the thread's boot counts.
 *
 * @throws what `warmUp` throws: then the worker does not start, and the pool says why
 */
export async function serve(engine: ServedEngine): Promise<SolveHandler> {
  await engine.warmUp?.();
  return async (task) => {
    const reply = await answer(engine, task);
    // Between runs piscina blocks the thread: a rejected promise that the engine left behind would strike the
    // run after, unless it gets its turn before the reply.
    await new Promise((resolve) => setImmediate(resolve));
    noteAnswered(task.progress, isolateBytes());
    const transferables = reply.ok ? [reply.outcome] : [];
    return move({ [transferableSymbol]: transferables, [valueSymbol]: reply });
  };
}

async function answer(engine: Engine, { program, timeLimitMs, progress }: SolveTask): Promise<SolveReply> {
  try {
    const unpacked = unpackProgram(program);
    noteStarted(progress);
    return { ok: true, outcome: packOutcome(await engine.solve(unpacked, { timeLimitMs })) };
  } catch (thrown) {
    return { ok: false, error: errorToData(thrown) };
  }
}

/** `external_memory` holds WebAssembly memory too, which no heap limit counts. Some 5 µs. */
function isolateBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
