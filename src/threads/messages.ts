import type { EngineErrorCode } from '../solver/engine.ts';
import { EngineError } from '../solver/engine.ts';
import type { JobHead, JobOutput, Json } from './job.ts';
import { JobError } from './job.ts';

/** What the pool posts to a worker. */
export interface WorkerTask {
  /** `program`, `allocation`, or the name of one of the worker's own jobs. */
  readonly job: string;
  readonly head: JobHead;
  /** The bytes in pieces. Transferred, so the pool no longer has them; the worker lets go of them once it has answered. */
  body: readonly ArrayBuffer[];
  readonly timeLimitMs: number;
  /** Where the worker notes how far it is; see `worker-progress.ts`. */
  readonly progress: SharedArrayBuffer;
}

/** What a worker answers. Nothing is ever thrown across: an error would lose its name and code there. */
export type WorkerReply =
  | { readonly ok: true; readonly head: JobHead; readonly body: ArrayBufferLike }
  | { readonly ok: false; readonly error: ErrorData };

/** An {@link EngineError} or a {@link JobError} as data. */
export interface ErrorData {
  readonly name: 'EngineError' | 'JobError';
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, Json>>;
  /** Where it was thrown in the worker; for logs, never for callers. */
  readonly stack: string;
}

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null
    ? (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) &&
      Object.values(value).every(isJson)
    : value === null || ['string', 'number', 'boolean'].includes(typeof value);

const isTextOrNumber = (value: unknown): value is Json => ['string', 'number'].includes(typeof value);

/** What could not be posted would take the worker down with it. */
function onlyThose(details: object, isAllowed: (value: unknown) => value is Json): ErrorData['details'] {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => isAllowed(value)));
}

/**
 * Whatever was thrown, as data: our own errors keep their codes, anything else is `ENGINE_FAILED`.
 *
 * @param who what threw it, for the message
 */
export function errorToData(thrown: unknown, who: string): ErrorData {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  if (thrown instanceof EngineError || thrown instanceof JobError) {
    const { name, code, message } = thrown;
    return {
      name,
      code,
      message,
      details: onlyThose(thrown.details, name === 'JobError' ? isJson : isTextOrNumber),
      stack,
    };
  }
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { name: 'EngineError', code: 'ENGINE_FAILED', message: `${who} threw ${what}`, details: {}, stack };
}

/** The error that {@link errorToData} described; its stack also tells where the worker threw. */
function errorFromData({ name, code, message, details, stack }: ErrorData): EngineError | JobError {
  const error =
    name === 'JobError'
      ? new JobError(code, message, details)
      : new EngineError(code as EngineErrorCode, message, details as EngineError['details']);
  error.stack = `${error.stack ?? ''}\n  in the worker: ${stack}`;
  return error;
}

/**
 * What a worker answered, returned, or its error, thrown.
 *
 * @throws EngineError or JobError that the worker answered with; TypeError when this is no reply at all
 */
export function readReply(reply: WorkerReply): JobOutput {
  if (!reply.ok) throw errorFromData(reply.error);
  return { head: reply.head, body: new Uint8Array(reply.body) };
}
