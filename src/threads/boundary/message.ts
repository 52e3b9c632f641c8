import { EngineError } from '../../solver/engine.ts';
import { type ErrorData, fromData } from './errors.ts';

/** The job that every thread does without being told how: it says that the thread has started. */
export const BOOT_JOB = 'boot';

/** What the pool posts to a thread. */
export interface Task {
  readonly job: string;
  /** The thread lets go of it once it has answered. Of several runs in one task: a {@link Part} for each. */
  input: unknown;
  readonly isTogether?: boolean;
  readonly timeLimitMs: number;
  /** The run's number on the board where the thread notes how far it is; see `progress.ts`. */
  readonly progress: number;
}

/** One of several runs that are posted as one task. */
export interface Part {
  readonly input: unknown;
  readonly timeLimitMs: number;
}

/** What becomes of a {@link Part}: its reply, or null where it was put off. */
export type PartReply = Reply | null;

/** What a thread answers. Nothing is thrown across: an error would lose its class and code there. */
export type Reply =
  | { readonly ok: true; readonly outcome: unknown }
  | { readonly ok: false; readonly error: ErrorData };

/**
 * What a thread answered, returned, or its error, thrown.
 *
 * @throws what the job threw, as `errors.ts` rebuilds it; EngineError `ENGINE_FAILED` when this is no reply at all
 */
export function readReply(reply: unknown): unknown {
  if (typeof reply === 'object' && reply !== null && 'ok' in reply) {
    const { ok, outcome, error } = reply as { ok: unknown; outcome?: unknown; error?: ErrorData };
    if (ok === true) return outcome;
    if (ok === false && error !== undefined) throw fromData(error);
  }
  throw new EngineError('ENGINE_FAILED', 'the worker answered something that is not a reply');
}
