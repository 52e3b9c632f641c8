import { InvariantError, NothingProvenError } from '../../attempt/optimize.ts';
import { FAULT_LIMIT, type Fault, InputError } from '../../domain/faults.ts';
import { ServiceError } from '../../errors.ts';
import { JsonError, UNREADABLE } from '../../input/read-json.ts';
import { JobError } from '../job.ts';

/** The other codes of the attempt job's refusals. */
const CODES = {
  input: 'INPUT',
  nothingProven: 'NOTHING_PROVEN',
  invariant: 'INVARIANT',
} as const;

/** A fault names what the body names, which may be as long as the body. */
const TEXT_LIMIT = 500;

const shortened = (text: string): string =>
  text.length <= TEXT_LIMIT ? text : `${text.slice(0, TEXT_LIMIT)}…`;

/** In the worker: what an attempt threw, as the refusal that can cross; what is not foreseen, as it is. */
export function refusalOf(thrown: unknown): unknown {
  if (thrown instanceof InputError) {
    const faults = thrown.faults.slice(0, FAULT_LIMIT).map(({ path, code, message }) => ({
      path: shortened(path),
      code,
      message: shortened(message),
    }));
    return new JobError(CODES.input, `${thrown.faults.length} faults`, { kind: thrown.kind, faults });
  }
  if (thrown instanceof JsonError) return new JobError(thrown.code, thrown.message);
  if (thrown instanceof NothingProvenError) return new JobError(CODES.nothingProven, thrown.message);
  if (thrown instanceof InvariantError) return new JobError(CODES.invariant, thrown.message);
  return thrown;
}

const REBUILD: Readonly<Record<string, (error: JobError) => Error>> = {
  [CODES.input]: ({ details }) => {
    const faults = details.faults as unknown as readonly Fault[];
    return new InputError(details.kind as InputError['kind'], faults);
  },
  [CODES.nothingProven]: ({ message }) => new NothingProvenError(message),
  [CODES.invariant]: ({ message }) => new InvariantError(message),
  [UNREADABLE.notJson]: ({ message }) => new ServiceError('INVALID_JSON', message),
  [UNREADABLE.tooHeavy]: ({ message }) => new ServiceError('BODY_TOO_LARGE', message),
};

/** At the caller: the error that the attempt threw in the worker, of the class it had there. */
export function thrownInWorker(error: unknown): unknown {
  return error instanceof JobError ? (REBUILD[error.code]?.(error) ?? error) : error;
}
