import Stripe from 'stripe';
import { type PaymentGateway, PaymentUnknownError } from '../gateway.ts';

/** How Stripe is reached. */
export interface StripeGatewayOptions {
  readonly apiKey: string;
  readonly timeoutMs: number;
  /** Another address than Stripe's own, for a server that speaks like it. */
  readonly address?: {
    readonly protocol: 'http' | 'https';
    readonly host: string;
    readonly port: number;
  };
}

/** Tries of the SDK itself, with the same key, before it gives up. */
const NETWORK_RETRIES = 1;

/** `cus_…/pm_…` is a saved method of a customer, `pm_…` one without. */
function methodOf(paymentMethod: string): { payment_method: string; customer?: string } {
  const [customer, method] = paymentMethod.split('/');
  if (method === undefined) return { payment_method: paymentMethod };
  return { payment_method: method, customer: customer! };
}

/** What Stripe refuses for good; null for everything that another try may change. What it does not say is '' there. */
function refusalOf(error: unknown): { readonly outcome: 'refused'; readonly reason: string } | null {
  if (error instanceof Stripe.errors.StripeCardError) {
    return { outcome: 'refused', reason: error.decline_code || error.code || error.message };
  }
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    return { outcome: 'refused', reason: error.code || error.message };
  }
  return null;
}

/** @throws PaymentUnknownError for what may have been done or not: no answer, too many requests, a wrong key */
function unknown(error: unknown): never {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  throw new PaymentUnknownError(`Stripe did not say what became of it (${error.type})`, { cause: error });
}

/**
 * Stripe, through its own SDK: an authorization is a payment intent with manual capture, confirmed off session;
 * voiding it cancels the intent. The keys go to Stripe as its idempotency keys.
 */
export function createStripeGateway(options: StripeGatewayOptions): PaymentGateway {
  const stripe = new Stripe(options.apiKey, {
    timeout: options.timeoutMs,
    maxNetworkRetries: NETWORK_RETRIES,
    telemetry: false,
    ...(options.address ?? {}),
  });
  return {
    name: 'stripe',
    async authorize({
      idempotencyKey,
      paymentMethod,
      amountCents,
      currencyCode,
      orderNumber,
      shipmentNumber,
    }) {
      try {
        const intent = await stripe.paymentIntents.create(
          {
            ...methodOf(paymentMethod),
            amount: amountCents,
            currency: currencyCode.toLowerCase(),
            capture_method: 'manual',
            confirm: true,
            off_session: true,
            metadata: { orderNumber: String(orderNumber), shipmentNumber: String(shipmentNumber) },
          },
          { idempotencyKey },
        );
        if (intent.status === 'requires_capture') return { outcome: 'authorized', reference: intent.id };
        if (intent.status === 'processing') throw new PaymentUnknownError(`${intent.id} is still processing`);
        // Nothing is held by it, and nobody is there who could answer the bank.
        return { outcome: 'refused', reason: `${intent.id} is ${intent.status}` };
      } catch (error) {
        return refusalOf(error) ?? unknown(error);
      }
    },
    async void({ idempotencyKey, reference }) {
      try {
        await stripe.paymentIntents.cancel(reference, {}, { idempotencyKey });
        return { outcome: 'voided' };
      } catch (error) {
        const status = error instanceof Stripe.errors.StripeError ? error.payment_intent?.status : undefined;
        if (status === 'canceled') return { outcome: 'voided' };
        return refusalOf(error) ?? unknown(error);
      }
    },
  };
}
