import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShipmentNumber } from '../../../src/domain/ids.ts';
import { PaymentUnknownError } from '../../../src/release/payment/gateway.ts';
import { createHttpGateway } from '../../../src/release/payment/gateways/http.ts';
import { createSandboxGateway } from '../../../src/release/payment/gateways/sandbox.ts';
import { createStripeGateway } from '../../../src/release/payment/gateways/stripe.ts';
import { NOW } from '../shipments.ts';

/** What the server says next, and what it was asked last. */
let answer: { status: number; body: unknown } = { status: 200, body: {} };
let asked: { url: string; key: string; telemetry: boolean; form: URLSearchParams };
let server: Server;
beforeAll(async () => {
  server = createServer(async (incoming, response) => {
    let text = '';
    for await (const chunk of incoming) text += chunk;
    asked = {
      url: String(incoming.url),
      key: String(incoming.headers['idempotency-key']),
      telemetry: incoming.headers['x-stripe-client-telemetry'] !== undefined,
      form: new URLSearchParams(text),
    };
    response.writeHead(answer.status, { 'content-type': 'application/json', 'request-id': 'req_1' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});
const port = () => (server.address() as AddressInfo).port;

const request = (paymentMethod = 'pm_1') => ({
  idempotencyKey: 'key-1',
  paymentMethod,
  amountCents: 2160,
  currencyCode: 'USD',
  orderNumber: 7,
  shipmentNumber: 1001 as ShipmentNumber,
});
const release = { idempotencyKey: 'key-2', reference: 'pi_1' };

/** `Unknown` with the cause, where the outcome is not known. */
const outcome = (call: Promise<unknown>) =>
  call.catch((error) => {
    if (!(error instanceof PaymentUnknownError)) throw error;
    return { unknown: error.message, hasCause: error.cause instanceof Error };
  });

describe('a gateway of Stripe', () => {
  const gateway = () =>
    createStripeGateway({
      apiKey: 'sk_test_local',
      timeoutMs: 2000,
      address: { protocol: 'http', host: '127.0.0.1', port: port() },
    });
  const says = (status: number, body: unknown) => {
    answer = { status, body };
    return gateway();
  };
  const intent = (status: string) => ({ id: 'pi_1', object: 'payment_intent', status });
  const refusal = (type: string, fields: object = {}) => ({ error: { type, message: 'No.', ...fields } });

  it('is asked for a hold off session, by customer and method, under the key', async () => {
    await says(200, intent('requires_capture')).authorize(request('cus_1/pm_2'));
    expect(asked.key).toBe('key-1');
    expect(Object.fromEntries(asked.form)).toEqual({
      payment_method: 'pm_2',
      customer: 'cus_1',
      amount: '2160',
      currency: 'usd',
      capture_method: 'manual',
      confirm: 'true',
      off_session: 'true',
      'metadata[orderNumber]': '7',
      'metadata[shipmentNumber]': '1001',
    });
  });

  it('is asked for a method without a customer where none is named', async () => {
    const made = says(200, intent('requires_capture'));
    await made.authorize(request());
    await made.authorize(request());
    expect(asked.form.get('payment_method')).toBe('pm_1');
    expect(asked.form.has('customer')).toBe(false);
    // Stripe's library would tell of the call before.
    expect(asked.telemetry).toBe(false);
  });

  it('says what came of a hold', async () => {
    const came = (status: string) => outcome(says(200, intent(status)).authorize(request()));
    expect(await came('requires_capture')).toEqual({ outcome: 'authorized', reference: 'pi_1' });
    expect(await came('requires_action')).toEqual({ outcome: 'refused', reason: 'pi_1 is requires_action' });
    expect(await came('processing')).toMatchObject({ unknown: 'pi_1 is still processing', hasCause: false });
  });

  it('says why a card or a request is refused, as exactly as it is told', async () => {
    const why = (status: number, body: object) => outcome(says(status, body).authorize(request()));
    const code = { code: 'card_declined' };
    expect(await why(402, refusal('card_error', { ...code, decline_code: 'lost_card' }))).toEqual({
      outcome: 'refused',
      reason: 'lost_card',
    });
    expect(await why(402, refusal('card_error', code))).toEqual({
      outcome: 'refused',
      reason: 'card_declined',
    });
    expect(await why(402, refusal('card_error'))).toEqual({ outcome: 'refused', reason: 'No.' });
    expect(await why(400, refusal('invalid_request_error', { code: 'resource_missing' }))).toEqual({
      outcome: 'refused',
      reason: 'resource_missing',
    });
    expect(await why(400, refusal('invalid_request_error'))).toEqual({ outcome: 'refused', reason: 'No.' });
  });

  it('does not know what came of a call that its key or the hurry stopped', async () => {
    const unknown = { unknown: expect.stringContaining('Stripe'), hasCause: true };
    const key = refusal('invalid_request_error');
    expect(await outcome(says(401, key).authorize(request()))).toEqual(unknown);
    expect(await outcome(says(401, key).void(release))).toEqual(unknown);
  });

  it('lets a hold go under the key, and takes one that is gone as gone', async () => {
    expect(await says(200, intent('canceled')).void(release)).toEqual({ outcome: 'voided' });
    expect(asked).toMatchObject({ url: '/v1/payment_intents/pi_1/cancel', key: 'key-2' });
    const gone = refusal('invalid_request_error', { payment_intent: intent('canceled') });
    expect(await says(400, gone).void(release)).toEqual({ outcome: 'voided' });
  });

  it('refuses to let go what was taken, or what it does not know', async () => {
    const taken = { code: 'payment_intent_unexpected_state', payment_intent: intent('succeeded') };
    expect(await says(400, refusal('invalid_request_error', taken)).void(release)).toEqual({
      outcome: 'refused',
      reason: taken.code,
    });
    expect(await says(404, refusal('invalid_request_error')).void(release)).toEqual({
      outcome: 'refused',
      reason: 'No.',
    });
  });

  it('hands on a fault of its own', async () => {
    const broken = { ...request(), currencyCode: undefined as never };
    await expect(gateway().authorize(broken)).rejects.toBeInstanceOf(TypeError);
  });
});

describe('a gateway of one’s own', () => {
  const gateway = (url = `http://127.0.0.1:${port()}`) =>
    createHttpGateway({ url, secret: 'a secret of at least 16', timeoutMs: 2000, now: () => NOW });
  const says = (status: number, body: unknown) => {
    answer = { status, body };
    return gateway();
  };

  it('answers in words that are checked', async () => {
    const authorized = { outcome: 'authorized', reference: 'r-1' };
    const refused = { outcome: 'refused', reason: 'declined' };
    expect(await says(200, authorized).authorize(request())).toEqual(authorized);
    expect(await says(200, refused).authorize(request())).toEqual(refused);
    expect(await says(200, refused).void(release)).toEqual(refused);
    expect(await says(200, { outcome: 'voided' }).void(release)).toEqual({ outcome: 'voided' });
    expect(asked).toMatchObject({ url: '/void', key: 'key-2' });
  });

  it('is not understood where a word is missing or another', async () => {
    const unknown = { unknown: expect.stringContaining('nobody understands'), hasCause: true };
    const bodies = [
      { outcome: 'authorized' },
      { outcome: 'authorized', reference: '' },
      { outcome: 'refused' },
      {},
    ];
    for (const body of bodies) expect(await outcome(says(200, body).authorize(request()))).toEqual(unknown);
    for (const body of [{ outcome: 'authorized', reference: 'r-1' }, { outcome: 'refused' }, {}]) {
      expect(await outcome(says(200, body).void(release))).toEqual(unknown);
    }
  });

  it('does not authorize with another status than 200, whatever it says', async () => {
    const body = { outcome: 'authorized', reference: 'r-1' };
    expect(await outcome(says(202, body).authorize(request()))).toEqual({
      unknown: 'the payment gateway answered 202',
      hasCause: false,
    });
  });

  it('is unknown where nobody answers', async () => {
    expect(await outcome(gateway('http://127.0.0.1:1').authorize(request()))).toEqual({
      unknown: 'the payment gateway did not answer',
      hasCause: true,
    });
  });
});

describe('the sandbox', () => {
  it('refers to a hold by its key, and can be unreachable', async () => {
    const sandbox = createSandboxGateway();
    expect(await sandbox.authorize(request())).toEqual({ outcome: 'authorized', reference: 'sandbox_key-1' });
    expect(await outcome(sandbox.authorize(request('sandbox_unreachable')))).toMatchObject({
      unknown: expect.stringContaining('sandbox'),
    });
  });
});

it('each gateway has the name that the configuration gives it', () => {
  const names = [
    createSandboxGateway(),
    createStripeGateway({ apiKey: 'sk_test_local', timeoutMs: 1 }),
    createHttpGateway({ url: 'http://127.0.0.1:1', secret: '', timeoutMs: 1, now: () => NOW }),
  ].map(({ name }) => name);
  expect(names).toEqual(['sandbox', 'stripe', 'http']);
});
