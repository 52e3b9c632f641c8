import { setTimeout as delay } from 'node:timers/promises';
import type { ResourceLimits, Worker } from 'node:worker_threads';
import { Piscina, queueOptionsSymbol } from 'piscina';
import { EngineError } from '../../solver/engine.ts';
import { BOOT_JOB, readReply, type Task } from '../boundary/message.ts';
import { createBoard, ProgressNumbers, readProgress } from '../boundary/progress.ts';
import { watchRun } from './deadline.ts';
import { KillSwitch } from './kill-switch.ts';
import type { ResolvedPoolOptions } from './options.ts';

/** A thread that was told to end mostly does within 40 ms; after this long it is taken to be stuck. */
const END_TIMEOUT_MS = 1_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;
/**
 * What new objects may take in a thread before they are gone through for those that are still used. An attempt of 28 KB
 * makes a MiB of them: with V8's own 48, one in eighteen waits for that, with 96 one in thirty-five.
 */
const YOUNG_GENERATION_MB = 96;
const BYTES_PER_MB = 2 ** 20;

interface Thread {
  readonly id: number;
  /** Which of the pool's threads it is, or replaces. */
  readonly place: number;
  readonly worker: Worker;
  readonly exited: Promise<void>;
}

/** On which thread a task is, once it is on one. A boot check is bound to the thread that it checks. */
interface Seat {
  readonly isBoot: boolean;
  thread: Thread | null;
  memoryBytes: number;
  /** Ends the task, and its thread, with an error. */
  kill: (error: EngineError) => void;
}

const newSeat = (isBoot: boolean): Seat => ({ isBoot, thread: null, memoryBytes: 0, kill: () => {} });

/** What is posted of a run; the pool adds the rest. */
export type Asked = Omit<Task, 'progress'>;

/**
 * The threads, on one Piscina: it starts them, gives tasks to those that are free, and kills the one whose task is
 * aborted. What it does not do is done here, each with a test that shows it: it does not end a run that hangs
 * (`watchRun`), nor tell a thread that works from one that never will (the boot check: no run goes to a thread before
 * it has answered one), and it starts no thread again for good once one could not start (`test/threads/piscina.test.ts`).
 */
export class Workers {
  readonly #options: ResolvedPoolOptions;
  readonly #piscina: Piscina<Task, unknown>;
  readonly #firstBoots: Promise<unknown>;
  readonly #onFree: () => void;
  /** Every thread that has not ended. */
  readonly #threads = new Map<Worker, Thread>();
  /** Those that answered their boot check and are to be asked, by id. */
  readonly #proven = new Map<number, Thread>();
  /** Those that were told to end. */
  readonly #ending = new Set<Thread>();
  readonly #seats = new Set<Seat>();
  readonly #numbers: ProgressNumbers;
  /** Why the latest boot failed, by place. */
  readonly #bootErrors = new Map<number, string>();
  #replaced = 0;
  #closed: EngineError | null = null;

  /** `onFree` is called when a thread has started. */
  constructor(options: ResolvedPoolOptions, onFree: () => void) {
    this.#options = options;
    this.#onFree = onFree;
    // As many run as start or work, and one for each that was told to end and still runs (`#start`).
    const board = createBoard(4 * options.threads + 4);
    this.#numbers = new ProgressNumbers(board);
    this.#piscina = new Piscina({
      workerData: board,
      filename: options.workerFile.href,
      name: 'solve',
      // None by itself: Piscina would give tasks to its first ones while they still start.
      minThreads: 0,
      maxThreads: options.threads,
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
      // Piscina tries `require` before `import`. A thread that is ended while it requires an ES module takes the
      // whole process with it (V8 aborts); without that way Piscina imports at once.
      execArgv: ['--no-experimental-require-module'],
      resourceLimits: heapOf(options),
      loadBalancer: (task, candidates) => {
        const seat = task[queueOptionsSymbol] as Seat;
        if (seat.isBoot) return candidates.find(({ id }) => id === seat.thread?.id) ?? null;
        const free = candidates.find(({ id, currentUsage }) => currentUsage === 0 && this.#proven.has(id));
        if (free !== undefined) seat.thread = this.#proven.get(free.id)!;
        return free ?? null;
      },
    });
    // Told of by the threads themselves.
    this.#piscina.on('error', () => {});
    this.#firstBoots = Promise.all(Array.from({ length: options.threads }, (_, place) => this.#boot(place)));
    // Whoever does not ask for ready() must not be brought down by a boot that failed.
    this.#firstBoots.catch(() => {});
  }

  /** Threads that can be asked, whether or not they are asked something now. */
  get size(): number {
    return this.#proven.size;
  }

  /** Threads that were told to end and still run. */
  get ending(): number {
    return this.#ending.size;
  }

  /** Threads that were given up after their boot. */
  get replaced(): number {
    return this.#replaced;
  }

  /** Why the latest boot failed; null when every thread has booted since. */
  get bootError(): string | null {
    return [...this.#bootErrors.values()].at(-1) ?? null;
  }

  /** @throws EngineError when one of the first threads could not start */
  async ready(): Promise<void> {
    await this.#firstBoots;
  }

  /**
   * Has a thread that is free do one task. Ask no more than {@link size} at a time.
   *
   * @throws what the job threw; EngineError `DEADLINE_PASSED` or `WORKER_LOST` when the thread was lost with it
   */
  async run(task: Asked, transfer: readonly ArrayBuffer[]): Promise<unknown> {
    const seat = newSeat(false);
    let isBroken = false;
    try {
      return await this.#ask(seat, task, transfer);
    } catch (thrown) {
      // A job that failed may have left its memory in any state; what it would say next is not to be trusted.
      isBroken = thrown instanceof EngineError && thrown.code !== 'INVALID_PROGRAM';
      throw thrown;
    } finally {
      const isTooLarge = seat.memoryBytes > this.#options.recycleAboveMb * BYTES_PER_MB;
      if (seat.thread !== null && (isBroken || isTooLarge)) this.#replace(seat.thread);
    }
  }

  /** Fails what runs with `error` and ends all threads; resolves after a second at the latest, if one is stuck. */
  async close(error: EngineError): Promise<void> {
    this.#closed = error;
    const ends = [...this.#threads.values()].map(({ exited }) => exited);
    for (const seat of [...this.#seats]) seat.kill(error);
    for (const thread of this.#threads.values()) this.#end(thread);
    await Promise.race([Promise.all([this.#piscina.destroy(), ...ends]), patience()]);
  }

  async #ask(seat: Seat, task: Asked, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    const { hardKillGraceMs, bootTimeoutMs } = this.#options;
    const taken = this.#numbers.take();
    if (taken === null) throw stillRunning(this.#ending.size);
    const { number, progress } = taken;
    const killSwitch = new KillSwitch();
    seat.kill = (error) => {
      killSwitch.kill(error);
      if (seat.thread !== null) this.#end(seat.thread);
    };
    const graces = { hardKillGraceMs, startTimeoutMs: bootTimeoutMs };
    const endWatch = watchRun(progress, graces, seat.kill);
    this.#seats.add(seat);
    let writer: Thread | null = null;
    try {
      const sent = { ...task, progress: number, [queueOptionsSymbol]: seat };
      const options = { transferList: [...transfer], signal: killSwitch };
      const reply = await this.#piscina.run(sent, options).catch((cause: unknown) => {
        const loss = lossOf(cause);
        if (loss.code !== 'INVALID_PROGRAM') writer = seat.thread;
        throw loss;
      });
      seat.memoryBytes = readProgress(progress).memoryBytes;
      return readReply(reply);
    } finally {
      endWatch();
      this.#seats.delete(seat);
      this.#giveBack(number, writer);
    }
  }

  /** A thread that did not answer may write to its place until it has ended. */
  #giveBack(number: number, writer: Thread | null): void {
    if (writer === null) this.#numbers.giveBack(number);
    else void writer.exited.then(() => this.#numbers.giveBack(number));
  }

  /** @throws EngineError when this boot fails; the next is on its way by then */
  async #boot(place: number, retryMs = FIRST_RETRY_MS): Promise<void> {
    try {
      await this.#start(place);
    } catch (thrown) {
      this.#bootErrors.set(place, (thrown as EngineError).message);
      const retry = (): void => {
        this.#boot(place, Math.min(retryMs * 2, LAST_RETRY_MS)).catch(() => {});
      };
      // A pool that only tries to boot is no reason to keep the process.
      if (this.#closed === null) setTimeout(retry, retryMs).unref();
      throw thrown;
    }
    this.#bootErrors.delete(place);
    this.#onFree();
  }

  async #start(place: number): Promise<void> {
    const { bootTimeoutMs, workerFile, threads } = this.#options;
    if (this.#closed !== null) throw this.#closed;
    const ending = this.#ending.size;
    if (ending > threads) throw stillRunning(ending);
    const seat = newSeat(true);
    // Nobody is free for it, so Piscina starts a thread, before `#ask` has to wait.
    const checked = this.#ask(seat, { job: BOOT_JOB, input: null, timeLimitMs: bootTimeoutMs });
    seat.thread = this.#adopt(place, seat);
    try {
      await checked;
    } catch (thrown) {
      if (seat.thread !== null) this.#end(seat.thread);
      const { code, message, details } = thrown as EngineError;
      const where = { ...details, workerFile: workerFile.href };
      throw new EngineError(code, `a worker could not start: ${message}`, where);
    }
    this.#proven.set(seat.thread!.id, seat.thread!);
  }

  /** The thread that Piscina has just started. */
  #adopt(place: number, { kill }: Seat): Thread | null {
    const worker = this.#piscina.threads.find((each) => !this.#threads.has(each));
    if (worker === undefined) return null;
    const exited = new Promise<void>((resolve) => {
      worker.once('exit', (code) => {
        this.#threads.delete(worker);
        this.#ending.delete(thread);
        kill(lossOf(new Error(`worker exited with code: ${code}`)));
        this.#replace(thread);
        resolve();
      });
    });
    // A check that Piscina has not given to its thread yet would never be settled.
    worker.once('error', (cause: unknown) => kill(lossOf(cause)));
    const thread: Thread = { id: worker.threadId, place, worker, exited };
    this.#threads.set(worker, thread);
    return thread;
  }

  #replace(thread: Thread): void {
    if (!this.#proven.delete(thread.id)) return;
    if (this.#closed !== null) return;
    this.#replaced += 1;
    this.#end(thread);
    const boot = (): Promise<void> => this.#boot(thread.place);
    Promise.race([thread.exited, patience()])
      .then(boot)
      .catch(() => {});
  }

  #end(thread: Thread): void {
    if (!this.#threads.has(thread.worker) || this.#ending.has(thread)) return;
    this.#ending.add(thread);
    void thread.worker.terminate();
  }
}

/** A thread that gets little heap keeps the small share of it for new objects that V8 gives. */
const heapOf = ({ maxOldGenerationSizeMb }: ResolvedPoolOptions): ResourceLimits => ({
  maxOldGenerationSizeMb,
  ...(maxOldGenerationSizeMb >= 4 * YOUNG_GENERATION_MB && { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB }),
});

const stillRunning = (ending: number): EngineError =>
  new EngineError('WORKER_LOST', `${ending} workers before it were told to end and still run`, { ending });

const patience = (): Promise<void> => delay(END_TIMEOUT_MS, undefined, { ref: false });

/** What became of a task that Piscina gave no answer to. */
function lossOf(cause: unknown): EngineError {
  if (!(cause instanceof Error))
    return new EngineError('WORKER_LOST', `the worker was lost: ${String(cause)}`);
  if (cause.name === 'AbortError' && cause.cause instanceof EngineError) return cause.cause;
  if (cause.name === 'DataCloneError')
    return new EngineError('INVALID_PROGRAM', `it cannot be posted: ${cause.message}`);
  const details = 'code' in cause ? { cause: String(cause.code) } : {};
  return new EngineError('WORKER_LOST', `the worker was lost: ${cause.message}`, details);
}
