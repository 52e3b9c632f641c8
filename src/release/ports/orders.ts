import type { ExternalOrderId } from '../../domain/ids.ts';
import type { OrderRecord } from '../../domain/site/order.ts';

export interface OrderReader {
  order(orderNumber: number): Promise<OrderRecord | null>;
  /** By number, those after `after`. */
  orders(page: {
    readonly externalOrderId?: ExternalOrderId | undefined;
    readonly after: number | null;
    readonly limit: number;
  }): Promise<OrderRecord[]>;
}

export interface OrderWriter {
  /** A new number. It is spent even if the transaction fails. */
  nextOrderNumber(): Promise<number>;
  /**
   * Takes a name for an order that is about to be written. Waits for a transaction that is taking the same name.
   *
   * @returns null where the name is new, and now this order's; else the number of the order that has it
   */
  claimExternalOrderId(externalOrderId: ExternalOrderId, orderNumber: number): Promise<number | null>;
  insertOrder(order: OrderRecord): Promise<void>;
}
