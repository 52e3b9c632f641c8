import type { ChildShipment, Decision } from '../../domain/decision.ts';
import type { ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import type { DayLimits } from '../day-limits.ts';
import type { StockVersions } from '../ports/stock.ts';

/** A plan, and what it was decided on. */
export interface Proposal {
  readonly shipment: ShipmentRecord;
  /** Other shipments that it was decided on: those of its family, where their number is limited. */
  readonly family: readonly ShipmentRecord[];
  readonly versions: StockVersions;
  readonly dayLimits: DayLimits;
  readonly decision: Decision;
  /** Units of each product that it leaves at every source to undecided shipments before it; left out: none. */
  readonly leaves?: ReadonlyMap<ProductCode, number>;
  /** Those before it that want what a person lets it have; left out: nobody. */
  readonly passed?: readonly ShipmentNumber[];
  /** What a FUTURE shipment holds, which it gives back for what the plan takes; left out: nothing. */
  readonly givesBack?: readonly StockAllocation[];
}

/** A plan that is to be carried out, and the money authorized for it; null where none was asked for. */
export interface Release {
  readonly proposal: Proposal;
  readonly authorizationId: string | null;
}

/** A plan, whatever it was decided on. */
interface Planned {
  readonly proposal: Pick<Proposal, 'shipment' | 'decision'>;
}

/** Whether a plan takes the place of what a FUTURE shipment was promised. */
export const isImprovement = ({ proposal: { shipment } }: Planned): boolean =>
  shipment.shipmentStatus === 'FUTURE';

/** What of a plan counts as released today: a promise that moves to another day at its own place was counted there. */
export function releasesOf(release: Planned): readonly ChildShipment[] {
  const { shipment, decision } = release.proposal;
  const isNew = ({ shipmentStatus, fulfillmentLocationCode }: ChildShipment) =>
    shipmentStatus === 'READY' || fulfillmentLocationCode !== shipment.fulfillmentLocationCode;
  return isImprovement(release) ? decision.children.filter(isNew) : decision.children;
}
