import type { ShipmentNumber } from '../ids.ts';

/** Money that a gateway holds for us. */
export interface PaymentAuthorization {
  readonly authorizationId: string;
  readonly orderNumber: number;
  /** The gateway's name for it. */
  readonly reference: string;
  readonly amountCents: number;
  readonly currencyCode: string;
  readonly status: 'AUTHORIZED' | 'VOIDED';
}

/**
 * One call to the gateway, written down before it is made: whoever finds it `PENDING` after a crash makes it
 * again with the same key.
 */
export interface PaymentStep {
  /** The idempotency key. */
  readonly stepKey: string;
  readonly kind: 'authorize' | 'void';
  readonly status: 'PENDING' | 'DONE' | 'REFUSED';
  readonly orderNumber: number;
  readonly shipmentNumber: ShipmentNumber | null;
  /** What is voided, or what came of authorizing. */
  readonly reference: string | null;
  readonly paymentMethod: string;
  readonly amountCents: number;
  readonly currencyCode: string;
  /** Of a refusal, for people. */
  readonly reason: string | null;
  readonly createdAt: string;
}
