import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import type { ReleaseSystemParts } from '../../src/app/release-system.ts';
import { buildApp } from '../../src/http/app.ts';
import type { Answers, AppPorts } from '../../src/http/ports.ts';
import { Problem } from '../../src/http/schemas/problem.ts';
import { ServiceState } from '../../src/http/service-state.ts';
import type { Engine } from '../../src/solver/engine.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import {
  decideBytesThere,
  decideThere,
  decideWaveThere,
  verifyBytesThere,
  waveBytesThere,
} from '../../src/threads/answers/there.ts';
import { poolHere } from '../threads/pool-here.ts';

/** One line of the log. */
export type LogLine = Record<string, unknown>;

/** The app as `inject` wants it, and what a test looks at besides. */
export interface TestService {
  readonly app: FastifyInstance;
  readonly state: ServiceState;
  readonly lines: LogLine[];
  readonly ports: AppPorts;
  /** Sends a value as JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
}

/** An instant that tests agree on. */
const NOW = '2026-05-01T09:00:00Z';

/** What a worker does, done in this thread. */
export function answersHere(engine: Engine): Answers & ReleaseSystemParts['answers'] {
  const { pool } = poolHere(engine);
  return {
    decideAttempt: (attempt) => decideThere(pool, attempt),
    decideWave: (wave) => decideWaveThere(pool, wave),
    decide: (asked) => decideBytesThere(pool, asked),
    verify: (asked) => verifyBytesThere(pool, asked),
    wave: (asked) => waveBytesThere(pool, asked),
    warmUp: async () => {},
    trouble: () => null,
  };
}

/** What a test replaces: the engine that is asked, or single ports. */
type Changes = Partial<AppPorts> & { readonly engine?: Engine };

/** Builds the app around the real jobs and engines, in this thread. */
export async function testService({ engine, ...changes }: Changes = {}): Promise<TestService> {
  const lines: LogLine[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const state = new ServiceState();
  state.becomeReady();
  let ids = 0;
  const ports: AppPorts = {
    answers: answersHere(engine ?? createPortfolio()),
    now: () => NOW,
    newRequestId: () => `generated-${++ids}`,
    state,
    log,
    bodyLimitBytes: 1_048_576,
    version: '0.0.0-test',
    ...changes,
  };
  const app = await buildApp(ports);
  await app.ready();
  return {
    app,
    state,
    lines,
    ports,
    post: (url, body, headers = {}) =>
      app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...headers },
        payload: JSON.stringify(body),
      }),
  };
}

/** The problem document of a reply. @throws where it is none */
export function problemIn(reply: LightMyRequestResponse): Problem {
  const type = String(reply.headers['content-type']);
  if (!type.startsWith('application/problem+json')) throw new Error(`expected a problem, got ${type}`);
  const problem = Problem.parse(reply.json());
  if (problem.status !== reply.statusCode)
    throw new Error('the status of the problem is not that of the reply');
  if (problem.requestId !== reply.headers['x-request-id']) throw new Error('the ids differ');
  return problem;
}

/** Five KTP wanted, five there: released whatever else is set. */
export const SMALL_REQUEST = {
  asOf: NOW,
  shipment: { shipmentNumber: 1001, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
  inventory: [{ locationCode: 'A', productCode: 'KTP', available: 5 }],
};
