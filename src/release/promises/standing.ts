import type { QueuePosition } from '../ports/shipments.ts';

/** What a shipment's place in the queue is made of; one that never waited stands behind all that do. */
type Standing = Pick<QueuePosition, 'priority' | 'shipmentNumber'> & {
  readonly backorderedAt: string | null;
};

/** Whether one stands before another: larger priority, then the longer wait, then the smaller number. */
export function comesBefore(one: Standing, other: Standing): boolean {
  if (one.priority !== other.priority) return one.priority > other.priority;
  const [age, otherAge] = [one.backorderedAt ?? '', other.backorderedAt ?? ''];
  if (age !== otherAge) return age < otherAge;
  return one.shipmentNumber < other.shipmentNumber;
}
