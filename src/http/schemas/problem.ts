import { z } from 'zod';
import { ERRORS, type ErrorCode, errorType, type ServiceError } from '../../errors.ts';

const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

export const InputFault = z.strictObject({
  path: z.string().meta({ description: 'where in the body: shipment.items[0].quantity' }),
  code: z.string().meta({ description: 'stable name of the kind of fault' }),
  message: z.string(),
});

export const Problem = z.strictObject({
  type: z.string().meta({ description: 'names the kind of error; relative to the service' }),
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.enum(codes),
  detail: z.string().meta({ description: 'this occurrence, with the names and values involved' }),
  requestId: z.string().meta({ description: 'also in the X-Request-Id header and in the log' }),
  errors: z.array(InputFault).optional().meta({ description: 'what is wrong with the input' }),
});
/** An error as it is answered: `application/problem+json` of RFC 9457. */
export type Problem = z.infer<typeof Problem>;

/** The media type of {@link Problem}. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Writes one occurrence of an error as it is answered. */
export function problemOf(error: ServiceError, requestId: string): Problem {
  const { title, status } = ERRORS[error.code];
  const errors = error.faults.length > 0 ? { errors: [...error.faults] } : {};
  return {
    type: errorType(error.code),
    title,
    status,
    code: error.code,
    detail: error.message,
    requestId,
    ...errors,
  };
}

/** The header fields that go with it. */
export function problemHeaders(error: ServiceError): Record<string, string> {
  const { retryAfterSeconds } = ERRORS[error.code];
  const retry = retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { 'content-type': `${PROBLEM_MEDIA_TYPE}; charset=utf-8`, ...retry, ...error.headers };
}
