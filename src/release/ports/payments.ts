import type { PaymentAuthorization, PaymentStep } from '../../domain/site/payment.ts';

export interface PaymentReader {
  authorization(authorizationId: string): Promise<PaymentAuthorization | null>;
  authorizationsOf(orderNumber: number): Promise<PaymentAuthorization[]>;
  step(stepKey: string): Promise<PaymentStep | null>;
  /** Steps whose call may or may not have been made, oldest first. */
  pendingSteps(limit: number): Promise<PaymentStep[]>;
}

export interface PaymentWriter {
  /** Writes the authorization, new or again. */
  putAuthorization(authorization: PaymentAuthorization): Promise<void>;
  /** @returns false where the key is written already */
  insertStep(step: PaymentStep): Promise<boolean>;
  /** Settles a `PENDING` step. @returns false where it is not pending */
  settleStep(step: PaymentStep & { readonly status: 'DONE' | 'REFUSED' }): Promise<boolean>;
}
