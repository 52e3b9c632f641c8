import { z } from 'zod';
import { ServiceError } from '../../errors.ts';
import type { AppPorts } from '../ports.ts';
import { jsonResponse, problemResponses } from '../schemas/responses.ts';
import type { ZodApp } from '../zod-app.ts';

const Health = z.strictObject({
  status: z.literal('ok'),
  invariantsBroken: z.int().meta({
    description: 'plans of our own that the checker refused since the start; anything but 0 is a defect',
  }),
});
const Readiness = z.strictObject({ status: z.literal('ready') });

/** `GET /healthz`: the process answers. `GET /readyz`: it takes work. */
export function healthRoutes(app: ZodApp, { state, answers }: AppPorts): void {
  app.route({
    method: 'GET',
    url: '/healthz',
    config: { servesWhileDraining: true },
    schema: {
      operationId: 'health',
      tags: ['operation'],
      summary: 'Is the process alive?',
      response: { 200: jsonResponse('It is', Health) },
    },
    handler: async () => ({ status: 'ok' as const, invariantsBroken: state.invariantsBroken }),
  });
  app.route({
    method: 'GET',
    url: '/readyz',
    config: { servesWhileDraining: true },
    schema: {
      operationId: 'readiness',
      tags: ['operation'],
      summary: 'Does the service take work?',
      description:
        '200 once the solvers have passed their check at the start; 503 before that, while none of them can be started ' +
        'again, and while stopping.',
      response: {
        200: jsonResponse('It does', Readiness),
        ...problemResponses('NOT_READY', 'SHUTTING_DOWN'),
      },
    },
    handler: async () => {
      if (state.phase === 'starting') {
        throw new ServiceError('NOT_READY', 'the solvers have not passed their check yet');
      }
      if (state.phase === 'draining') throw new ServiceError('SHUTTING_DOWN', 'the process was told to stop');
      const trouble = answers.trouble();
      if (trouble !== null) throw new ServiceError('NOT_READY', trouble);
      return { status: 'ready' as const };
    },
  });
}
