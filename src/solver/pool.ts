import type { Program } from '../program/program.ts';
import type { Engine, EngineErrorCode, Outcome, SolveLimits } from './engine.ts';
import { EngineError } from './engine.ts';
import type { PoolOptions, ResolvedPoolOptions } from './pool-options.ts';
import { MAX_DELAY_MS, resolvePoolOptions } from './pool-options.ts';
import type { QueuedRun } from './pool-queue.ts';
import { RunQueue } from './pool-queue.ts';
import type { PoolStats } from './pool-stats.ts';
import { createDurationTally, noFailures } from './pool-stats.ts';
import { PoolThread } from './pool-thread.ts';
import { packProgram } from './worker-messages.ts';

/** An engine that solves on other threads, so that none of its solves can hold up or bring down this one. */
export interface Pool extends Engine {
  /**
   * Solves on the next free thread, first come first served. The program is copied before this returns.
   *
   * Every run settles: it waits at most `queueTimeoutMs`, and solves at most `limits.timeLimitMs` (which its
   * engine observes) plus `hardKillGraceMs` (after which its thread is replaced). A failure touches no other run.
   *
   * @throws EngineError of every code: `QUEUE_FULL` and `CLOSED` at once, `QUEUE_TIMEOUT` from the queue,
   * `DEADLINE_PASSED` and `WORKER_LOST` when the thread had to be replaced, the others from the engine
   */
  solve(program: Program, limits: SolveLimits): Promise<Outcome>;
  /**
   * Resolves when every thread has started and solved a tiny program.
   *
   * @throws EngineError within `bootTimeoutMs` when one could not; the message says why
   */
  ready(): Promise<void>;
  /** What the pool is doing and has done. */
  stats(): PoolStats;
  /**
   * Refuses new runs with `CLOSED`, lets those that run or wait finish for `graceMs`, fails what is left with
   * `CLOSED`, and ends all threads. A second call waits for the first.
   *
   * Resolves at most a second after the grace, also when a thread will not end (`stats().ending` is not 0 then):
   * V8 cannot interrupt native code, nor, in Node 24, every loop. `process.exit` would wait for such a thread.
   */
  close(options: { readonly graceMs: number }): Promise<void>;
}

/**
 * Starts the threads; runs may be submitted at once and wait until a thread is up. A thread that fails to boot
 * is tried again, at growing intervals, until the pool is closed.
 *
 * The boundary costs about 0.1 ms a run: with an engine that answers at once, a program of 1,000 columns is there
 * and back in 0.06 to 0.12 ms (median of 5,000 in each of six measurements, on two cores busy with other work; the
 * 99th percentile was 0.3 to 4 ms), one of 10,000 columns in 0.12 to 0.18 ms. Measure it with
 * `npm run build && node test/solver/pool/measure-dispatch.mjs`.
 *
 * @throws RangeError when an option is out of range
 */
export function createPool(options: PoolOptions = {}): Pool {
  return new ThreadPool(resolvePoolOptions(options));
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;
const BYTES_PER_MB = 2 ** 20;

class ThreadPool implements Pool {
  readonly name = 'pool';
  readonly #options: ResolvedPoolOptions;
  readonly #threads: readonly PoolThread[];
  readonly #firstBoots: Promise<unknown>;
  /** The last one to finish is asked first: its caches are warm. */
  readonly #idle: PoolThread[] = [];
  readonly #queue: RunQueue;
  readonly #failed = noFailures();
  readonly #wait = createDurationTally();
  readonly #solve = createDurationTally();
  /** Threads whose latest boot failed, and why. */
  readonly #bootErrors = new Map<PoolThread, string>();
  #running = 0;
  #completed = 0;
  #replaced = 0;
  #closing: Promise<void> | null = null;
  #stopped = false;
  #onDrained: () => void = () => {};

  constructor(options: ResolvedPoolOptions) {
    this.#options = options;
    this.#queue = new RunQueue(options.queueTimeoutMs, (run) => this.#giveUp(run));
    this.#threads = Array.from({ length: options.threads }, () => new PoolThread(options));
    this.#firstBoots = Promise.all(this.#threads.map((thread) => this.#boot(thread)));
    // Whoever does not ask for ready() must not be brought down by a boot that failed.
    this.#firstBoots.catch(() => {});
  }

  async ready(): Promise<void> {
    await this.#firstBoots;
  }

  async solve(program: Program, { timeLimitMs }: SolveLimits): Promise<Outcome> {
    try {
      return await this.#submit(program, timeLimitMs);
    } catch (thrown) {
      this.#failed[(thrown as EngineError).code] += 1;
      throw thrown;
    }
  }

  stats(): PoolStats {
    return {
      threads: this.#threads.length,
      idle: this.#idle.length,
      running: this.#running,
      queued: this.#queue.size,
      completed: this.#completed,
      failed: { ...this.#failed },
      replaced: this.#replaced,
      ending: this.#threads.reduce((sum, thread) => sum + thread.ending, 0),
      bootError: this.#latestBootError(),
      wait: this.#wait.summary(),
      solve: this.#solve.summary(),
    };
  }

  close({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#closing ??= this.#drainAndStop(graceMs);
    return this.#closing;
  }

  #submit(program: Program, timeLimitMs: number): Promise<Outcome> {
    if (this.#closing !== null) throw closed();
    const { maxQueue } = this.#options;
    if (this.#idle.length === 0 && this.#queue.size >= maxQueue) {
      throw new EngineError('QUEUE_FULL', `all threads are busy and ${maxQueue} runs wait already`, {
        maxQueue,
      });
    }
    const packed = pack(program, timeLimitMs);
    return new Promise((resolve, reject) => {
      this.#queue.push({ program: packed, timeLimitMs, submittedAt: performance.now(), resolve, reject });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#idle.length > 0 && this.#queue.size > 0) {
      void this.#run(this.#idle.pop()!, this.#queue.shift()!);
    }
    if (this.#running + this.#queue.size === 0) this.#onDrained();
  }

  async #run(thread: PoolThread, run: QueuedRun): Promise<void> {
    const startedAt = performance.now();
    this.#wait.record(startedAt - run.submittedAt);
    this.#running += 1;
    let code: EngineErrorCode | null = null;
    try {
      const outcome = await thread.solve(run.program, run.timeLimitMs);
      this.#completed += 1;
      run.resolve(outcome);
    } catch (thrown) {
      const error = thrown as EngineError;
      code = error.code;
      run.reject(error);
    }
    this.#running -= 1;
    this.#solve.record(performance.now() - startedAt);
    // An engine that failed may have left its memory in any state; what it would say next is not to be trusted.
    const tooLarge = thread.memoryBytes > this.#options.recycleAboveMb * BYTES_PER_MB;
    if (!thread.alive || code === 'ENGINE_FAILED' || tooLarge) this.#replace(thread);
    else this.#idle.push(thread);
    this.#dispatch();
  }

  #giveUp(run: QueuedRun): void {
    const { queueTimeoutMs } = this.#options;
    const bootError = this.#latestBootError();
    const cause = bootError === null ? '' : `; ${bootError}`;
    const message = `no thread was free within ${queueTimeoutMs} ms${cause}`;
    run.reject(new EngineError('QUEUE_TIMEOUT', message, { queueTimeoutMs }));
    this.#dispatch();
  }

  #latestBootError(): string | null {
    return [...this.#bootErrors.values()].at(-1) ?? null;
  }

  #replace(thread: PoolThread): void {
    this.#replaced += 1;
    this.#boot(thread).catch(() => {});
  }

  /** @throws EngineError when this boot fails; the next is on its way by then */
  async #boot(thread: PoolThread, retryMs = FIRST_RETRY_MS): Promise<void> {
    if (this.#stopped) return;
    try {
      await thread.boot();
      this.#bootErrors.delete(thread);
    } catch (thrown) {
      this.#bootErrors.set(thread, (thrown as EngineError).message);
      const retry = (): void => {
        this.#boot(thread, Math.min(retryMs * 2, LAST_RETRY_MS)).catch(() => {});
      };
      // A pool that only tries to boot is no reason to keep the process.
      setTimeout(retry, retryMs).unref();
      throw thrown;
    }
    this.#idle.push(thread);
    this.#dispatch();
  }

  async #drainAndStop(graceMs: number): Promise<void> {
    if (this.#running + this.#queue.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(graceMs, MAX_DELAY_MS));
        this.#onDrained = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#stopped = true;
    this.#queue.refuseAll(closed());
    await Promise.all(this.#threads.map((thread) => thread.close(closed())));
  }
}

const closed = (): EngineError => new EngineError('CLOSED', 'the pool is closed');

function pack(program: Program, timeLimitMs: number): ArrayBuffer {
  if (!Number.isFinite(timeLimitMs) || timeLimitMs < 0) {
    throw new EngineError(
      'INVALID_PROGRAM',
      `expected timeLimitMs to be finite and not negative, got ${timeLimitMs}`,
    );
  }
  try {
    return packProgram(program);
  } catch (thrown) {
    throw new EngineError('INVALID_PROGRAM', `the program cannot be packed: ${(thrown as Error).message}`);
  }
}
