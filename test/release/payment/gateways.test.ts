import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShipmentNumber } from '../../../src/domain/ids.ts';
import { isSignedBy } from '../../../src/release/outbound/signature.ts';
import { type PaymentGateway, PaymentUnknownError } from '../../../src/release/payment/gateway.ts';
import { createHttpGateway } from '../../../src/release/payment/gateways/http.ts';
import { createSandboxGateway } from '../../../src/release/payment/gateways/sandbox.ts';
import { createStripeGateway } from '../../../src/release/payment/gateways/stripe.ts';
import { NOW } from '../shipments.ts';
import { StripeServer } from './stripe-server.ts';

let keys = 0;
const request = (paymentMethod: string, idempotencyKey = `key-${process.pid}-${++keys}`) => ({
  idempotencyKey,
  paymentMethod,
  amountCents: 2160,
  currencyCode: 'USD',
  orderNumber: 7,
  shipmentNumber: 1001 as ShipmentNumber,
});

let stripe: StripeServer;
beforeAll(async () => {
  stripe = await StripeServer.start();
});
afterAll(() => stripe.stop());
beforeEach(() => {
  stripe.fail = 'never';
});
const stripeGateway = () =>
  createStripeGateway({
    apiKey: 'sk_test_local',
    timeoutMs: 2000,
    address: { protocol: 'http', host: '127.0.0.1', port: stripe.port },
  });

const SECRET = 'a secret of at least 16';
let gateway: Server;
let said: { path: string; key: string; signed: boolean; body: unknown }[] = [];
beforeAll(async () => {
  gateway = createServer(async (incoming, response) => {
    let text = '';
    for await (const chunk of incoming) text += chunk;
    const body = JSON.parse(text);
    const signed = isSignedBy(SECRET, text, String(incoming.headers['x-signature']), NOW);
    said.push({ path: String(incoming.url), key: String(incoming.headers['idempotency-key']), signed, body });
    if (body.paymentMethod === 'broken') return void response.writeHead(502).end('bad gateway');
    if (body.paymentMethod === 'babble') return void response.writeHead(200).end('{"outcome":"maybe"}');
    const answer = incoming.url?.endsWith('/void')
      ? { outcome: 'voided' }
      : body.paymentMethod === 'declined'
        ? { outcome: 'refused', reason: 'declined' }
        : { outcome: 'authorized', reference: `ref-${incoming.headers['idempotency-key']}` };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => gateway.close(resolve)));
const httpGateway = () =>
  createHttpGateway({
    url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/pay/`,
    secret: SECRET,
    timeoutMs: 2000,
    now: () => NOW,
  });

const ADAPTERS: readonly (readonly [
  name: string,
  make: () => PaymentGateway,
  good: string,
  declined: string,
])[] = [
  ['sandbox', createSandboxGateway, 'anything', 'sandbox_declined'],
  ['stripe', stripeGateway, 'pm_card_visa', 'pm_card_visa_chargeDeclined'],
  ['http', httpGateway, 'good', 'declined'],
];

describe.each(ADAPTERS)('the %s gateway', (_name, make, good, declined) => {
  it('authorizes, and a repeated key is the same authorization', async () => {
    const call = request(good);
    const first = await make().authorize(call);
    expect(first.outcome).toBe('authorized');
    expect(await make().authorize(call)).toEqual(first);
  });

  it('says why it refuses, and that is an outcome', async () => {
    const answer = await make().authorize(request(declined));
    expect(answer).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/\w/) });
  });

  it('voids, also when told twice', async () => {
    const made = await make().authorize(request(good));
    if (made.outcome !== 'authorized') throw new Error('refused');
    const call = { idempotencyKey: `void-${made.reference}`, reference: made.reference };
    expect(await make().void(call)).toEqual({ outcome: 'voided' });
    expect(await make().void(call)).toEqual({ outcome: 'voided' });
  });
});

describe('the Stripe gateway', () => {
  it('holds the amount for capture by hand, and lets it go by canceling the intent', async () => {
    const made = await stripeGateway().authorize(request('cus_1/pm_card_visa'));
    if (made.outcome !== 'authorized') throw new Error('refused');
    const intent = stripe.intents.get(made.reference);
    expect(intent).toMatchObject({
      amount: 2160,
      currency: 'usd',
      capture_method: 'manual',
      status: 'requires_capture',
    });
    expect(intent?.metadata.shipmentNumber).toBe('1001');
    await stripeGateway().void({ idempotencyKey: `v-${made.reference}`, reference: made.reference });
    expect(intent?.status).toBe('canceled');
  });

  it('takes an intent that is canceled already as voided', async () => {
    const made = await stripeGateway().authorize(request('pm_card_visa'));
    if (made.outcome !== 'authorized') throw new Error('refused');
    await stripeGateway().void({ idempotencyKey: `v1-${made.reference}`, reference: made.reference });
    expect(
      await stripeGateway().void({ idempotencyKey: `v2-${made.reference}`, reference: made.reference }),
    ).toEqual({
      outcome: 'voided',
    });
  });

  it('gives the reason of the bank for a refusal', async () => {
    expect(await stripeGateway().authorize(request('pm_card_visa_chargeDeclined'))).toEqual({
      outcome: 'refused',
      reason: 'insufficient_funds',
    });
  });

  it('refuses what only the customer could confirm', async () => {
    const answer = await stripeGateway().authorize(request('pm_card_authenticationRequired'));
    expect(answer).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('requires_action') });
  });

  it('does not know when the answer is lost, and holds the money once when asked again', async () => {
    const call = request('pm_card_visa');
    const before = stripe.intents.size;
    stripe.fail = 'after';
    await expect(stripeGateway().authorize(call)).rejects.toBeInstanceOf(PaymentUnknownError);
    stripe.fail = 'never';
    expect((await stripeGateway().authorize(call)).outcome).toBe('authorized');
    expect(stripe.intents.size).toBe(before + 1);
  });
});

describe('the HTTP gateway', () => {
  it('signs what it says, and names the key', async () => {
    said = [];
    await httpGateway().authorize(request('good', 'authorize:site:1001:3'));
    expect(said).toEqual([
      {
        path: '/pay/authorize',
        key: 'authorize:site:1001:3',
        signed: true,
        body: {
          paymentMethod: 'good',
          amountCents: 2160,
          currencyCode: 'USD',
          orderNumber: 7,
          shipmentNumber: 1001,
        },
      },
    ]);
  });

  it.each(['broken', 'babble'])('does not take %s as an outcome', async (method) => {
    await expect(httpGateway().authorize(request(method))).rejects.toBeInstanceOf(PaymentUnknownError);
  });
});

describe('a signature', () => {
  it('is refused for another body, another secret, or at another time', async () => {
    const { signatureOf } = await import('../../../src/release/outbound/signature.ts');
    const header = signatureOf(SECRET, '{}', NOW);
    expect(isSignedBy(SECRET, '{}', header, NOW)).toBe(true);
    expect(isSignedBy(SECRET, '{ }', header, NOW)).toBe(false);
    expect(isSignedBy(`${SECRET}!`, '{}', header, NOW)).toBe(false);
    expect(isSignedBy(SECRET, '{}', header, '2026-05-01T10:00:00.000Z')).toBe(false);
    expect(isSignedBy(SECRET, '{}', 'nonsense', NOW)).toBe(false);
  });
});
