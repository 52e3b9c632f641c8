import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode } from '../../../src/errors.ts';
import { connectionErrorHandler } from '../../../src/http/error-handling.ts';
import type { Program } from '../../../src/program/program.ts';
import { StoreError } from '../../../src/release/ports/store.ts';
import { type Engine, EngineError, type EngineErrorCode } from '../../../src/solver/engine.ts';
import type { Outcome } from '../../../src/solver/outcome.ts';
import { openEmbeddedStore } from '../../embedded-template.ts';
import { problemIn, SMALL_REQUEST, type TestService, testService } from '../service.ts';
import { type SiteService, siteService } from '../site/site-service.ts';
import { type Answer, exchange } from '../sockets.ts';

let service: TestService;
beforeAll(async () => {
  service = await testService();
});
afterAll(() => service.app.close());

/** An engine that fails as the port says engines fail. */
const failing = (code: EngineErrorCode): Engine => ({
  name: 'failing',
  solve: () => Promise.reject(new EngineError(code, `told to fail with ${code}`)),
});

/** An engine that answers what it likes. */
const answering = (outcome: (program: Program) => Partial<Outcome>): Engine => ({
  name: 'answering',
  solve: async (program) => ({
    termination: 'optimal',
    point: null,
    tieBreakProven: true,
    bounds: new Float64Array(program.levels.length),
    engine: 'answering',
    reason: 'told to',
    solveMs: 0,
    ...outcome(program),
  }),
});

async function optimizeWith(engine: Engine) {
  const { app, post } = await testService({ engine });
  const reply = await post('/v1/optimize', SMALL_REQUEST);
  await app.close();
  return reply;
}

async function optimizeIn(phase: 'starting' | 'draining') {
  const { ServiceState } = await import('../../../src/http/service-state.ts');
  const state = new ServiceState();
  if (phase === 'draining') state.drain();
  const { app, post } = await testService({ state });
  const reply = await post('/v1/optimize', SMALL_REQUEST);
  await app.close();
  return reply;
}

const raw = (
  payload: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => service.app.inject({ method: 'POST', url: '/v1/optimize', headers, payload });

/** Something done on the release system, on a store of its own. */
async function onSite(work: (site: SiteService) => Promise<Awaited<ReturnType<typeof raw>>>) {
  const { store } = await openEmbeddedStore();
  const site = await siteService(store);
  const reply = await work(site);
  await site.service.app.close();
  await store.close();
  return reply;
}

/** The number of a shipment that waits. */
async function backordered(site: SiteService): Promise<number> {
  const items = [{ lineId: 1, productCode: 'KTP', quantity: 1, allowsBackOrder: true }];
  const { shipments } = await site.ask('POST', '/v1/orders', { items });
  return shipments[0].shipmentNumber;
}

/** The same order of the caller's, placed a second time. */
const placedTwice = () =>
  onSite(async (site) => {
    const order = { externalOrderId: 'web-7', items: [{ lineId: 1, productCode: 'KTP', quantity: 1 }] };
    await site.ask('POST', '/v1/orders', order);
    return site.send('POST', '/v1/orders', order);
  });

/** What is answered when every transaction ends like this. */
const withStoreError = (code: 'STORE_BUSY' | 'STORE_AWAY') =>
  onSite(async (site) => {
    const { store } = site.ports;
    const failing = {
      ...store,
      reader: store.reader.bind(store),
      transaction: () => Promise.reject(new StoreError(code, 'told to')),
    };
    const broken = await siteService(failing);
    const reply = await broken.send('PUT', '/v1/settings', {});
    await broken.service.app.close();
    return reply;
  });

/** What the app answers when a connection fails in this way, as a client reads it. */
const onConnectionError = (code: string): Promise<Answer> =>
  exchange((socket) =>
    connectionErrorHandler(service.ports)(Object.assign(new Error(code), { code }), socket),
  );

/** How each error of the table is reached. The type asks for every one. */
const REACHED: Record<ErrorCode, () => Promise<Answer | Awaited<ReturnType<typeof raw>>>> = {
  INVALID_JSON: () => raw('{"shipment":'),
  INVALID_REQUEST: () => service.post('/v1/optimize', { shipment: {}, colour: 'red' }),
  MALFORMED_HTTP: () => service.app.inject({ url: '/%E0%A4%A' }),
  NOT_FOUND: () => service.app.inject({ url: '/v1/nothing' }),
  METHOD_NOT_ALLOWED: () => service.app.inject({ method: 'DELETE', url: '/v1/optimize' }),
  REQUEST_TIMEOUT: () => onConnectionError('ERR_HTTP_REQUEST_TIMEOUT'),
  TRANSITION_NOT_ALLOWED: () =>
    onSite(async (site) => {
      const number = await backordered(site);
      await site.ask('POST', `/v1/shipments/${number}/cancel`);
      return site.send('POST', `/v1/shipments/${number}/release`);
    }),
  ORDER_EXISTS: placedTwice,
  RELEASES_PAUSED: () =>
    onSite(async (site) => {
      await site.ask('PUT', '/v1/settings', { pauseReleases: true });
      return site.send('POST', '/v1/release-runs', {});
    }),
  INSUFFICIENT_STOCK: () =>
    onSite((site) => {
      const inventory = [{ locationCode: 'A', productCode: 'KTP', quantity: -1 }];
      return site.send('POST', '/v1/inventory/adjust', { inventory });
    }),
  STALE_VERSION: () => onSite((site) => site.send('PUT', '/v1/settings', {}, { 'if-match': '"7"' })),
  BODY_TOO_LARGE: () => raw(' '.repeat(service.ports.bodyLimitBytes + 1)),
  UNSUPPORTED_MEDIA_TYPE: () => raw('{}', { 'content-type': 'text/plain' }),
  CONTRADICTORY_REQUEST: () =>
    service.post('/v1/optimize', {
      ...SMALL_REQUEST,
      inventory: [...SMALL_REQUEST.inventory, ...SMALL_REQUEST.inventory],
    }),
  IDEMPOTENCY_KEY_REUSED: () =>
    onSite(async (site) => {
      const headers = { 'idempotency-key': 'once' };
      await site.ask('PUT', '/v1/settings', {}, headers);
      return site.send('PUT', '/v1/settings', { defaultBackOrderDays: 3 }, headers);
    }),
  HEADERS_TOO_LARGE: () => onConnectionError('HPE_HEADER_OVERFLOW'),
  INTERNAL: () => optimizeWith({ name: 'broken', solve: () => Promise.reject(new TypeError('a secret')) }),
  INVARIANT_BROKEN: () => optimizeWith(answering((p) => ({ point: new Float64Array(p.columnLower.length) }))),
  ENGINE_FAILED: () => optimizeWith(failing('ENGINE_FAILED')),
  NOT_READY: () => optimizeIn('starting'),
  QUEUE_FULL: () => optimizeWith(failing('QUEUE_FULL')),
  QUEUE_TIMEOUT: () => optimizeWith(failing('QUEUE_TIMEOUT')),
  STOCK_CONTENDED: () => withStoreError('STORE_BUSY'),
  STORE_AWAY: () => withStoreError('STORE_AWAY'),
  SHUTTING_DOWN: () => optimizeIn('draining'),
  DEADLINE_PASSED: () => optimizeWith(answering(() => ({ termination: 'time-limit', point: null }))),
};

describe('every error of the table', () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])('%s is answered as a problem document', async (code) => {
    const reply = await REACHED[code]();
    const problem = problemIn(reply as Parameters<typeof problemIn>[0]);
    const { status, title, retryAfterSeconds } = ERRORS[code];
    expect(problem).toMatchObject({ code, status, title, type: `/errors#${code}` });
    expect(problem.detail).not.toBe('');
    expect(reply.headers['retry-after']).toBe(
      retryAfterSeconds === null ? undefined : String(retryAfterSeconds),
    );
  });
});

describe('what the caller is told', () => {
  it('names every fault of the input with its path', async () => {
    const { errors } = problemIn(
      await service.post('/v1/optimize', {
        asOf: 'yesterday',
        colour: 'red',
        shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'KTP', qty: 2 }] },
      }),
    );
    expect(errors?.map(({ path, code }) => [path, code])).toEqual([
      ['asOf', 'wrong_format'],
      ['shipment.items[0].quantity', 'required'],
      ['shipment.items[0].qty', 'unknown_field'],
      ['colour', 'unknown_field'],
    ]);
  });

  it('names the second row of a source, and the first', async () => {
    const row = SMALL_REQUEST.inventory[0];
    const reply = await service.post('/v1/optimize', { ...SMALL_REQUEST, inventory: [row, row] });
    expect(problemIn(reply).errors).toEqual([
      {
        path: 'inventory[1]',
        code: 'duplicate',
        message: 'second row for location and product (A, KTP); the first is inventory[0]',
      },
    ]);
  });

  it('calls a quantity of 0 a contradiction, not a malformed request', async () => {
    const shipment = { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'KTP', quantity: 0 }] };
    const problem = problemIn(await service.post('/v1/optimize', { shipment }));
    expect(problem.code).toBe('CONTRADICTORY_REQUEST');
    expect(problem.errors?.[0]?.path).toBe('shipment.items[0].quantity');
  });

  it.each([
    ['malformed', { ...SMALL_REQUEST, colour: 'red' }, 'problem.colour'],
    [
      'contradictory',
      { ...SMALL_REQUEST, locations: [{ locationCode: 'A' }, { locationCode: 'A' }] },
      'problem.locations[1]',
    ],
  ])(
    'writes the paths of a %s problem to be verified from the root of the body',
    async (_, problem, path) => {
      const plan = { shipmentNumber: 1001, decision: 'held', shipmentStatus: 'BACKORDER', children: [] };
      const { errors } = problemIn(await service.post('/v1/verify', { problem, plan }));
      expect(errors?.map((fault) => fault.path)).toEqual([path]);
    },
  );

  it('keeps the text of an unforeseen failure to the log', async () => {
    const reply = await REACHED.INTERNAL();
    expect(reply.body).not.toContain('secret');
  });

  it('names the methods that a path has', async () => {
    const reply = await service.app.inject({ method: 'DELETE', url: '/healthz?x=1' });
    expect(problemIn(reply).code).toBe('METHOD_NOT_ALLOWED');
    expect(reply.headers.allow).toBe('GET, HEAD');
  });

  it('refuses an unknown path before it reads the body', async () => {
    const reply = await service.app.inject({
      method: 'POST',
      url: '/nothing',
      payload: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(problemIn(reply).code).toBe('NOT_FOUND');
  });
});

describe('a plan that the checker refuses', () => {
  it('is counted, and logged with the id of its request', async () => {
    const engine = answering((p) => ({ point: new Float64Array(p.columnLower.length) }));
    const { app, post, lines } = await testService({ engine });
    await post('/v1/optimize', SMALL_REQUEST, { 'x-request-id': 'mine' });
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok', invariantsBroken: 1 });
    const line = lines.find(({ code }) => code === 'INVARIANT_BROKEN');
    expect(line).toMatchObject({ level: 50, requestId: 'mine', status: 500 });
    expect(JSON.stringify(line?.err)).toContain('checker refuses');
    await app.close();
  });
});
