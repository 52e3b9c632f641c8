import { Decision } from '../../domain/decision.ts';
import { OptimizeRequest } from '../../domain/optimize-request.ts';
import { answer, refuseWhileStarting } from '../answer.ts';
import type { AppPorts } from '../ports.ts';
import { decisionProblems, jsonResponse } from '../schemas/responses.ts';
import type { ZodApp } from '../zod-app.ts';

/** `POST /v1/optimize`: one release attempt, stateless. */
export function optimizeRoutes(app: ZodApp, ports: AppPorts): void {
  app.route({
    method: 'POST',
    url: '/v1/optimize',
    schema: {
      operationId: 'optimize',
      tags: ['attempt'],
      summary: 'Decide one release attempt',
      description:
        'Decides whether a backordered shipment can be released, and from which locations and dated future ' +
        'lots. A held shipment is an answer (200) with its reasons. Only `shipment` is required; every other ' +
        'field has the default shown.',
      body: OptimizeRequest,
      response: {
        200: jsonResponse('The decision, with its proof', Decision),
        ...decisionProblems(),
      },
    },
    onRequest: refuseWhileStarting(ports),
    handler: async (request, reply) => {
      request.log.debug('solving');
      return answer(request, reply, ports, ports.answers.decide);
    },
  });
}
