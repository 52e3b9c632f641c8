import { z } from 'zod';
import { ERRORS, type ErrorCode, errorType, type ServiceError } from '../../errors.ts';

const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** One thing wrong with an input, and where, as it is answered. */
export const InputFault = z
  .strictObject({
    path: z.string().meta({
      description:
        'Where in the body, from its root; of a parameter or header, its name. Empty: the body itself.',
      examples: ['shipment.items[0].quantity'],
    }),
    code: z.string().meta({ description: 'Stable name of the kind of fault.', examples: ['required'] }),
    message: z.string().meta({ description: 'What is wrong, for people.', examples: ['is required'] }),
  })
  .meta({ description: 'One thing wrong with the request.' });

/** An error as it is answered: `application/problem+json` of RFC 9457. */
export const Problem = z
  .strictObject({
    type: z.string().meta({
      description: 'Names the kind of error; relative to the service.',
      examples: ['/errors#INVALID_REQUEST'],
    }),
    title: z.string().meta({
      description: 'Short text, the same for every occurrence of the code.',
      examples: ['The request is malformed'],
    }),
    status: z
      .int()
      .min(400)
      .max(599)
      .meta({ description: 'HTTP status of the reply.', examples: [400] }),
    code: z
      .enum(codes)
      .meta({ description: 'Stable name of the error; branch on it. `GET /errors` explains each.' }),
    detail: z.string().meta({ description: 'What happened this time, with the names and values involved.' }),
    requestId: z.string().meta({ description: 'Id of the request, also in `X-Request-Id` and in the log.' }),
    errors: z.array(InputFault).optional().meta({
      description:
        'What is wrong with the request, up to a thousand faults. Left out where the request is not at fault.',
    }),
  })
  .meta({ description: 'An error, as RFC 9457 writes it.' });
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
