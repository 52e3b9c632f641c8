import { ServiceError } from '../../errors.ts';
import type { AppPorts } from '../ports.ts';
import { Health, Readiness } from '../schemas/operation.ts';
import { jsonResponse, problemResponses } from '../schemas/responses.ts';
import type { ZodApp } from '../zod-app.ts';

/** Milliseconds in which the store answers, unless it is away or has no connection left. */
const PING_MS = 2_000;

/** @throws ServiceError STORE_AWAY where the store does not answer in time */
async function assertStoreAnswers({ release }: AppPorts): Promise<void> {
  if (release === undefined) return;
  const late = new AbortController();
  const isThere = release.store.ping().then(
    () => true,
    () => false,
  );
  const answered = await Promise.race([isThere, release.wait(PING_MS, late.signal).then(() => false)]);
  late.abort();
  if (!answered) throw new ServiceError('STORE_AWAY', 'the store did not answer in time');
}

/** `GET /healthz`: the process answers. `GET /readyz`: it takes work. */
export function healthRoutes(app: ZodApp, ports: AppPorts): void {
  const { state, answers } = ports;
  app.route({
    method: 'GET',
    url: '/healthz',
    config: { servesWhileDraining: true },
    schema: {
      operationId: 'health',
      tags: ['operation'],
      summary: 'Ask whether the process is alive',
      description: 'Answers as long as the process does, also while it is starting or stopping.',
      response: { 200: jsonResponse('The process answers', Health) },
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
      summary: 'Ask whether the service takes work',
      description:
        '200 once the solvers have passed their check at the start; 503 before that, while none of them can be started ' +
        'again, while the store does not answer or has no connection left, and while stopping.',
      response: {
        200: jsonResponse('The service takes work', Readiness),
        ...problemResponses('NOT_READY', 'SHUTTING_DOWN', 'STORE_AWAY'),
      },
    },
    handler: async () => {
      if (state.phase === 'starting') {
        throw new ServiceError('NOT_READY', 'the solvers have not passed their check yet');
      }
      if (state.phase === 'draining') throw new ServiceError('SHUTTING_DOWN', 'the process was told to stop');
      const trouble = answers.trouble();
      if (trouble !== null) throw new ServiceError('NOT_READY', trouble);
      await assertStoreAnswers(ports);
      return { status: 'ready' as const };
    },
  });
}
