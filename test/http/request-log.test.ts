import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { logRequests, type RequestFacts } from '../../src/http/request-log.ts';

/** The log line of a request whose answer has these facts. */
async function logged(facts: RequestFacts, status = 200): Promise<Record<string, unknown>> {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => lines.push(JSON.parse(line)) };
  const app = Fastify({ logger: { stream }, disableRequestLogging: true });
  logRequests(app);
  app.get('/', async (request, reply) => {
    request.facts = facts;
    return reply.code(status).send('');
  });
  await app.inject('/');
  await app.close();
  return lines.find(({ msg }) => msg === 'answered')!;
}

const [INFO, ERROR] = [30, 50];

describe('the log line of a request', () => {
  it('is an error where the structured search broke, though an engine answered', async () => {
    expect(await logged({ decision: 'released', searchFailure: 'cannot be covered' })).toMatchObject({
      level: ERROR,
      status: 200,
      searchFailure: 'cannot be covered',
    });
  });

  it('is none where all went as it should, nor where the service is only busy', async () => {
    expect(await logged({ decision: 'released' })).toMatchObject({ level: INFO, status: 200 });
    expect(await logged({ code: 'QUEUE_FULL' }, 503)).toMatchObject({ level: INFO, status: 503 });
    expect(await logged({ code: 'INTERNAL' }, 500)).toMatchObject({ level: ERROR, status: 500 });
  });
});
