import type { Decision } from '../../../domain/decision.ts';
import type { LineId, ProductCode, ShipmentNumber } from '../../../domain/ids.ts';
import { excludedLocationsOf } from '../../../domain/site/blocked.ts';
import type { ShipmentRecord } from '../../../domain/site/shipment.ts';
import type { QueuedShipment, QueueReader, Want } from '../../ports/queue.ts';
import type { QueuePosition } from '../../ports/shipments.ts';
import { comesBefore } from '../../promises/standing.ts';
import { type AtPlace, keepsForOthers, oldUntil, readWanted } from '../../queue/takeable.ts';

/** A shipment of which something would go, and the units that would be left of its lines. */
interface Gone {
  readonly shipment: ShipmentRecord;
  readonly left: ReadonlyMap<LineId, number>;
}

/** What a shipment would no longer want, as wants of fewer than no units, to be added to those that are written down. */
const wantsGone = ({ shipment, left }: Gone): Want[] =>
  shipment.items.map((item) => ({
    productCode: item.productCode,
    quantity: (left.get(item.lineId) ?? 0) - item.quantity,
    pickupLocationCode: shipment.shipmentType === 'BOPIS' ? shipment.fulfillmentLocationCode : null,
    excludedLocationCodes: excludedLocationsOf(item),
    excludedFutureLocationCodes: item.excludedFutureLocationCodes,
    allowsFutureAllocate: item.allowsFutureAllocate ?? null,
  }));

/** The queue as it would be after plans that are not carried out. */
export class DryRunQueue {
  readonly #gone = new Map<ShipmentNumber, Gone>();
  /** Packages that each family would have beyond those that it has, by its first shipment. */
  readonly #packages = new Map<ShipmentNumber, number>();

  /** The same, to be counted on from here without changing this one. */
  copy(): DryRunQueue {
    const copy = new DryRunQueue();
    for (const [number, gone] of this.#gone) copy.#gone.set(number, gone);
    for (const [number, count] of this.#packages) copy.#packages.set(number, count);
    return copy;
  }

  /** Notes what a plan would make of a shipment in BACKORDER; one that is held stays as it is. */
  note(shipment: ShipmentRecord, { decision, children, remainder }: Decision): void {
    if (decision === 'held') return;
    const { shipmentNumber, originalShipmentNumber: first } = shipment;
    const left = new Map(remainder.map(({ lineId, quantity }) => [lineId, quantity]));
    this.#gone.set(shipmentNumber, { shipment, left });
    this.#packages.set(first, this.packagesOf(first) + children.length);
  }

  /** Packages that the plans so far would make of a family, by its first shipment. */
  packagesOf(first: ShipmentNumber): number {
    return this.#packages.get(first) ?? 0;
  }

  /** Units of products that those want of which only a part would go: they are undecided until they are tried again. */
  undecidedWants(productCodes: readonly ProductCode[]): Map<ProductCode, number> {
    const wants = new Map<ProductCode, number>();
    for (const { shipment, left } of this.#gone.values()) {
      for (const { lineId, productCode } of left.size === 0 ? [] : shipment.items) {
        const units = left.get(lineId) ?? 0;
        if (units === 0 || !productCodes.includes(productCode)) continue;
        wants.set(productCode, (wants.get(productCode) ?? 0) + units);
      }
    }
    return wants;
  }

  /**
   * What those before a place would no longer want of products, line by line, as wants of fewer than no units.
   *
   * @param submittedUntil only of those that were submitted until then; null: of all
   */
  #wantsGone(
    before: QueuePosition,
    productCodes: readonly ProductCode[],
    submittedUntil: string | null,
  ): Want[] {
    const codes = new Set(productCodes);
    return [...this.#gone.values()]
      .filter(({ shipment }) => submittedUntil === null || shipment.submittedAt <= submittedUntil)
      .filter(({ shipment }) => comesBefore(shipment, before))
      .flatMap((gone) => wantsGone(gone).filter((want) => codes.has(want.productCode)));
  }

  /**
   * What is kept for those before a shipment once the plans so far are carried out.
   *
   * @param place where the run that it is a rehearsal of would try it
   */
  async keptBefore(
    reader: QueueReader,
    { shipment, waiting }: QueuedShipment,
    place: Pick<AtPlace, 'productCodes' | 'settings' | 'dayLimits' | 'now'>,
  ): Promise<Want[]> {
    const { productCodes, settings, now } = place;
    if (!keepsForOthers(settings)) return [];
    const isBehindAll = waiting?.reason === 'BEHIND_OTHERS' && settings.newOrders === 'after-all-waiting';
    const until = isBehindAll ? null : oldUntil(settings, now);
    if (until === null && !isBehindAll) return [];
    const yieldsTo = isBehindAll ? 'all' : 'nobody';
    const { kept } = await readWanted(reader, { ...place, before: shipment, yieldsTo });
    return [...kept, ...this.#wantsGone(shipment, productCodes, until)];
  }
}
