import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A payment intent, as far as the documented object concerns us. */
interface Intent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly amount: number;
  readonly currency: string;
  readonly capture_method: string;
  readonly metadata: Record<string, string>;
  status: string;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

async function read(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

const error = (status: number, fields: Record<string, unknown>): Reply => ({
  status,
  body: { error: fields },
});

/**
 * A server that speaks Stripe's documented shapes for payment intents: form-encoded requests, `Idempotency-Key`
 * with the first answer repeated (and an error for another request with the same key), test payment methods.
 */
export class StripeServer {
  readonly intents = new Map<string, Intent>();
  readonly #answers = new Map<string, { readonly told: string; readonly reply: Reply }>();
  readonly #server: Server;
  /** What the next requests meet instead of an answer. */
  fail: 'never' | 'before' | 'after' = 'never';

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const form = await read(request);
      if (this.fail === 'before') return void request.socket.destroy();
      const { status, body } = this.#once(request, form);
      if (this.fail === 'after') return void request.socket.destroy();
      response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test' });
      response.end(JSON.stringify(body));
    });
  }

  static async start(): Promise<StripeServer> {
    const server = new StripeServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #once(request: IncomingMessage, form: URLSearchParams): Reply {
    const key = String(request.headers['idempotency-key']);
    const told = `${request.url} ${form}`;
    const before = this.#answers.get(key);
    if (before !== undefined) {
      if (before.told === told) return before.reply;
      return error(400, { type: 'idempotency_error', message: 'Keys for idempotent requests …' });
    }
    const reply = this.#answer(String(request.url), form);
    this.#answers.set(key, { told, reply });
    return reply;
  }

  #answer(url: string, form: URLSearchParams): Reply {
    const [, id] = /^\/v1\/payment_intents\/([^/]+)\/cancel$/.exec(url) ?? [];
    if (id !== undefined) return this.#cancel(id);
    if (url !== '/v1/payment_intents')
      return error(404, { type: 'invalid_request_error', message: 'Unrecognized URL' });
    return this.#create(form);
  }

  #create(form: URLSearchParams): Reply {
    const method = form.get('payment_method');
    if (method === 'pm_card_visa_chargeDeclined') {
      return error(402, {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        message: 'Your card has insufficient funds.',
      });
    }
    if (method === 'pm_unknown') {
      return error(400, {
        type: 'invalid_request_error',
        code: 'resource_missing',
        message: 'No such PaymentMethod',
      });
    }
    const manual = form.get('capture_method') === 'manual' && form.get('confirm') === 'true';
    const needsAction = method === 'pm_card_authenticationRequired';
    const intent: Intent = {
      id: `pi_${this.intents.size + 1}`,
      object: 'payment_intent',
      amount: Number(form.get('amount')),
      currency: String(form.get('currency')),
      capture_method: String(form.get('capture_method')),
      metadata: { shipmentNumber: String(form.get('metadata[shipmentNumber]')) },
      status: needsAction ? 'requires_action' : manual ? 'requires_capture' : 'succeeded',
    };
    this.intents.set(intent.id, intent);
    return { status: 200, body: { ...intent } };
  }

  #cancel(id: string): Reply {
    const intent = this.intents.get(id);
    if (intent === undefined) {
      return error(404, {
        type: 'invalid_request_error',
        code: 'resource_missing',
        message: 'No such payment_intent',
      });
    }
    if (intent.status !== 'requires_capture') {
      return error(400, {
        type: 'invalid_request_error',
        code: 'payment_intent_unexpected_state',
        message: `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
        payment_intent: { ...intent },
      });
    }
    intent.status = 'canceled';
    return { status: 200, body: { ...intent } };
  }
}
