import { z } from 'zod';
import { ERRORS, type ErrorCode, errorType } from '../../errors.ts';
import { jsonResponse } from '../schemas/responses.ts';
import type { ZodApp } from '../zod-app.ts';

const ErrorKind = z.strictObject({
  type: z.string(),
  code: z.string(),
  status: z.int(),
  title: z.string(),
  when: z.string(),
  retryAfterSeconds: z.int().nullable(),
});

/** `GET /errors`: the table of errors, which the `type` of every problem points into. */
export function errorRoutes(app: ZodApp): void {
  const table = (Object.keys(ERRORS) as ErrorCode[]).map((code) => ({
    type: errorType(code),
    code,
    ...ERRORS[code],
  }));
  app.route({
    method: 'GET',
    url: '/errors',
    schema: {
      operationId: 'errors',
      tags: ['operation'],
      summary: 'Every error this service answers with',
      response: { 200: jsonResponse('The table of errors', z.array(ErrorKind)) },
    },
    handler: async () => table,
  });
}
