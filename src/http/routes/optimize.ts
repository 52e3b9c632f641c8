import { optimize } from '../../attempt/optimize.ts';
import { Decision } from '../../domain/decision.ts';
import { OptimizeRequest } from '../../domain/optimize-request.ts';
import { ServiceError } from '../../errors.ts';
import type { AppPorts } from '../ports.ts';
import { decisionFacts } from '../request-log.ts';
import { jsonResponse, problemResponses } from '../schemas/responses.ts';
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
        ...problemResponses(
          'INVALID_JSON',
          'INVALID_REQUEST',
          'BODY_TOO_LARGE',
          'UNSUPPORTED_MEDIA_TYPE',
          'CONTRADICTORY_REQUEST',
          'INVARIANT_BROKEN',
          'ENGINE_FAILED',
          'NOT_READY',
          'QUEUE_FULL',
          'QUEUE_TIMEOUT',
          'SHUTTING_DOWN',
          'DEADLINE_PASSED',
        ),
      },
    },
    onRequest: async () => {
      if (ports.state.phase === 'starting') {
        throw new ServiceError('NOT_READY', 'the solvers have not passed their check yet');
      }
    },
    handler: async (request) => {
      request.log.debug('solving');
      const decision = await optimize(request.body, ports);
      request.facts = decisionFacts(decision);
      return decision;
    },
  });
}
