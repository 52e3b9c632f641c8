import { answer } from '../answer.ts';
import type { AppPorts } from '../ports.ts';
import { jsonResponse, problemResponses } from '../schemas/responses.ts';
import { VerificationOfEither, VerifyEither } from '../schemas/verify.ts';
import type { ZodApp } from '../zod-app.ts';

/** `POST /v1/verify`: the independent checker, for anyone's plan. */
export function verifyRoutes(app: ZodApp, ports: AppPorts): void {
  app.route({
    method: 'POST',
    url: '/v1/verify',
    schema: {
      operationId: 'verify',
      tags: ['attempt'],
      summary: "Check anyone's plan",
      description:
        'Recomputes every rule from the problem, sharing no code with the solver. A plan that breaks rules is ' +
        'an answer (200) with `valid: false`. A reply of `/v1/optimize` is accepted as a plan, and one of ' +
        '`/v1/optimize/wave` as the plan of a wave, whose problem has `shipments`.',
      body: VerifyEither,
      response: {
        200: jsonResponse('What the checker found', VerificationOfEither),
        ...problemResponses(
          'INVALID_JSON',
          'INVALID_REQUEST',
          'BODY_TOO_LARGE',
          'UNSUPPORTED_MEDIA_TYPE',
          'CONTRADICTORY_REQUEST',
          'ENGINE_FAILED',
          'QUEUE_FULL',
          'QUEUE_TIMEOUT',
          'DEADLINE_PASSED',
          'SHUTTING_DOWN',
        ),
      },
    },
    handler: async (request, reply) => answer(request, reply, ports, ports.answers.verify),
  });
}
