import { setTimeout as delay } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { EngineError } from '../solver/engine.ts';
import { assertBootOutcome, BOOT_PROGRAM } from './boot-check.ts';
import { watchRun } from './deadline.ts';
import type { JobOutput } from './job.ts';
import type { WorkerReply, WorkerTask } from './messages.ts';
import { readReply } from './messages.ts';
import type { ResolvedPoolOptions } from './options.ts';
import { createProgress, readProgress } from './progress.ts';
import { programRun, type RunTask, readAnswer } from './run.ts';

type Worker = Piscina<WorkerTask, WorkerReply>;

/** A worker that was told to end mostly does within 40 ms; after this long it is taken to be stuck. */
const END_TIMEOUT_MS = 1_000;
/** Beyond this a place in the pool gets no further worker, so that stuck ones cannot pile up. */
const MAX_STUCK = 1;

/**
 * One place in the pool: boots a worker, has it do one run at a time, kills it, and boots the next.
 *
 * Each worker is a piscina of its own. A piscina of many cannot tell which worker a run is on, gives runs to a
 * replacement that has not proven itself, and stops replacing workers for good after one failed to boot.
 */
export class PoolThread {
  readonly #options: ResolvedPoolOptions;
  /** Null before the boot and after a loss. */
  #worker: Worker | null = null;
  /** Ends the run under way with an error; null between runs. */
  #abandon: ((error: EngineError) => void) | null = null;
  /** The ends of workers that were told to end and have not yet. */
  readonly #ending = new Set<Promise<void>>();
  #closed: EngineError | null = null;
  #memoryBytes = 0;

  constructor(options: ResolvedPoolOptions) {
    this.#options = options;
  }

  /** True while the worker lives, as far as is known. */
  get alive(): boolean {
    return this.#worker !== null;
  }

  /** What the worker's isolate held after its latest answer, WebAssembly memory included. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** Workers that were told to end and still run. */
  get ending(): number {
    return this.#ending.size;
  }

  /**
   * Ends the worker before, starts a new one, and has it solve the boot check.
   *
   * @throws EngineError within `bootTimeoutMs` of its start when the worker cannot start or does not answer right
   */
  async boot(): Promise<void> {
    const { bootTimeoutMs, workerFile } = this.#options;
    this.#kill(new EngineError('WORKER_LOST', 'the worker is being replaced'));
    await this.#ended();
    this.#assertMayBoot();
    this.#worker = this.#spawn();
    const tooLate = new EngineError('WORKER_LOST', `no answer to the boot check within ${bootTimeoutMs} ms`);
    const timer = setTimeout(() => this.#kill(tooLate), bootTimeoutMs);
    try {
      const { task, read } = programRun(BOOT_PROGRAM, { timeLimitMs: bootTimeoutMs });
      assertBootOutcome(readAnswer(await this.ask(task), read));
    } catch (thrown) {
      const { code, message, details } = thrown as EngineError;
      const where = { ...details, workerFile: workerFile.href };
      const error = new EngineError(code, `a worker could not start: ${message}`, where);
      this.#kill(error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Has the worker do one task; its bytes are gone afterwards. One at a time.
   *
   * @throws EngineError or JobError; after it, `alive` tells whether the worker survived
   */
  async ask(task: RunTask): Promise<JobOutput> {
    const { job, head, timeLimitMs } = task;
    const body = (await task.body).map(({ buffer }) => buffer as ArrayBuffer);
    const reply = await this.#post({ job, head, body, timeLimitMs, progress: createProgress() });
    return readAnswer(reply, readReply);
  }

  /**
   * Ends the worker for good and fails a run under way with `error`. Resolves when the worker has ended, or
   * after a second when it is stuck.
   */
  async close(error: EngineError): Promise<void> {
    this.#closed = error;
    this.#kill(error);
    await this.#ended();
  }

  #assertMayBoot(): void {
    if (this.#closed !== null) throw this.#closed;
    if (this.#ending.size > MAX_STUCK) {
      const message = `${this.#ending.size} workers before it were told to end and still run`;
      throw new EngineError('WORKER_LOST', message, { ending: this.#ending.size });
    }
  }

  #spawn(): Worker {
    const worker: Worker = new Piscina({
      filename: this.#options.workerFile.href,
      name: 'solve',
      // None until the boot check asks for one, so that piscina never replaces a worker by itself.
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
      resourceLimits: { maxOldGenerationSizeMb: this.#options.maxOldGenerationSizeMb },
    });
    // While a worker boots piscina has not assigned it the task, and would leave the run unsettled.
    worker.on('error', (cause: unknown) => this.#lose(worker, cause));
    worker.on('workerDestroy', () => {
      const run = this.#abandon;
      const loseItsRun = (): void => {
        if (this.#abandon === run) this.#lose(worker, new Error('worker exited'));
      };
      // The error, where there is one, follows within the same turn and says more.
      setImmediate(loseItsRun);
    });
    return worker;
  }

  #post(task: WorkerTask): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== null) {
        reject(this.#closed);
        return;
      }
      const worker = this.#worker;
      if (worker === null || this.#abandon !== null) {
        reject(new EngineError('WORKER_LOST', 'the worker is not there to be asked'));
        return;
      }
      const { progress, timeLimitMs } = task;
      const { hardKillGraceMs, bootTimeoutMs } = this.#options;
      const deadlines = { timeLimitMs, hardKillGraceMs, startTimeoutMs: bootTimeoutMs };
      const endWatch = watchRun(progress, deadlines, (error) => this.#kill(error));
      const settle = (): void => {
        endWatch();
        this.#abandon = null;
      };
      this.#abandon = (error) => {
        settle();
        reject(error);
      };
      worker.run(task, { transferList: [...task.body] }).then(
        (reply) => {
          if (this.#worker !== worker) return;
          this.#memoryBytes = readProgress(progress).memoryBytes;
          settle();
          resolve(reply);
        },
        (cause: unknown) => this.#lose(worker, cause),
      );
    });
  }

  #lose(worker: Worker, cause: unknown): void {
    // Between runs nothing is lost: piscina starts another worker for the next one.
    if (this.#worker !== worker || this.#abandon === null) return;
    const details = cause instanceof Error && 'code' in cause ? { cause: String(cause.code) } : {};
    const why = cause instanceof Error ? cause.message : String(cause);
    this.#kill(new EngineError('WORKER_LOST', `the worker was lost: ${why}`, details));
  }

  #kill(error: EngineError): void {
    const worker = this.#worker;
    if (worker === null) return;
    this.#worker = null;
    this.#abandon?.(error);
    const end = worker.destroy().finally(() => this.#ending.delete(end));
    this.#ending.add(end);
  }

  /** Resolves when all workers that were told to end have ended, or when that takes too long. */
  async #ended(): Promise<void> {
    if (this.#ending.size === 0) return;
    const patience = new AbortController();
    const tired = delay(END_TIMEOUT_MS, undefined, { signal: patience.signal }).catch(() => {});
    await Promise.race([Promise.all(this.#ending), tired]);
    patience.abort();
  }
}
