import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Verification } from '../../src/decision/verify/verification.ts';
import { Decision } from '../../src/domain/decision.ts';
import { optimizeRequest } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { mutate, mutateText, mutation, textMutation, textOf } from './mutations.ts';
import { problemIn, SMALL_REQUEST, type TestService, testService } from './service.ts';

let service: TestService;
beforeAll(async () => {
  service = await testService();
});
afterAll(() => service.app.close());

const REPLIES = { '/v1/optimize': Decision, '/v1/verify': Verification };
type Path = keyof typeof REPLIES;

const PLAN = {
  shipmentNumber: 1001,
  decision: 'released',
  shipmentStatus: 'READY',
  children: [
    {
      shipmentStatus: 'READY',
      fulfillmentLocationCode: 'A',
      futureDate: null,
      items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }],
      allocations: [{ lineId: 1, quantity: 5, futureInventoryId: null }],
    },
  ],
  remainder: [],
};

/** Nothing here takes a second; a limit that a mutation made tiny may pass all the same, and is the caller's. */
const allowsDeadline = (text: string) => /"timeLimitMs":\d{1,3}[,}]/.test(text);

function expectSaneReply(path: Path, text: string, reply: LightMyRequestResponse): void {
  if (reply.statusCode === 200) {
    REPLIES[path].parse(reply.json());
    return;
  }
  const { code } = problemIn(reply);
  if (code === 'DEADLINE_PASSED') expect(allowsDeadline(text), text).toBe(true);
  else expect([400, 422], `${reply.body}\n${text.slice(0, 2000)}`).toContain(reply.statusCode);
}

async function send(path: Path, payload: string | Buffer): Promise<LightMyRequestResponse> {
  const headers = { 'content-type': 'application/json' };
  return service.app.inject({ method: 'POST', url: path, headers, payload });
}

const request = optimizeRequest('tiny').map((drawn) => ({ ...drawn, limits: { timeLimitMs: 5_000 } }));

describe('a request that somebody meant', () => {
  it('gets a decision as documented, which verify accepts', () =>
    fc.assert(
      fc.asyncProperty(request, async (drawn) => {
        const reply = await service.post('/v1/optimize', drawn);
        expect(reply.statusCode, reply.body).toBe(200);
        expect(Decision.parse(reply.json())).toEqual(reply.json());
        const finding = (await service.post('/v1/verify', { problem: drawn, plan: reply.json() })).json();
        expect(Verification.parse(finding)).toMatchObject({ valid: true, violations: [] });
      }),
      runs(1),
    ));
});

describe('a body that nobody meant to send', () => {
  it('gets a decision or a problem document when fields of a request are changed', () =>
    fc.assert(
      fc.asyncProperty(
        request,
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        async (drawn, changes) => {
          const text = textOf(mutate(drawn, changes));
          expectSaneReply('/v1/optimize', text, await send('/v1/optimize', text));
        },
      ),
      runs(4),
    ));

  it('gets a finding or a problem document when fields of a plan or its problem are changed', () =>
    fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (changes) => {
        const text = textOf(mutate({ problem: SMALL_REQUEST, plan: PLAN }, changes));
        expectSaneReply('/v1/verify', text, await send('/v1/verify', text));
      }),
      runs(4),
    ));

  it('gets a decision or a problem document when its text is damaged', () =>
    fc.assert(
      fc.asyncProperty(
        request,
        fc.array(textMutation, { minLength: 1, maxLength: 3 }),
        async (drawn, changes) => {
          const text = changes.reduce(mutateText, JSON.stringify(drawn));
          expectSaneReply('/v1/optimize', text, await send('/v1/optimize', text));
        },
      ),
      runs(2),
    ));

  it('gets a problem document when it is any bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const reply = await send('/v1/optimize', Buffer.from(bytes));
        expect(problemIn(reply).status).toBe(400);
      }),
      runs(4),
    ));

  it('changes no prototype, whatever came before', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    const inherited: string[] = [];
    for (const key in {}) inherited.push(key);
    expect(inherited).toEqual([]);
  });

  it('leaves no error of ours in the log', () => {
    expect(service.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
