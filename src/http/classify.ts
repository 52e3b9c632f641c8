import { InvariantError, NothingProvenError } from '../attempt/optimize.ts';
import { InputError } from '../domain/faults.ts';
import { type ErrorCode, ServiceError } from '../errors.ts';
import { JsonError } from '../input/read-json.ts';
import { StoreError } from '../release/ports/store.ts';
import type { EngineError, EngineErrorCode } from '../solver/engine.ts';

const ENGINE_ERRORS: Record<EngineErrorCode, ErrorCode> = {
  INVALID_PROGRAM: 'INTERNAL',
  ENGINE_FAILED: 'ENGINE_FAILED',
  WORKER_LOST: 'ENGINE_FAILED',
  DEADLINE_PASSED: 'DEADLINE_PASSED',
  QUEUE_FULL: 'QUEUE_FULL',
  QUEUE_TIMEOUT: 'QUEUE_TIMEOUT',
  CLOSED: 'SHUTTING_DOWN',
};

/** By name: a class is not the same class on both sides of a module boundary. */
function isEngineError(thrown: unknown): thrown is EngineError {
  return thrown instanceof Error && thrown.name === 'EngineError' && 'code' in thrown;
}

function ofInput(error: InputError): ServiceError {
  const code = error.kind === 'malformed' ? 'INVALID_REQUEST' : 'CONTRADICTORY_REQUEST';
  const [first] = error.faults;
  const others = error.faults.length - 1;
  const more = others > 0 ? ` (and ${others} more, see errors)` : '';
  const detail = first ? `${first.path || 'the body'}: ${first.message}${more}` : 'the input cannot be used';
  return new ServiceError(code, detail, { faults: error.faults, cause: error });
}

/** What a store could not do; its own text names hosts, and stays in the log. */
function ofStore(error: StoreError): ServiceError {
  if (error.code === 'STORE_BUSY') {
    return new ServiceError('STOCK_CONTENDED', 'the store gave up after its last try', { cause: error });
  }
  const code = error.code === 'STORE_AWAY' ? 'STORE_AWAY' : 'INTERNAL';
  return new ServiceError(code, 'the store did not do it', { cause: error });
}

/** What the framework throws before a route is reached, by the names it gives. */
function ofFramework(thrown: Error, bodyLimitBytes: number): ServiceError {
  const { code, statusCode } = thrown as Error & { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new ServiceError('BODY_TOO_LARGE', `the body is longer than ${bodyLimitBytes} bytes`);
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new ServiceError(
      'UNSUPPORTED_MEDIA_TYPE',
      'send the body as JSON with the header Content-Type: application/json',
    );
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new ServiceError('MALFORMED_HTTP', thrown.message, { cause: thrown });
  }
  return new ServiceError('INTERNAL', 'unexpected failure', { cause: thrown });
}

/**
 * Finds the row of the table of errors that anything thrown belongs to. What is not foreseen is `INTERNAL`, and
 * its text stays in the log.
 */
export function classify(thrown: unknown, bodyLimitBytes: number): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  if (thrown instanceof InputError) return ofInput(thrown);
  if (thrown instanceof JsonError) {
    const code = thrown.code === 'TOO_HEAVY' ? 'BODY_TOO_LARGE' : 'INVALID_JSON';
    return new ServiceError(code, thrown.message, { cause: thrown });
  }
  if (thrown instanceof NothingProvenError) {
    return new ServiceError('DEADLINE_PASSED', thrown.message, { cause: thrown });
  }
  if (thrown instanceof InvariantError) {
    return new ServiceError('INVARIANT_BROKEN', 'the checker refused the plan', { cause: thrown });
  }
  if (isEngineError(thrown)) {
    const code = ENGINE_ERRORS[thrown.code] ?? 'INTERNAL';
    const detail = code === 'INTERNAL' || code === 'ENGINE_FAILED' ? 'the solver failed' : thrown.message;
    return new ServiceError(code, detail, { cause: thrown });
  }
  if (thrown instanceof StoreError) return ofStore(thrown);
  if (thrown instanceof Error) return ofFramework(thrown, bodyLimitBytes);
  return new ServiceError('INTERNAL', 'unexpected failure', { cause: thrown });
}
