import { EngineError } from '../solver/engine.ts';
import type { JobKind } from './boundary/job.ts';
import type { PoolOptions, ResolvedPoolOptions } from './pool/options.ts';
import { MAX_DELAY_MS, resolvePoolOptions } from './pool/options.ts';
import { RunQueue, type Waiting } from './pool/queue.ts';
import { createDurationTally, noFailures, type PoolStats } from './pool/stats.ts';
import { type Asked, Workers } from './pool/workers.ts';

/** What one run may take, and hands over. */
export interface RunLimits {
  /** Milliseconds from the moment a thread begins with it; time in the queue does not count. */
  readonly timeLimitMs: number;
  /** Buffers of the input that are moved instead of copied: empty afterwards at the caller. */
  readonly transfer?: readonly ArrayBuffer[];
}

/**
 * Threads, each with its own engines, that do what their worker names: release attempts above all. A run that was
 * accepted ends, whatever its thread does: with an answer, or with an error.
 */
export interface Pool {
  /**
   * Has a thread do a job. The input is copied when a thread takes it, but for what `limits.transfer` names; leave it
   * alone until then.
   *
   * `limits.timeLimitMs` counts until the job ends or, if that is earlier, until it states its own limit
   * (`JobContext.limitTo`), which then takes its place.
   *
   * @throws EngineError `QUEUE_FULL` and `CLOSED` at once, `QUEUE_TIMEOUT` from the queue, `DEADLINE_PASSED` and
   * `WORKER_LOST` when the thread had to be replaced, `INVALID_PROGRAM` for what cannot be posted, has no time limit
   * or is no job, `ENGINE_FAILED` when the job failed; otherwise what the job threw
   */
  run<Input, Output>(kind: JobKind<Input, Output>, input: Input, limits: RunLimits): Promise<Output>;
  /**
   * Resolves when every thread has started and passed its own check: it has decided a sample attempt.
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
 * `npm run build && node test/threads/measure-dispatch.mjs` measures the way to a thread and back.
 *
 * @throws RangeError when an option is out of range
 */
export function createPool(options: PoolOptions = {}): Pool {
  return new ThreadPool(resolvePoolOptions(options));
}

/** Longest time, in milliseconds, that closing waits for runs where nobody says. */
const GRACE_MS = 25_000;
const BYTES_PER_MB = 2 ** 20;

interface Run extends Waiting {
  readonly task: Asked;
  readonly transfer: readonly ArrayBuffer[];
  readonly submittedAt: number;
  readonly resolve: (outcome: unknown) => void;
}

class ThreadPool implements Pool {
  readonly #options: ResolvedPoolOptions;
  readonly #workers: Workers;
  readonly #queue: RunQueue<Run>;
  readonly #failed = noFailures();
  readonly #wait = createDurationTally();
  readonly #solve = createDurationTally();
  #running = 0;
  #completed = 0;
  #refused = 0;
  #closing: Promise<void> | null = null;
  #onDrained: () => void = () => {};

  constructor(options: ResolvedPoolOptions) {
    this.#options = options;
    this.#queue = new RunQueue(options.queueTimeoutMs, (run) => this.#giveUp(run));
    this.#workers = new Workers(options, () => this.#dispatch());
  }

  ready(): Promise<void> {
    return this.#workers.ready();
  }

  async run<Input, Output>(
    { name }: JobKind<Input, Output>,
    input: Input,
    { timeLimitMs, transfer = [] }: RunLimits,
  ): Promise<Output> {
    try {
      // The thread runs the same build: what it answers to this kind is what the kind says.
      return (await this.#submit({ job: name, input, timeLimitMs }, transfer)) as Output;
    } catch (thrown) {
      if (thrown instanceof EngineError) this.#failed[thrown.code] += 1;
      else this.#refused += 1;
      throw thrown;
    }
  }

  stats(): PoolStats {
    return {
      threads: this.#options.threads,
      idle: Math.max(0, this.#workers.size - this.#running),
      running: this.#running,
      queued: this.#queue.size,
      completed: this.#completed,
      refused: this.#refused,
      failed: { ...this.#failed },
      replaced: this.#workers.replaced,
      ending: this.#workers.ending,
      bootError: this.#workers.bootError,
      wait: this.#wait.summary(),
      solve: this.#solve.summary(),
    };
  }

  close({ graceMs = GRACE_MS }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#drainAndStop(graceMs);
    return this.#closing;
  }

  #submit(task: Asked, transfer: readonly ArrayBuffer[]): Promise<unknown> {
    if (this.#closing !== null) throw closed();
    assertTimeLimit(task);
    const isFree = this.#running < this.#workers.size;
    if (!isFree) this.#assertRoom();
    return new Promise((resolve, reject) => {
      const bytes = transfer.reduce((sum, { byteLength }) => sum + byteLength, 0);
      const run = { task, transfer, bytes, submittedAt: performance.now(), resolve, reject };
      if (isFree) void this.#start(run);
      else this.#queue.push(run);
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
    while (this.#running < this.#workers.size && this.#queue.size > 0) void this.#start(this.#queue.shift()!);
    if (this.#running + this.#queue.size === 0) this.#onDrained();
  }

  async #start({ task, transfer, submittedAt, resolve, reject }: Run): Promise<void> {
    const startedAt = performance.now();
    this.#wait.record(startedAt - submittedAt);
    this.#running += 1;
    try {
      const outcome = await this.#workers.run(task, transfer);
      this.#completed += 1;
      resolve(outcome);
    } catch (thrown) {
      reject(thrown as Error);
    }
    this.#running -= 1;
    this.#solve.record(performance.now() - startedAt);
    this.#dispatch();
  }

  #giveUp(run: Run): void {
    const { queueTimeoutMs } = this.#options;
    const { bootError } = this.#workers;
    const cause = bootError === null ? '' : `; ${bootError}`;
    const message = `no thread was free within ${queueTimeoutMs} ms${cause}`;
    run.reject(new EngineError('QUEUE_TIMEOUT', message, { queueTimeoutMs }));
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
    this.#queue.refuseAll(closed());
    await this.#workers.close(closed());
  }
}

/** @throws EngineError `INVALID_PROGRAM` for what is no time limit */
function assertTimeLimit({ timeLimitMs }: Asked): void {
  if (Number.isFinite(timeLimitMs) && timeLimitMs >= 0) return;
  const message = `expected timeLimitMs to be finite and not negative, got ${timeLimitMs}`;
  throw new EngineError('INVALID_PROGRAM', message);
}

const closed = (): EngineError => new EngineError('CLOSED', 'the pool is closed');
