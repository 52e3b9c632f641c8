import type { Line, Shipment } from '../../domain/shipment.ts';

/** The lines that need stock. Lines with `manageStock: false` need none and never hold a shipment. */
export function managedLines(shipment: Shipment): readonly Line[] {
  return shipment.items.filter((line) => line.manageStock);
}
