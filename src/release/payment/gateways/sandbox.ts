import { type PaymentGateway, PaymentUnknownError } from '../gateway.ts';

/** Payment methods that the sandbox treats as their names say; every other one is authorized. */
export const SANDBOX_METHODS = { declined: 'sandbox_declined', unreachable: 'sandbox_unreachable' } as const;

/**
 * A gateway without money, for demonstrations and tests. It keeps nothing: the reference of an authorization is
 * made of its key, so that a repeated request has the same answer, also after a restart.
 */
export function createSandboxGateway(): PaymentGateway {
  return {
    name: 'sandbox',
    async authorize({ idempotencyKey, paymentMethod }) {
      if (paymentMethod === SANDBOX_METHODS.unreachable) {
        throw new PaymentUnknownError('the sandbox plays a gateway that does not answer');
      }
      if (paymentMethod === SANDBOX_METHODS.declined) {
        return { outcome: 'refused', reason: 'the card was declined' };
      }
      return { outcome: 'authorized', reference: `sandbox_${idempotencyKey}` };
    },
    async void() {
      return { outcome: 'voided' };
    },
  };
}
