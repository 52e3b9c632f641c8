import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WaveAnswer } from '../../../src/domain/wave/answer.ts';
import { ServiceState } from '../../../src/http/service-state.ts';
import { problemIn, testService } from '../service.ts';

const WAVE = JSON.parse(readFileSync(new URL('../../../docs/examples/wave.json', import.meta.url), 'utf8'));

describe('POST /v1/optimize/wave', () => {
  it.each(['first-come', 'one-by-one', 'optimal'])(
    'decides by %s, and verify accepts the reply',
    async (policy) => {
      const { post, lines } = await testService();
      const reply = await post('/v1/optimize/wave', { ...WAVE, policy });
      expect(reply.statusCode).toBe(200);
      const answer = WaveAnswer.parse(reply.json());
      expect([answer.policy, answer.released, answer.held]).toEqual([policy, 2, 1]);
      expect(lines[0]).toMatchObject({ path: '/v1/optimize/wave', decision: policy, released: 2, held: 1 });
      const finding = await post('/v1/verify', { problem: { ...WAVE, policy }, plan: reply.json() });
      expect(finding.json()).toMatchObject({ valid: true, violations: [] });
    },
  );

  it('leaves the shelf to the pickup: first come releases it, one by one does not', async () => {
    const { post } = await testService();
    const released = async (policy: string) => {
      const { decisions } = (await post('/v1/optimize/wave', { ...WAVE, policy })).json<WaveAnswer>();
      return decisions.filter(({ decision }) => decision === 'released').map((one) => one.shipmentNumber);
    };
    expect(await released('first-come')).toEqual([1001, 1002]);
    expect(await released('one-by-one')).toEqual([1001, 1003]);
  });

  it('says of a held shipment who has what it lacks, and who went first', async () => {
    const { post } = await testService();
    const { decisions } = (
      await post('/v1/optimize/wave', { ...WAVE, policy: 'one-by-one' })
    ).json<WaveAnswer>();
    const [, held] = decisions;
    expect(held).toMatchObject({
      shipmentNumber: 1002,
      decision: 'held',
      hold: { reason: 'OUTRANKED', lines: [{ quantity: 4, currentAvailable: 1, short: 3 }] },
      outrankedBy: [
        { shipmentNumber: 1003, productCode: 'KTP', units: 1 },
        { shipmentNumber: 1001, productCode: 'KTP', units: 2 },
      ],
      youngerFirst: 1,
    });
  });

  it('refuses what is malformed with 400 and what contradicts itself with 422, each with its path', async () => {
    const { post } = await testService();
    const malformed = await post('/v1/optimize/wave', { ...WAVE, shipment: {} });
    expect([malformed.statusCode, problemIn(malformed).errors?.map(({ path }) => path)]).toEqual([
      400,
      ['shipment'],
    ]);
    const twice = await post('/v1/optimize/wave', {
      ...WAVE,
      shipments: [WAVE.shipments[0], WAVE.shipments[0]],
    });
    expect([twice.statusCode, problemIn(twice).errors?.map(({ path }) => path)]).toEqual([
      422,
      ['shipments[1]'],
    ]);
  });

  it('takes a body twice as long as another one, and no longer', async () => {
    const text = JSON.stringify(WAVE);
    const { app, ports } = await testService({ bodyLimitBytes: text.length });
    const send = (url: string, payload: string) =>
      app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json' }, payload });
    const filled = text.padEnd(2 * ports.bodyLimitBytes);
    expect((await send('/v1/optimize/wave', filled)).statusCode).toBe(200);
    expect(problemIn(await send('/v1/optimize/wave', `${filled} `)).code).toBe('BODY_TOO_LARGE');
    expect(problemIn(await send('/v1/optimize', filled)).code).toBe('BODY_TOO_LARGE');
  });

  it('is refused until the solvers have passed their check', async () => {
    const { post } = await testService({ state: new ServiceState() });
    expect(problemIn(await post('/v1/optimize/wave', WAVE)).code).toBe('NOT_READY');
  });
});
