import type { OrderRecord } from '../../domain/site/order.ts';

export interface OrderReader {
  order(orderNumber: number): Promise<OrderRecord | null>;
}

export interface OrderWriter {
  /** A new number. It is spent even if the transaction fails. */
  nextOrderNumber(): Promise<number>;
  insertOrder(order: OrderRecord): Promise<void>;
}
