import type { SiteId } from '../domain/ids.ts';
import type { DecideAttempt } from '../routing/attempt-request.ts';
import type { DecideWave } from '../routing/wave-request.ts';
import type { PaymentGateway } from './payment/gateway.ts';
import type { Clock } from './ports/clock.ts';
import type { Store } from './ports/store.ts';

/** What the release service needs from outside. */
export interface ReleasePorts extends Clock {
  readonly store: Store;
  /** Decides one attempt; what it answers has passed the checker. */
  readonly decide: DecideAttempt;
  /** Decides many shipments over one stock; what it answers has passed the checker. */
  readonly decideWave: DecideWave;
  readonly gateway: PaymentGateway;
  /** A new unique id. */
  readonly newId: () => string;
  /** Where trouble is written of which no caller is told; left out: nowhere. */
  readonly log?: { error(details: object, message: string): void };
  /** Longest time of one attempt, in milliseconds. */
  readonly attemptTimeLimitMs: number;
}

/** A write as the outside sends it. */
export interface Write {
  readonly siteId: SiteId;
  /** Ties together all that the write causes. */
  readonly correlationId: string;
  /** Null: not to be remembered. */
  readonly idempotency: { readonly key: string; readonly requestHash: string } | null;
  /** The version that the caller has seen; null: whatever it is. */
  readonly expectedVersion: number | null;
}
