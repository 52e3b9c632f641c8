import type { QueuePosition } from '../ports/shipments.ts';

/** Whether one stands before another: larger priority, then first submitted, then the smaller number. */
export function comesBefore(one: QueuePosition, other: QueuePosition): boolean {
  if (one.priority !== other.priority) return one.priority > other.priority;
  if (one.submittedAt !== other.submittedAt) return one.submittedAt < other.submittedAt;
  return one.shipmentNumber < other.shipmentNumber;
}
