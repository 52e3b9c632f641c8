import { availableParallelism } from 'node:os';

/** Settings of the pool; every one has a default. */
export interface PoolOptions {
  /**
   * The built JavaScript module that a thread runs; it exports `solve = serve(jobs)`.
   *
   * @defaultValue `jobs/main.js`, the worker of this package
   */
  readonly workerFile?: URL | undefined;
  /**
   * Threads that work, one run at a time each.
   *
   * @defaultValue one a core, less one for the thread that serves, but at least 2: with a single thread one
   * long solve holds up every short one behind it
   */
  readonly threads?: number | undefined;
  /** Runs that may wait for a thread; 0 to refuse whatever cannot start at once. @defaultValue 256 */
  readonly maxQueue?: number | undefined;
  /**
   * MiB that the waiting runs may hold together; one more is refused once they hold that much. A single run may
   * always wait, however large. @defaultValue 256
   */
  readonly maxQueueMb?: number | undefined;
  /** Milliseconds that a run may wait for a thread. @defaultValue 5000 */
  readonly queueTimeoutMs?: number | undefined;
  /** Milliseconds that a thread may take to start and to solve the boot check. @defaultValue 10000 */
  readonly bootTimeoutMs?: number | undefined;
  /**
   * Milliseconds beyond its time limit after which a run that has not answered is killed with its thread. On a
   * busy machine a thread may wait for seconds to be given a processor, so this is long.
   *
   * @defaultValue 5000
   */
  readonly hardKillGraceMs?: number | undefined;
  /**
   * MiB of JavaScript heap a thread may use; one that needs more dies, with its run. Best effort: a process that
   * runs with `--max-old-space-size` overrides it, and where V8 cannot interrupt the loop that allocates (seen
   * in Node 24 with `Array.fill`) the whole process ends.
   *
   * @defaultValue 1024
   */
  readonly maxOldGenerationSizeMb?: number | undefined;
  /**
   * MiB (JavaScript heap and WebAssembly memory) above which a thread is replaced once it has answered.
   * WebAssembly memory never shrinks and no heap limit counts it. @defaultValue 1024
   */
  readonly recycleAboveMb?: number | undefined;
}

/** The settings with every default filled in. */
export type ResolvedPoolOptions = { readonly [Name in keyof PoolOptions]-?: NonNullable<PoolOptions[Name]> };

/** setTimeout takes no longer delay; longer ones would fire at once. */
export const MAX_DELAY_MS = 2 ** 31 - 1;

const defaultThreads = (): number => Math.max(2, availableParallelism() - 1);

/**
 * Fills in the defaults.
 *
 * @throws RangeError for a number that is not an integer within its range; the message names option and range
 */
export function resolvePoolOptions(options: PoolOptions): ResolvedPoolOptions {
  const integer = (
    name: Exclude<keyof PoolOptions, 'workerFile'>,
    fallback: number,
    low: number,
    high: number,
  ) => {
    const value = options[name] ?? fallback;
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new RangeError(`Expected ${name} to be an integer from ${low} to ${high}, got ${value}.`);
    }
    return value;
  };
  return {
    workerFile: options.workerFile ?? new URL('../jobs/main.js', import.meta.url),
    threads: integer('threads', defaultThreads(), 1, 1024),
    maxQueue: integer('maxQueue', 256, 0, 1_000_000),
    maxQueueMb: integer('maxQueueMb', 256, 1, 1_048_576),
    queueTimeoutMs: integer('queueTimeoutMs', 5_000, 1, MAX_DELAY_MS),
    bootTimeoutMs: integer('bootTimeoutMs', 10_000, 1, MAX_DELAY_MS),
    hardKillGraceMs: integer('hardKillGraceMs', 5_000, 1, MAX_DELAY_MS),
    maxOldGenerationSizeMb: integer('maxOldGenerationSizeMb', 1_024, 16, 1_048_576),
    recycleAboveMb: integer('recycleAboveMb', 1_024, 1, 1_048_576),
  };
}
