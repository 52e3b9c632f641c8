import {
  type AuthorizeRequest,
  type PaymentGateway,
  PaymentUnknownError,
  type VoidRequest,
} from '../../../src/release/payment/gateway.ts';
import type { Store } from '../../../src/release/ports/store.ts';

/** The process dies. Nothing catches it, as nothing would. */
export class Crash extends Error {}

/** A bank that remembers, and keeps what a gateway must keep: one authorization a key. */
export class Bank implements PaymentGateway {
  readonly name = 'bank';
  readonly held = new Map<string, number>([['initial', 10_000]]);
  readonly #byKey = new Map<string, string>();
  /** The least money that was held at any time. */
  least = Number.POSITIVE_INFINITY;
  declines = false;
  answers = true;

  #note() {
    this.least = Math.min(
      this.least,
      [...this.held.values()].reduce((sum, cents) => sum + cents, 0),
    );
  }

  async authorize({ idempotencyKey, amountCents }: AuthorizeRequest) {
    if (!this.answers) throw new PaymentUnknownError('no answer');
    if (this.declines) return { outcome: 'refused' as const, reason: 'insufficient funds' };
    const reference = this.#byKey.get(idempotencyKey) ?? `auth-${this.#byKey.size + 1}`;
    if (!this.#byKey.has(idempotencyKey)) this.held.set(reference, amountCents);
    this.#byKey.set(idempotencyKey, reference);
    this.#note();
    return { outcome: 'authorized' as const, reference };
  }

  async void({ reference }: VoidRequest) {
    this.held.delete(reference);
    this.#note();
    return { outcome: 'voided' as const };
  }
}

/** A store and a gateway that count their steps, and die before or after the one told. */
export function fragile(store: Store, bank: Bank) {
  let steps = 0;
  const guard = { dieAt: Number.POSITIVE_INFINITY, taken: () => steps };
  async function step<T>(work: () => Promise<T>): Promise<T> {
    steps += 1;
    if (steps >= guard.dieAt) throw new Crash();
    const result = await work();
    steps += 1;
    if (steps >= guard.dieAt) throw new Crash();
    return result;
  }
  const wrapped: Store = {
    ...store,
    reader: (siteId) => store.reader(siteId),
    transaction: (siteId, work) => step(() => store.transaction(siteId, work)),
  };
  const gateway: PaymentGateway = {
    name: 'fragile',
    authorize: (request) => step(() => bank.authorize(request)),
    void: (request) => step(() => bank.void(request)),
  };
  return { guard, store: wrapped, gateway };
}
