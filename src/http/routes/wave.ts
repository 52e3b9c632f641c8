import { WaveAnswer } from '../../domain/wave/answer.ts';
import { WaveRequest } from '../../domain/wave/request.ts';
import { answer, refuseWhileStarting } from '../answer.ts';
import type { AppPorts } from '../ports.ts';
import { decisionProblems, jsonResponse } from '../schemas/responses.ts';
import type { ZodApp } from '../zod-app.ts';

/** How many times as long as another body one of a wave may be: it is many shipments, and one stock. */
const BODY_LIMIT_FACTOR = 2;

/** `POST /v1/optimize/wave`: many shipments, one stock, stateless. */
export function waveRoutes(app: ZodApp, ports: AppPorts): void {
  app.route({
    method: 'POST',
    url: '/v1/optimize/wave',
    config: { bodyLimitFactor: BODY_LIMIT_FACTOR },
    schema: {
      operationId: 'optimizeWave',
      tags: ['attempt'],
      summary: 'Decide many shipments over one stock',
      description:
        'Decides which of many backordered shipments are released, and from which locations and dated future lots, ' +
        'where all of them want the same stock: first come first, each as if alone, or for the most value. The reply ' +
        'says what it comes to beside what the field does. A body may be twice as long as another one.',
      body: WaveRequest,
      response: {
        200: jsonResponse('The decisions, what they come to, and what is proven of that', WaveAnswer),
        ...decisionProblems(),
      },
    },
    onRequest: refuseWhileStarting(ports),
    handler: async (request, reply) => answer(request, reply, ports, ports.answers.wave),
  });
}
