import type { LightMyRequestResponse } from 'fastify';
import { optimize } from '../../../src/attempt/optimize.ts';
import { takeAttempt } from '../../../src/input/take-attempt.ts';
import { releaseWork } from '../../../src/release/maintenance.ts';
import type { PaymentGateway } from '../../../src/release/payment/gateway.ts';
import { createSandboxGateway } from '../../../src/release/payment/gateways/sandbox.ts';
import type { Store } from '../../../src/release/ports/store.ts';
import type { ReleasePorts } from '../../../src/release/service-ports.ts';
import { workOffTriggers } from '../../../src/scheduling/triggers.ts';
import { createPortfolio } from '../../../src/solver/portfolio.ts';
import { machineWait } from '../../clock.ts';
import { decideWaveHere } from '../../release/service/decide-wave.ts';
import { problemIn, type TestService, testService } from '../service.ts';

const NOW = '2026-05-01T09:00:00.000Z';
const engine = createPortfolio();
let sites = 0;

type Body = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: what a reply holds is what the test says
type Json = any;

/** The whole service on a store, spoken to as a client does, on a site of its own. */
export interface SiteService {
  readonly service: TestService;
  readonly ports: ReleasePorts;
  readonly siteId: string;
  /** Sends a request of the site. */
  send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: Body,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  /** Like `send`, and the JSON of a reply that must be a success. */
  ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: Body,
    headers?: Record<string, string>,
  ): Promise<Json>;
  /** The code of a reply that must be a problem. */
  refused(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: Body,
    headers?: Record<string, string>,
  ): Promise<string>;
  /** Works off the triggers, by the loop that the queue runs. */
  settle(): Promise<number>;
}

/** Builds the app on a store. */
export async function siteService(
  store: Store,
  gateway: PaymentGateway = createSandboxGateway(),
): Promise<SiteService> {
  sites += 1;
  let ids = 0;
  const site = `http-${process.pid}-${sites}`;
  const ports: ReleasePorts = {
    store,
    gateway,
    decide: async (request) => optimize(takeAttempt(request, NOW), engine),
    decideWave: decideWaveHere(engine, () => NOW),
    now: () => NOW,
    // Time stands still for what is decided; a stream of events looks again as it does in life.
    wait: machineWait,
    newId: () => `${site}-${++ids}`,
    attemptTimeLimitMs: 5000,
  };
  const service = await testService({ release: ports });
  const send: SiteService['send'] = (method, url, body, headers = {}) =>
    service.app.inject({
      method,
      url,
      headers: {
        'x-site': site,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
  return {
    service,
    ports,
    siteId: site,
    send,
    async ask(...request) {
      const reply = await send(...request);
      if (reply.statusCode >= 300) throw new Error(`${request[0]} ${request[1]}: ${reply.body}`);
      return reply.json();
    },
    async refused(...request) {
      return problemIn(await send(...request)).code;
    },
    settle: () => workOffTriggers({ ...ports, work: releaseWork(ports) }),
  };
}
