import { InvariantError, NothingProvenError } from '../../attempt/optimize.ts';
import { type Fault, InputError } from '../../domain/faults.ts';
import { JsonError } from '../../input/read-json.ts';
import { EngineError, type EngineErrorCode } from '../../solver/engine.ts';

/** A value as JSON has it, which can be posted from thread to thread. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** An error as it crosses from a thread. */
export interface ErrorData {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The errors that keep their class on the way, by the code that they cross with. */
const CROSSING: Readonly<Record<string, (data: ErrorData) => Error>> = {
  INPUT_MALFORMED: ({ details }) => new InputError('malformed', details.faults as Fault[]),
  INPUT_CONTRADICTORY: ({ details }) => new InputError('contradictory', details.faults as Fault[]),
  NOT_JSON: ({ message }) => new JsonError('NOT_JSON', message),
  TOO_HEAVY: ({ message }) => new JsonError('TOO_HEAVY', message),
  NOTHING_PROVEN: ({ message }) => new NothingProvenError(message),
  INVARIANT_BROKEN: ({ message }) => new InvariantError(message),
};

const isPlain = (value: unknown): value is Json => ['string', 'number'].includes(typeof value);

/** What could not be posted would bring the thread down. */
const plainOnes = (details: object): ErrorData['details'] =>
  Object.fromEntries(Object.entries(details).filter(([, value]) => isPlain(value)));

function dataOf(thrown: unknown, job: string): ErrorData {
  if (thrown instanceof InputError) {
    const { kind, message, faults } = thrown;
    return {
      code: kind === 'malformed' ? 'INPUT_MALFORMED' : 'INPUT_CONTRADICTORY',
      message,
      details: { faults },
    };
  }
  if (thrown instanceof JsonError) return { code: thrown.code, message: thrown.message, details: {} };
  if (thrown instanceof NothingProvenError)
    return { code: 'NOTHING_PROVEN', message: thrown.message, details: {} };
  if (thrown instanceof InvariantError)
    return { code: 'INVARIANT_BROKEN', message: thrown.message, details: {} };
  if (thrown instanceof EngineError)
    return { code: thrown.code, message: thrown.message, details: plainOnes(thrown.details) };
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { code: 'ENGINE_FAILED', message: `the job "${job}" threw ${what}`, details: {} };
}

/** Whether what was asked is at fault, and not who answers it. */
export const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof InputError || thrown instanceof JsonError;

/** In the thread: whatever a job threw, as data. What is not foreseen is `ENGINE_FAILED`. */
export function toData(thrown: unknown, job: string): ErrorData {
  const data = dataOf(thrown, job);
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return stack === undefined ? data : { ...data, details: { ...data.details, stack } };
}

/** At the caller: the error that a job threw, of the class that it had; its stack also says where it was thrown. */
export function fromData(data: ErrorData): Error {
  const { stack, ...details } = data.details;
  const rebuild = CROSSING[data.code];
  const error =
    rebuild?.(data) ??
    new EngineError(data.code as EngineErrorCode, data.message, details as EngineError['details']);
  error.stack = `${error.stack ?? ''}\n  in the worker: ${String(stack ?? '')}`;
  return error;
}
