import { ERRORS, type ErrorCode, errorType } from '../../errors.ts';
import { ErrorTable } from '../schemas/operation.ts';
import { jsonResponse, problemResponses } from '../schemas/responses.ts';
import type { ZodApp } from '../zod-app.ts';

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
      summary: 'List every kind of error',
      description: 'The table of errors. The `type` of each problem points into it.',
      response: {
        200: jsonResponse('The table of errors', ErrorTable),
        ...problemResponses('SHUTTING_DOWN'),
      },
    },
    handler: async () => table,
  });
}
