import type { ShipmentNumber } from '../../domain/ids.ts';
import type { LotKey, StockAllocation } from '../../domain/site/stock.ts';

/** A lot as text, to look it up by. */
export const lotKeyOf = ({ futureInventoryId, locationCode, productCode }: LotKey): string =>
  JSON.stringify([futureInventoryId, locationCode, productCode]);

/** A place and product as text. */
export const placeKeyOf = ({ locationCode, productCode }: Omit<LotKey, 'futureInventoryId'>): string =>
  JSON.stringify([locationCode, productCode]);

/** What there is now of lots that others hold units of. */
export interface Divisible {
  readonly lots: readonly {
    readonly lot: LotKey;
    /** Units that are still to come and may be promised. */
    readonly left: number;
    /** Units of it that are on hand now. */
    readonly arrived: number;
  }[];
  /** Units of current stock that can be held, by {@link placeKeyOf}. What is kept back or owed is taken off. */
  readonly free: ReadonlyMap<string, number>;
}

/** What becomes of the claims. */
export interface Division {
  /** Units that their shipments hold as current stock from now on, as they held them of the lots. */
  readonly arrived: readonly StockAllocation[];
  /** Shipments that keep all that they were promised of these lots, in queue order. */
  readonly kept: readonly ShipmentNumber[];
  /** Shipments of which something is not covered any more, in queue order. */
  readonly lost: readonly ShipmentNumber[];
}

/** What is left while shipments take their parts. */
class Pools {
  readonly left = new Map<string, number>();
  readonly arrived = new Map<string, number>();
  readonly free: Map<string, number>;

  constructor({ lots, free }: Divisible) {
    for (const { lot, left, arrived } of lots) {
      this.left.set(lotKeyOf(lot), left);
      this.arrived.set(lotKeyOf(lot), arrived);
    }
    this.free = new Map(free);
  }

  /** Units that one claim could hold as current stock. */
  onHand(claim: StockAllocation): number {
    const arrived = this.arrived.get(keyOf(claim)) ?? 0;
    return Math.max(0, Math.min(arrived, this.free.get(placeKeyOf(claim)) ?? 0));
  }

  takeOnHand(claim: StockAllocation, units: number): void {
    this.arrived.set(keyOf(claim), this.arrived.get(keyOf(claim))! - units);
    this.free.set(placeKeyOf(claim), this.free.get(placeKeyOf(claim))! - units);
  }

  /** Takes every claim of one shipment, or nothing. @returns what of it is current stock; null where one does not fit */
  take(claims: readonly StockAllocation[], fromLots: boolean): StockAllocation[] | null {
    const taken: { claim: StockAllocation; units: number; ofLot: number }[] = [];
    const undo = () => {
      for (const { claim, units, ofLot } of taken) {
        if (units > 0) this.takeOnHand(claim, -units);
        this.left.set(keyOf(claim), this.left.get(keyOf(claim))! + ofLot);
      }
    };
    for (const claim of claims) {
      const left = this.left.get(keyOf(claim)) ?? 0;
      const ofLot = fromLots ? Math.min(claim.quantity, left) : 0;
      const units = claim.quantity - ofLot;
      if (units > this.onHand(claim)) {
        undo();
        return null;
      }
      if (units > 0) this.takeOnHand(claim, units);
      this.left.set(keyOf(claim), left - ofLot);
      if (units > 0 || ofLot > 0) taken.push({ claim, units, ofLot });
    }
    return taken.filter(({ units }) => units > 0).map(({ claim, units }) => ({ ...claim, quantity: units }));
  }
}

/** The key of the lot that an allocation takes from. */
const keyOf = (claim: StockAllocation): string =>
  lotKeyOf({ ...claim, futureInventoryId: claim.futureInventoryId! });

function byShipment(claims: readonly StockAllocation[]): Map<ShipmentNumber, StockAllocation[]> {
  const found = new Map<ShipmentNumber, StockAllocation[]>();
  for (const claim of claims) {
    const known = found.get(claim.shipmentNumber);
    if (known === undefined) found.set(claim.shipmentNumber, [claim]);
    else known.push(claim);
  }
  return found;
}

/**
 * Divides what there is of some lots among those who were promised all of it. First what has arrived: in queue order
 * each that can have all of its claims on such lots from it. Then what is still to come: in queue order each that fits
 * whole keeps its claims, the last of them partly from what has arrived. So nobody loses for the sake of one who stands
 * behind it, and as much as possible is there.
 *
 * @param claims on these lots, in queue order; every claim that there is
 */
export function divide(claims: readonly StockAllocation[], supply: Divisible): Division {
  const pools = new Pools(supply);
  const hasArrived = new Set(
    supply.lots.filter(({ arrived }) => arrived > 0).map(({ lot }) => lotKeyOf(lot)),
  );
  const arrived: StockAllocation[] = [];
  const lost: ShipmentNumber[] = [];
  const waiting = byShipment(claims);
  const numbers = [...waiting.keys()];
  for (const [number, held] of waiting) {
    const here = held.filter((claim) => hasArrived.has(keyOf(claim)));
    const taken = here.length === 0 ? null : pools.take(here, false);
    if (taken === null) continue;
    arrived.push(...taken);
    waiting.set(
      number,
      held.filter((claim) => !hasArrived.has(keyOf(claim))),
    );
  }
  for (const [number, held] of waiting) {
    const taken = pools.take(held, true);
    if (taken === null) lost.push(number);
    else arrived.push(...taken);
  }
  // What one who loses would have had is not held for him.
  const isLost = new Set(lost);
  return {
    arrived: arrived.filter((claim) => !isLost.has(claim.shipmentNumber)),
    kept: numbers.filter((number) => !isLost.has(number)),
    lost,
  };
}
