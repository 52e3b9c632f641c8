import type { ShipmentNumber } from '../../domain/ids.ts';
import type { RunItem } from '../../domain/site/run.ts';
import { type TakenUnits, takenBy } from './taken-units.ts';

/** What a run changed of one shipment, or a dry run would change. */
export interface RunChange {
  readonly shipmentNumber: ShipmentNumber;
  readonly from: string;
  readonly to: string;
  readonly childShipmentNumbers: readonly ShipmentNumber[];
  /** Units that its plan takes. */
  readonly takes: readonly TakenUnits[];
}

function changeOf({
  shipmentNumber,
  outcome,
  shipmentStatus,
  childShipmentNumbers,
  decision,
}: RunItem): RunChange {
  const takes = decision === null ? [] : takenBy(decision);
  const from = outcome === 'improved' ? 'FUTURE' : 'BACKORDER';
  return { shipmentNumber, from, to: shipmentStatus, childShipmentNumbers, takes };
}

const CHANGES: readonly RunItem['outcome'][] = ['released', 'partially-released', 'improved'];

/** The changes among what came of each shipment: those that were released, in whole or in part, or improved. */
export function changesOf(items: readonly RunItem[]): RunChange[] {
  return items.filter(({ outcome }) => CHANGES.includes(outcome)).map(changeOf);
}
