import type { AllocationProblem } from '../program/allocation-problem.ts';
import type { Program } from '../program/program.ts';
import type { AllocationAnswer, Declined, Engine, Outcome, SolveLimits } from '../solver/engine.ts';
import { EngineError } from '../solver/engine.ts';
import type { JobInput, JobOutput } from './job.ts';
import { JobError } from './job.ts';
import type { PoolOptions, ResolvedPoolOptions } from './options.ts';
import { MAX_DELAY_MS, resolvePoolOptions } from './options.ts';
import type { QueuedRun } from './queue.ts';
import { RunQueue } from './queue.ts';
import { allocationRun, jobRun, programRun, type Run, readAnswer } from './run.ts';
import type { PoolStats } from './stats.ts';
import { createDurationTally, noFailures } from './stats.ts';
import { PoolThread } from './thread.ts';

/**
 * An engine that works on other threads, so that nothing it does can hold up or bring down this one. Programs,
 * allocations and jobs wait in one queue and fail in the same ways.
 *
 * Every run settles: it waits at most `queueTimeoutMs`, and takes at most `limits.timeLimitMs` (which the engine or
 * the job observes) plus `hardKillGraceMs` (after which its thread is replaced). A failure touches no other run.
 */
export interface Pool extends Engine {
  /**
   * Solves on the next free thread, first come first served. The program is copied before this returns.
   *
   * @throws EngineError of every code: `QUEUE_FULL` and `CLOSED` at once, `QUEUE_TIMEOUT` from the queue,
   * `DEADLINE_PASSED` and `WORKER_LOST` when the thread had to be replaced, the others from the engine
   */
  solve(program: Program, limits: SolveLimits): Promise<Outcome>;
  /**
   * Solves by its structure, likewise. The allocation is copied before this returns.
   *
   * @throws EngineError as `solve` does
   */
  solveAllocation(allocation: AllocationProblem, limits: SolveLimits): Promise<AllocationAnswer | Declined>;
  /**
   * Has a thread do one of its worker's own jobs, likewise.
   *
   * The bytes are the pool's from here on: an array that is the whole of its ArrayBuffer is moved, and empty
   * afterwards; what shares its buffer with others (Node's Buffers often do) is copied, half a MiB a turn of the event
   * loop. `limits.timeLimitMs` counts until the job ends or, if that is earlier, until it states its own limit
   * (`JobContext.limitTo`), which then takes its place.
   *
   * @throws EngineError as `solve` does; JobError with which the job refuses, `UNKNOWN_JOB` where there is no such job
   */
  runJob(name: string, input: JobInput, limits: SolveLimits): Promise<JobOutput>;
  /**
   * Resolves when every thread has started and solved a tiny program.
   *
   * @throws EngineError within `bootTimeoutMs` when one could not; the message says why
   */
  ready(): Promise<void>;
  /** What the pool is doing and has done. */
  stats(): PoolStats;
  /**
   * Refuses new runs with `CLOSED`, lets those that run or wait finish for `graceMs` (25 s), fails what is left with
   * `CLOSED`, and ends all threads. A second call waits for the first.
   *
   * Resolves at most a second after the grace, also when a thread will not end (`stats().ending` is not 0 then):
   * V8 cannot interrupt native code, nor, in Node 24, every loop. `process.exit` would wait for such a thread.
   */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * Starts the threads; runs may be submitted at once and wait until a thread is up. A thread that fails to boot
 * is tried again, at growing intervals, until the pool is closed.
 *
 * The boundary costs about 0.1 ms a run: with an engine that answers at once, a program of 1,000 columns is there
 * and back in 0.06 to 0.12 ms (median of 5,000 in each of six measurements, on two cores busy with other work; the
 * 99th percentile was 0.3 to 4 ms), one of 10,000 columns in 0.12 to 0.18 ms. Measure it with
 * `npm run build && node test/threads/measure-dispatch.mjs`; `bench/passage` measures the other kinds.
 *
 * @throws RangeError when an option is out of range
 */
export function createPool(options: PoolOptions = {}): Pool {
  return new ThreadPool(resolvePoolOptions(options));
}

/** Longest time, in milliseconds, that closing waits for runs where nobody says. */
const GRACE_MS = 25_000;
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
  #refused = 0;
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

  solve(program: Program, limits: SolveLimits): Promise<Outcome> {
    return this.#do(() => programRun(program, limits));
  }

  solveAllocation(allocation: AllocationProblem, limits: SolveLimits): Promise<AllocationAnswer | Declined> {
    return this.#do(() => allocationRun(allocation, limits));
  }

  runJob(name: string, input: JobInput, limits: SolveLimits): Promise<JobOutput> {
    return this.#do(() => jobRun(name, input, limits));
  }

  stats(): PoolStats {
    return {
      threads: this.#threads.length,
      idle: this.#idle.length,
      running: this.#running,
      queued: this.#queue.size,
      completed: this.#completed,
      refused: this.#refused,
      failed: { ...this.#failed },
      replaced: this.#replaced,
      ending: this.#threads.reduce((sum, thread) => sum + thread.ending, 0),
      bootError: this.#latestBootError(),
      wait: this.#wait.summary(),
      solve: this.#solve.summary(),
    };
  }

  close({ graceMs = GRACE_MS }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#drainAndStop(graceMs);
    return this.#closing;
  }

  async #do<Answer>(makeRun: () => Run<Answer>): Promise<Answer> {
    try {
      return await this.#submit(makeRun);
    } catch (thrown) {
      if (thrown instanceof JobError) this.#refused += 1;
      else this.#failed[(thrown as EngineError).code] += 1;
      throw thrown;
    }
  }

  /** `makeRun` is called only once there is room: it takes the bytes from the caller. */
  #submit<Answer>(makeRun: () => Run<Answer>): Promise<Answer> {
    if (this.#closing !== null) throw closed();
    if (this.#idle.length === 0) this.#assertRoom();
    const { task, read } = makeRun();
    return new Promise((resolve, reject) => {
      const accept = (output: JobOutput): void => resolve(readAnswer(output, read));
      this.#queue.push({ task, submittedAt: performance.now(), accept, reject });
      this.#dispatch();
    });
  }

  #assertRoom(): void {
    const { maxQueue, maxQueueMb } = this.#options;
    if (this.#queue.size >= maxQueue) {
      const message = `all threads are busy and ${maxQueue} runs wait already`;
      throw new EngineError('QUEUE_FULL', message, { maxQueue });
    }
    if (this.#queue.bytes >= maxQueueMb * BYTES_PER_MB) {
      const message = `all threads are busy and the runs that wait hold ${maxQueueMb} MiB already`;
      throw new EngineError('QUEUE_FULL', message, { maxQueueMb });
    }
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
    let isBroken = false;
    try {
      run.accept(await thread.ask(run.task));
      this.#completed += 1;
    } catch (thrown) {
      const error = thrown as EngineError | JobError;
      // An engine that failed may have left its memory in any state; what it would say next is not to be trusted.
      isBroken = error instanceof EngineError && error.code === 'ENGINE_FAILED';
      run.reject(error);
    }
    this.#running -= 1;
    this.#solve.record(performance.now() - startedAt);
    const tooLarge = thread.memoryBytes > this.#options.recycleAboveMb * BYTES_PER_MB;
    if (!thread.alive || isBroken || tooLarge) this.#replace(thread);
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
