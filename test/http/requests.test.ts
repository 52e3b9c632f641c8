import { describe, expect, it } from 'vitest';
import { ServiceState } from '../../src/http/service-state.ts';
import type { Store } from '../../src/release/ports/store.ts';
import type { ReleasePorts } from '../../src/release/service-ports.ts';
import { problemIn, SMALL_REQUEST, testService } from './service.ts';

describe('the id of a request', () => {
  it('is the one the caller brings', async () => {
    const { app } = await testService();
    const reply = await app.inject({ url: '/healthz', headers: { 'x-request-id': 'order-7/3' } });
    expect(reply.headers['x-request-id']).toBe('order-7/3');
  });

  it.each(['', 'a b', 'a"b', 'é', 'x'.repeat(129), '<script>', 'a\tb'])(
    'is a new one instead of %j',
    async (given) => {
      const { app } = await testService();
      const reply = await app.inject({ url: '/healthz', headers: { 'x-request-id': given } });
      expect(reply.headers['x-request-id']).toBe('generated-1');
    },
  );

  it('is in a problem as in its header', async () => {
    const { app } = await testService();
    const reply = await app.inject({ url: '/nothing', headers: { 'x-request-id': 'mine' } });
    expect(problemIn(reply).requestId).toBe('mine');
  });
});

describe('the log', () => {
  it('has one line for an attempt, with what was decided and by whom, and nothing of the body', async () => {
    const { post, lines } = await testService();
    await post('/v1/optimize', SMALL_REQUEST, { 'x-request-id': 'mine' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 30,
      requestId: 'mine',
      method: 'POST',
      path: '/v1/optimize',
      status: 200,
      ms: expect.any(Number),
      decision: 'released',
      proof: 'optimal',
      engine: expect.any(String),
      solveMs: expect.any(Number),
    });
    expect(JSON.stringify(lines)).not.toContain('KTP');
  });

  it('has the code of an error, and no query', async () => {
    const { app, lines } = await testService();
    await app.inject('/nothing?token=secret');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ status: 404, code: 'NOT_FOUND', path: '/nothing' });
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});

describe('health', () => {
  it('is alive and not ready before the solvers are checked', async () => {
    const { app } = await testService({ state: new ServiceState() });
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    const reply = await app.inject('/readyz');
    expect(problemIn(reply).code).toBe('NOT_READY');
    expect(reply.headers['retry-after']).toBe('1');
  });

  it('is ready afterwards', async () => {
    const { app } = await testService();
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' });
  });

  it('is alive and not ready while the store does not answer', async () => {
    const never = { ping: () => new Promise<void>(() => {}) } as Partial<Store> as Store;
    const waits: number[] = [];
    const wait = async (ms: number) => void waits.push(ms);
    const release = { store: never, wait } as Partial<ReleasePorts> as ReleasePorts;
    const { app } = await testService({ release });
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    const reply = await app.inject('/readyz');
    expect([reply.statusCode, problemIn(reply).code]).toEqual([503, 'STORE_AWAY']);
    expect(waits).toEqual([2_000]);
  });

  it('is alive and not ready while stopping, and ends each connection', async () => {
    const { app, state } = await testService();
    state.drain();
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    const reply = await app.inject('/readyz');
    expect(problemIn(reply).code).toBe('SHUTTING_DOWN');
    expect(reply.headers.connection).toBe('close');
  });

  it('cannot become ready again once it is stopping', () => {
    const state = new ServiceState();
    state.drain();
    state.becomeReady();
    expect(state.phase).toBe('draining');
  });
});

describe('verify', () => {
  const plan = {
    shipmentNumber: 1001,
    decision: 'held',
    shipmentStatus: 'BACKORDER',
    children: [],
    remainder: [],
  };

  it('accepts what optimize replies', async () => {
    const { post } = await testService();
    const decision = (await post('/v1/optimize', SMALL_REQUEST)).json();
    const finding = (await post('/v1/verify', { problem: SMALL_REQUEST, plan: decision })).json();
    expect(finding).toMatchObject({ valid: true, violations: [] });
  });

  it('names the rule that a plan breaks', async () => {
    const { post } = await testService();
    const finding = (await post('/v1/verify', { problem: SMALL_REQUEST, plan })).json();
    expect(finding.valid).toBe(false);
    expect(finding.violations[0]).toMatchObject({ code: 'RELEASABLE_BUT_HELD' });
  });

  it('works before the solvers do', async () => {
    const { post } = await testService({ state: new ServiceState() });
    expect((await post('/v1/verify', { problem: SMALL_REQUEST, plan })).statusCode).toBe(200);
  });

  const wasteful = {
    problem: {
      ...SMALL_REQUEST,
      settings: { futureInventoryEnabled: true },
      futureInventory: [
        {
          futureInventoryId: 'po-1',
          locationCode: 'A',
          productCode: 'KTP',
          deliveryDate: '2026-05-10',
          available: 5,
        },
      ],
    },
    plan: {
      shipmentNumber: 1001,
      decision: 'released',
      shipmentStatus: 'REASSIGNED',
      children: [
        {
          shipmentStatus: 'FUTURE',
          fulfillmentLocationCode: 'A',
          futureDate: '2026-05-10',
          items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }],
          allocations: [{ lineId: 1, quantity: 5, futureInventoryId: 'po-1' }],
        },
      ],
      remainder: [],
    },
  };

  it.each([
    ['a plan without proof claims to be the best', {}, {}, false],
    ['the claim of the request counts', { claim: 'feasible' }, {}, true],
    ['a proof of feasible claims no more', {}, { proof: { status: 'feasible' } }, true],
    [
      'the claim of the request counts before that of the proof',
      { claim: 'optimal' },
      { proof: { status: 'feasible' } },
      false,
    ],
  ])('%s', async (_, claim, proof, valid) => {
    const { post } = await testService();
    const body = { problem: wasteful.problem, plan: { ...wasteful.plan, ...proof }, ...claim };
    expect((await post('/v1/verify', body)).json().valid).toBe(valid);
  });
});
