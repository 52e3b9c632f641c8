import type { Fault } from './domain/faults.ts';

/** One row of the table of errors. */
export interface ErrorEntry {
  /** The HTTP status it is answered with. */
  readonly status: number;
  /** The same short text for every occurrence. */
  readonly title: string;
  /** When it is given, and what to do. */
  readonly when: string;
  /** Seconds after which trying again makes sense; null where trying again as it is does not help. */
  readonly retryAfterSeconds: number | null;
}

const entry = (
  status: number,
  title: string,
  when: string,
  retryAfterSeconds: number | null = null,
): ErrorEntry => ({ status, title, when, retryAfterSeconds });

/**
 * Every operating error that the service answers with, by its stable code. `docs/errors.md` is this table for
 * readers; a test keeps the two the same. A held shipment is an answer, and is not here.
 */
export const ERRORS = {
  INVALID_JSON: entry(
    400,
    'The body is not JSON',
    'The body is empty, cut off, not JSON or not UTF-8. The detail says where reading stopped.',
  ),
  INVALID_REQUEST: entry(
    400,
    'The request is malformed',
    'A field is missing, unknown, of the wrong type or wrongly written. `errors` lists them with their paths, up to a thousand.',
  ),
  MALFORMED_HTTP: entry(
    400,
    'The request is not well-formed HTTP',
    'The URL holds a broken escape, a header cannot be read, or the body is not as long as `Content-Length` says.',
  ),
  NOT_FOUND: entry(
    404,
    'There is no such resource',
    'No resource has this path (`/openapi.json` lists all), or the path, or the body of a write, names a shipment, a lot, a run or the like that the site does not have. The detail says which. Filters name what they look for, the `scope` of a run among them: of what the site does not have they find nothing.',
  ),
  METHOD_NOT_ALLOWED: entry(
    405,
    'The resource does not have this method',
    'The path exists, the method does not. `Allow` names those that do.',
  ),
  REQUEST_TIMEOUT: entry(
    408,
    'The request did not arrive in time',
    'Headers and body did not arrive in full within the time for receiving a request.',
  ),
  TRANSITION_NOT_ALLOWED: entry(
    409,
    'It does not go that way',
    'The status of the shipment, or of the lot, does not allow what was asked. The detail names the status and what it allows.',
  ),
  ORDER_EXISTS: entry(
    409,
    'The order was placed before',
    'Another order of the site has the same `externalOrderId`. The detail names its number, and `GET /v1/orders?externalOrderId=` finds it. Nothing was changed.',
  ),
  RELEASES_PAUSED: entry(
    409,
    'The site has paused its releases',
    'The setting `pauseReleases` is on, so no run is made. A dry run, and the release of one shipment by hand, go on.',
  ),
  INSUFFICIENT_STOCK: entry(
    409,
    'There is not enough stock for it',
    'What was asked takes more than is available, or would leave less than nothing. The detail names source and units.',
  ),
  STALE_VERSION: entry(
    412,
    'The resource has changed meanwhile',
    'The header `If-Match`, or the `version` in the body, names another version than the current one. Read the resource again, and decide again. Where header and body name different versions, the answer is `CONTRADICTORY_REQUEST`, whichever is current.',
  ),
  BODY_TOO_LARGE: entry(
    413,
    'The body is too large',
    'The body is longer than `BODY_LIMIT_BYTES`, or than 8 MiB where it writes a resource of a site. The detail names the limit.',
  ),
  UNSUPPORTED_MEDIA_TYPE: entry(
    415,
    'The body is not application/json',
    'The body comes without `Content-Type: application/json`, or compressed. Rows of inventory may also be NDJSON or CSV.',
  ),
  CONTRADICTORY_REQUEST: entry(
    422,
    'The request contradicts itself',
    'Every field is well formed, but together they cannot be: two rows for one source, a quantity of 0, a pickup without its location. `errors` lists each with its path.',
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    422,
    'The idempotency key was used for another request',
    'A write with this `Idempotency-Key` was answered before, and it had another path or body. Use a new key.',
  ),
  HEADERS_TOO_LARGE: entry(431, 'The headers are too large', 'The headers are longer than 16 KiB together.'),
  INTERNAL: entry(
    500,
    'Something failed here',
    'A defect of the service. Its log has the cause under the same `requestId`.',
  ),
  INVARIANT_BROKEN: entry(
    500,
    'The plan did not pass the check',
    'The independent checker refused a plan of our own, so it was not answered. A defect of the service; the log has the violations under the same `requestId`.',
  ),
  ENGINE_FAILED: entry(
    500,
    'The solver failed',
    'The engine threw, or its worker was lost (out of memory, most often) and lost again at the second try.',
  ),
  NOT_READY: entry(
    503,
    'The service is starting',
    'The solvers have not passed their check yet, or (`/readyz` only) none of them could be started again. `/readyz` answers 200 once one can be asked.',
    1,
  ),
  QUEUE_FULL: entry(
    503,
    'Too many attempts are waiting',
    'As many attempts as `QUEUE_LIMIT` wait for a solver already.',
    1,
  ),
  QUEUE_TIMEOUT: entry(
    503,
    'The attempt waited too long for a solver',
    'No solver was free within `QUEUE_TIMEOUT_MS`. It is a 503, not a 504: the time limit of the caller starts with the solving, which never began.',
    1,
  ),
  STOCK_CONTENDED: entry(
    503,
    'The stock kept changing',
    'Stock or shipment changed at every try between the decision and writing it down. Nothing was changed.',
    1,
  ),
  STORE_AWAY: entry(
    503,
    'The store does not answer',
    'The database could not be reached, or gave up. Nothing was changed, or the answer to a repeated `Idempotency-Key` says what was.',
    1,
  ),
  SHUTTING_DOWN: entry(
    503,
    'The service is shutting down',
    'The process was told to stop and takes nothing new. Another instance can answer at once.',
  ),
  DEADLINE_PASSED: entry(
    504,
    'The time limit passed with nothing proven',
    'Within `limits.timeLimitMs` neither a plan was found nor the proof that there is none. A larger limit can help.',
  ),
} as const satisfies Record<string, ErrorEntry>;

/** The stable name of an operating error. */
export type ErrorCode = keyof typeof ERRORS;

/** The path, relative to the service, that names the kind of error: `type` of RFC 9457. */
export const errorType = (code: ErrorCode): string => `/errors#${code}`;

/** What an occurrence may carry besides its code and detail. */
export interface ServiceErrorContext {
  /** What is wrong with the input, where it is the input. */
  readonly faults?: readonly Fault[];
  /** Header fields that the answer must have, such as `allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** One occurrence of an error of the table. `message` is its detail, with the names and values involved. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly faults: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    readonly code: ErrorCode,
    detail: string,
    context: ServiceErrorContext = {},
  ) {
    super(detail, context.cause === undefined ? undefined : { cause: context.cause });
    this.faults = context.faults ?? [];
    this.headers = context.headers ?? {};
  }
}

/** The environment is not usable; the message names each variable, its value and what it must be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
