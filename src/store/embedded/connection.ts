import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { StoreError } from '../../release/ports/store.ts';
import { CLOSE, joined, READY, type ThreadData } from './messages.ts';

/** How the thread of the database is started and watched. */
export interface ConnectionOptions extends ThreadData {
  readonly threadFile: URL;
  /** Milliseconds in which the thread must answer each message; then it is ended. */
  readonly answerLimitMs: number;
  /** The thread is started after this: two must never have the folder at once. */
  readonly after: Promise<void>;
}

/** Milliseconds that the database gets to close in; what was committed is on the disk before. */
const CLOSE_LIMIT_MS = 10_000;

type Callback = (error?: Error | null) => void;

/**
 * The one connection to the embedded database, with what `pg` calls on a socket. It has a thread of its own, which starts when
 * it connects and ends with it, so that no later connection finds anything of this session. A thread that ends, or
 * does not answer in time, destroys the connection with `STORE_AWAY`; its open transaction is gone, as on a server.
 */
export class ThreadConnection extends Duplex {
  readonly #options: ConnectionOptions;
  #worker: Worker | null = null;
  #isReady = false;
  /** Messages that the thread has not answered yet. */
  #unanswered = 0;
  #watchdog: NodeJS.Timeout | undefined;
  #hasEnded = () => {};
  /** Resolves when no thread of this connection runs any more. */
  readonly ended = new Promise<void>((resolve) => {
    this.#hasEnded = resolve;
  });

  constructor(options: ConnectionOptions) {
    super();
    this.#options = options;
  }

  /** Starts the thread; `connect` is emitted when it is ready. */
  connect(): void {
    this.#start().catch((error: Error) => this.destroy(error));
  }

  setNoDelay(): void {}
  setKeepAlive(): void {}
  ref(): void {
    this.#worker?.ref();
  }
  unref(): void {
    this.#worker?.unref();
  }

  async #start(): Promise<void> {
    const { after, threadFile, folder } = this.#options;
    await after;
    if (this.destroyed) return;
    const worker = new Worker(threadFile, { workerData: { folder } satisfies ThreadData, execArgv: [] });
    this.#worker = worker;
    worker.on('message', (message: Uint8Array<ArrayBuffer> | string) => {
      if (typeof message !== 'string') return this.#answered(message);
      if (message !== READY) return this.destroy(this.#away(message));
      this.#isReady = true;
      this.emit('connect');
    });
    worker.on('error', (cause: Error) => this.destroy(this.#away(cause.message, cause)));
    worker.on('exit', () => {
      this.#hasEnded();
      this.destroy(this.writableFinished ? undefined : this.#away('its thread has ended'));
    });
  }

  #away(why: string, cause?: Error): StoreError {
    const where = this.#options.folder ?? 'memory';
    const what = this.#isReady ? 'does not answer' : 'cannot be opened';
    return new StoreError('STORE_AWAY', `the database in ${where} ${what}: ${why}`, { cause });
  }

  #answered(bytes: Uint8Array<ArrayBuffer>): void {
    this.#unanswered -= 1;
    this.#watch();
    if (bytes.length > 0) this.push(Buffer.from(bytes.buffer));
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    if (this.#unanswered === 0) return;
    const { answerLimitMs } = this.#options;
    this.#watchdog = setTimeout(() => {
      this.destroy(this.#away(`a statement took longer than ${answerLimitMs / 1000} s`));
    }, answerLimitMs);
  }

  #send(parts: readonly Buffer[]): void {
    const whole = joined(parts);
    this.#worker?.postMessage(whole, [whole.buffer]);
    this.#unanswered += 1;
    this.#watch();
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Callback): void {
    this.#send([chunk]);
    done();
  }

  /** `pg` corks the messages of one statement: they reach the thread as one, and are answered by one. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: Callback): void {
    this.#send(chunks.map(({ chunk }) => chunk));
    done();
  }

  override _final(done: Callback): void {
    clearTimeout(this.#watchdog);
    const limit = setTimeout(() => void this.#worker?.terminate(), CLOSE_LIMIT_MS);
    void this.ended.then(() => clearTimeout(limit));
    this.#worker?.postMessage(CLOSE);
    done();
  }

  override _destroy(error: Error | null, done: Callback): void {
    clearTimeout(this.#watchdog);
    // The error must not wait for the thread: some loops do not end at once.
    if (this.#worker !== null) void this.#worker.terminate();
    else this.#options.after.catch(() => undefined).finally(this.#hasEnded);
    done(error);
  }
}
