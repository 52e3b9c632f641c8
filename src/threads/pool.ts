import { EngineError } from '../solver/engine.ts';
import type { JobKind } from './boundary/job.ts';
import type { PartReply } from './boundary/message.ts';
import type { PoolOptions, ResolvedPoolOptions } from './pool/options.ts';
import { MAX_DELAY_MS, resolvePoolOptions } from './pool/options.ts';
import { RunQueue, type Waiting } from './pool/queue.ts';
import { createDurationTally, noFailures, type PoolStats } from './pool/stats.ts';
import { asOneTask, readPart, type Shared, takeTogether } from './pool/together.ts';
import { Workers } from './pool/workers.ts';

/** What one run may take, and hands over. */
export interface RunLimits {
  /** Milliseconds from the moment a thread begins with it; time in the queue does not count. */
  readonly timeLimitMs: number;
  /** Buffers of the input that are moved instead of copied: empty afterwards at the caller. */
  readonly transfer?: readonly ArrayBuffer[];
  /**
   * Bytes of an input that is copied, where several such runs may be posted as one task: the job then answers in a
   * moment or puts the run off (`JobContext.isTogether`).
   */
  readonly sharedBytes?: number;
  /** Milliseconds that the run may wait for a thread, where that is less than the pool allows. */
  readonly patienceMs?: number;
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
  /** Milliseconds for which no thread has been free; 0 while one is. */
  busyForMs(): number;
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

interface Run extends Waiting, Shared {
  readonly transfer: readonly ArrayBuffer[];
  readonly submittedAt: number;
  readonly resolve: (outcome: unknown) => void;
}

class ThreadPool implements Pool {
  readonly #options: ResolvedPoolOptions;
  readonly #workers: Workers;
  readonly #queue: RunQueue<Run>;
  /** Runs that were posted together with others without being answered, and are next to be run alone. */
  readonly #again: Run[] = [];
  readonly #failed = noFailures();
  readonly #wait = createDurationTally();
  readonly #solve = createDurationTally();
  #running = 0;
  /** When each task began that a thread has now. */
  readonly #began = new Set<{ readonly at: number }>();
  #completed = 0;
  #refused = 0;
  #closing: Promise<void> | null = null;
  #onDrained: () => void = () => {};

  constructor(options: ResolvedPoolOptions) {
    this.#options = options;
    this.#queue = new RunQueue((run) => this.#giveUp(run));
    this.#workers = new Workers(options, () => this.#dispatch());
  }

  ready(): Promise<void> {
    return this.#workers.ready();
  }

  async run<Input, Output>(
    { name }: JobKind<Input, Output>,
    input: Input,
    { timeLimitMs, ...how }: RunLimits,
  ): Promise<Output> {
    try {
      // The thread runs the same build: what it answers to this kind is what the kind says.
      return (await this.#submit({ job: name, input, timeLimitMs }, how)) as Output;
    } catch (thrown) {
      if (!(thrown instanceof EngineError)) this.#refused += 1;
      else if (!isImpatient(thrown, how)) this.#failed[thrown.code] += 1;
      throw thrown;
    }
  }

  stats(): PoolStats {
    return {
      threads: this.#options.threads,
      idle: Math.max(0, this.#workers.size - this.#running),
      running: this.#running,
      queued: this.#waiting,
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

  busyForMs(): number {
    if (this.#running < this.#workers.size) return 0;
    let latest = 0;
    for (const { at } of this.#began) latest = Math.max(latest, at);
    return performance.now() - latest;
  }

  close({ graceMs = GRACE_MS }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#drainAndStop(graceMs);
    return this.#closing;
  }

  get #waiting(): number {
    return this.#again.length + this.#queue.size;
  }

  #submit(
    task: Run['task'],
    { transfer = [], sharedBytes, patienceMs = this.#options.queueTimeoutMs }: Omit<RunLimits, 'timeLimitMs'>,
  ): Promise<unknown> {
    if (this.#closing !== null) throw closed();
    assertTimeLimit(task);
    const isFree = this.#running < this.#workers.size;
    if (!isFree) this.#assertRoom();
    return new Promise((resolve, reject) => {
      const bytes = transfer.reduce((sum, { byteLength }) => sum + byteLength, sharedBytes ?? 0);
      const mayShare = sharedBytes !== undefined;
      const submittedAt = performance.now();
      const run = { task, transfer, bytes, mayShare, patienceMs, submittedAt, resolve, reject };
      if (isFree) void this.#start([run]);
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
    while (this.#running < this.#workers.size && this.#waiting > 0) {
      const alone = this.#again.shift();
      const free = this.#workers.size - this.#running;
      void this.#start(alone === undefined ? takeTogether(this.#queue, free) : [alone]);
    }
    if (this.#running + this.#waiting === 0) this.#onDrained();
  }

  async #start(runs: readonly Run[]): Promise<void> {
    const startedAt = performance.now();
    for (const { submittedAt } of runs) this.#wait.record(startedAt - submittedAt);
    const begun = { at: startedAt };
    this.#began.add(begun);
    this.#running += 1;
    if (runs.length === 1) await this.#runAlone(runs[0]!);
    else await this.#runTogether(runs);
    this.#running -= 1;
    this.#began.delete(begun);
    this.#solve.record(performance.now() - startedAt);
    this.#dispatch();
  }

  async #runAlone({ task, transfer, resolve, reject }: Run): Promise<void> {
    try {
      const outcome = await this.#workers.run(task, transfer);
      this.#completed += 1;
      resolve(outcome);
    } catch (thrown) {
      reject(thrown as Error);
    }
  }

  /** Whatever goes wrong with several runs, each is then run alone, and gets the answer that is its own. */
  async #runTogether(runs: readonly Run[]): Promise<void> {
    try {
      const replies = (await this.#workers.run(asOneTask(runs), [])) as readonly PartReply[];
      for (const [place, run] of runs.entries()) this.#settle(run, replies[place]);
    } catch (thrown) {
      if (this.#closing === null || !isClosed(thrown)) this.#again.push(...runs);
      else for (const { reject } of runs) reject(thrown);
    }
  }

  #settle(run: Run, reply: PartReply | undefined): void {
    const became = readPart(reply);
    if (became === null) this.#again.push(run);
    else if ('error' in became) run.reject(became.error);
    else {
      this.#completed += 1;
      run.resolve(became.outcome);
    }
  }

  #giveUp(run: Run): void {
    const { patienceMs: queueTimeoutMs } = run;
    const { bootError } = this.#workers;
    const cause = bootError === null ? '' : `; ${bootError}`;
    const message = `no thread was free within ${queueTimeoutMs} ms${cause}`;
    run.reject(new EngineError('QUEUE_TIMEOUT', message, { queueTimeoutMs }));
    this.#dispatch();
  }

  async #drainAndStop(graceMs: number): Promise<void> {
    if (this.#running + this.#waiting > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(graceMs, MAX_DELAY_MS));
        this.#onDrained = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#queue.refuseAll(closed());
    for (const { reject } of this.#again.splice(0)) reject(closed());
    await this.#workers.close(closed());
  }
}

/** @throws EngineError `INVALID_PROGRAM` for what is no time limit */
function assertTimeLimit({ timeLimitMs }: Run['task']): void {
  if (Number.isFinite(timeLimitMs) && timeLimitMs >= 0) return;
  const message = `expected timeLimitMs to be finite and not negative, got ${timeLimitMs}`;
  throw new EngineError('INVALID_PROGRAM', message);
}

/** Whoever does not want to wait knows another way: that is no failure. */
const isImpatient = ({ code }: EngineError, { patienceMs }: Omit<RunLimits, 'timeLimitMs'>): boolean =>
  patienceMs !== undefined && (code === 'QUEUE_TIMEOUT' || code === 'QUEUE_FULL');

const isClosed = (thrown: unknown): thrown is EngineError =>
  thrown instanceof EngineError && thrown.code === 'CLOSED';

const closed = (): EngineError => new EngineError('CLOSED', 'the pool is closed');
