import type { CalendarDate } from '../../domain/calendar.ts';
import type { ExternalOrderId, LocationCode, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentRecord, ShipmentStatus } from '../../domain/site/shipment.ts';
import type { Waiting } from '../../domain/site/waiting.ts';

/** A place in the queue: larger priority first, then first submitted, then shipment number. */
export interface QueuePosition {
  readonly priority: number;
  readonly submittedAt: string;
  readonly shipmentNumber: ShipmentNumber;
}

/** Which shipments; all that is given must hold. */
export interface ShipmentFilter {
  readonly statuses?: readonly ShipmentStatus[] | undefined;
  readonly productCode?: ProductCode | undefined;
  readonly locationCode?: LocationCode | undefined;
  readonly orderNumber?: number | undefined;
  readonly externalOrderId?: ExternalOrderId | undefined;
  readonly shipmentType?: 'STH' | 'BOPIS' | undefined;
  readonly onHold?: boolean | undefined;
  /** The number before the page's first. */
  readonly after: ShipmentNumber | null;
  /** The largest numbers, largest first; then there is no other page. */
  readonly newestFirst?: boolean | undefined;
  readonly limit: number;
}

export interface ShipmentReader {
  shipment(shipmentNumber: ShipmentNumber): Promise<ShipmentRecord | null>;
  /** By number, unless the newest are asked for. */
  shipments(filter: ShipmentFilter): Promise<ShipmentRecord[]>;
  /** The family of an original shipment, itself included, by number. */
  lineage(originalShipmentNumber: ShipmentNumber): Promise<ShipmentRecord[]>;
  /**
   * Shipments in BACKORDER, neither on hold nor to be released only after `today`, in queue order. With
   * `productCodes`, those that want one of them: its cost grows with how many do, not with the backlog.
   */
  backlog(request: {
    /** The site's. */
    readonly today: CalendarDate;
    readonly productCodes: readonly ProductCode[] | null;
    readonly shipmentNumbers: readonly ShipmentNumber[] | null;
    readonly after: QueuePosition | null;
    readonly limit: number;
  }): Promise<QueuePosition[]>;
  /** How many shipments have each status; statuses that none has are left out. */
  shipmentCounts(): Promise<ReadonlyMap<ShipmentStatus, number>>;
}

/** A shipment as it shall be. The store sets its version to `expectedVersion + 1`. */
interface ShipmentChange {
  readonly shipment: ShipmentRecord;
  readonly expectedVersion: number;
}

export interface ShipmentWriter {
  /** New numbers, growing. They are spent even if the transaction fails. */
  nextShipmentNumbers(count: number): Promise<ShipmentNumber[]>;
  /** Locks them, in the order of their numbers, until the end. Unknown numbers are left out. */
  lockShipments(shipmentNumbers: readonly ShipmentNumber[]): Promise<ShipmentRecord[]>;
  /**
   * New shipments, with version 1 whatever they say.
   *
   * @param waiting why those wait of which that is known
   */
  insertShipments(
    shipments: readonly ShipmentRecord[],
    waiting?: ReadonlyMap<ShipmentNumber, Waiting>,
  ): Promise<void>;
  /** @returns false where a version was another: the transaction must be abandoned, and cannot be committed */
  updateShipments(changes: readonly ShipmentChange[]): Promise<boolean>;
}
