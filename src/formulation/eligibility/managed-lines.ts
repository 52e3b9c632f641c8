import type { Line, Shipment } from '../../domain/shipment.ts';

/** Rule 5: lines with `manageStock: false` need no stock; they never hold a shipment. */
export function managedLines(shipment: Shipment): readonly Line[] {
  return shipment.items.filter((line) => line.manageStock);
}
