import type { ShipmentNumber } from '../../domain/ids.ts';

/** What is to be held of a customer's money. */
export interface AuthorizeRequest {
  /** The gateway does at most one authorization a key, and answers a repeated one as the first. */
  readonly idempotencyKey: string;
  readonly paymentMethod: string;
  readonly amountCents: number;
  readonly currencyCode: string;
  readonly orderNumber: number;
  readonly shipmentNumber: ShipmentNumber;
}

export interface VoidRequest {
  readonly idempotencyKey: string;
  /** The gateway's name of the authorization. */
  readonly reference: string;
}

/** What came of it. A refusal is an outcome; only not knowing is an error. */
export type AuthorizeOutcome =
  | { readonly outcome: 'authorized'; readonly reference: string }
  | { readonly outcome: 'refused'; readonly reason: string };
export type VoidOutcome =
  | { readonly outcome: 'voided' }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Holds customers' money, and lets it go. */
export interface PaymentGateway {
  readonly name: string;
  /** @throws PaymentUnknownError when it is unknown whether it was done; repeat it with the same key */
  authorize(request: AuthorizeRequest): Promise<AuthorizeOutcome>;
  /** @throws PaymentUnknownError as {@link authorize} */
  void(request: VoidRequest): Promise<VoidOutcome>;
}

/** The gateway could not be reached, or did not answer: what was asked may or may not have been done. */
export class PaymentUnknownError extends Error {
  override readonly name = 'PaymentUnknownError';
}
