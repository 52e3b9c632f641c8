import type { CalendarDate } from '../calendar.ts';
import type {
  ExternalOrderId,
  ItemDependency,
  LineId,
  LocationCode,
  ProductCode,
  ShipmentNumber,
} from '../ids.ts';
import type { ItemDependencyRule } from '../shipment.ts';
import type { Amounts } from './money.ts';

/** Where a shipment stands; `../../release/states.ts` says how it gets from one to another. */
export const SHIPMENT_STATUSES = [
  'READY',
  'BACKORDER',
  'FUTURE',
  'CUSTOMER_CARE',
  'CANCELED',
  'REASSIGNED',
  'FULFILLED',
] as const;
/** Where a shipment stands; one of {@link SHIPMENT_STATUSES}. */
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number];

/** A line of a shipment. `lineId` is the line of the order through every split. */
export interface ShipmentItem {
  readonly lineId: LineId;
  readonly originalLineId: LineId;
  readonly productCode: ProductCode;
  /** Units that this shipment holds of the line. */
  readonly quantity: number;
  /** Units that the order's line was placed with. */
  readonly originalQuantity: number;
  /** Null: the product's `futureInventoryEnabled` says, as it is when the line is tried. */
  readonly allowsFutureAllocate: boolean | null;
  readonly allowsBackOrder: boolean;
  /** The product's, as it was when the line was last placed or released. */
  readonly manageStock: boolean;
  readonly itemDependency: ItemDependency | null;
  readonly excludedLocationCodes: readonly LocationCode[];
  readonly excludedFutureLocationCodes: readonly LocationCode[];
  /** Locations that a person, or the location itself, has blocked for the line: it came back from there. In order. */
  readonly blockedLocationCodes: readonly LocationCode[];
  /** The day on which the line is expected to leave backorder; null where nobody said. */
  readonly backorderReleaseDate: CalendarDate | null;
  /** What `quantity` units of the line cost. */
  readonly amounts: Amounts;
}

/** Units of a line that a shipment handed to a child. */
export interface ReassignedItem {
  readonly lineId: LineId;
  readonly productCode: ProductCode;
  readonly quantity: number;
  readonly amounts: Amounts;
  readonly childShipmentNumber: ShipmentNumber;
  readonly fulfillmentLocationCode: LocationCode | null;
}

/** Why a shipment is where it is, for people: a held line's reason, a refused payment. */
export interface StatusReason {
  readonly reasonCode: string;
  readonly moreInfo: string;
}

/** A shipment as the site keeps it. */
export interface ShipmentRecord {
  readonly shipmentNumber: ShipmentNumber;
  readonly version: number;
  readonly orderNumber: number;
  /** The caller's name of its order; null: it has none. */
  readonly externalOrderId: ExternalOrderId | null;
  readonly shipmentType: 'STH' | 'BOPIS';
  readonly shipmentStatus: ShipmentStatus;
  readonly shipmentStatusReason: StatusReason | null;
  /** The pickup location of a BOPIS one; else where it leaves from, once that is known. */
  readonly fulfillmentLocationCode: LocationCode | null;
  /** The day of the lot that it waits for, while it is FUTURE. */
  readonly futureDate: CalendarDate | null;
  /** That day has passed, and the lots have not come. */
  readonly overdue: boolean;
  readonly parentShipmentNumber: ShipmentNumber | null;
  /** The first of its family: its own number where it has no parent. */
  readonly originalShipmentNumber: ShipmentNumber;
  readonly childShipmentNumbers: readonly ShipmentNumber[];
  /** A larger one goes first. */
  readonly priority: number;
  /** When its order was submitted: its age in the queue, which nothing restarts. ISO 8601 in UTC with milliseconds. */
  readonly submittedAt: string;
  /** When it was first backordered, which no split and no way back changes. */
  readonly backorderedAt: string | null;
  /** No run tries it before that day of the site; null, or a day that has begun: it may go. */
  readonly releaseNotBefore: CalendarDate | null;
  /** A held one is left alone by every run until it is let go. */
  readonly onHold: boolean;
  readonly paymentAuthorizationId: string | null;
  /** The gateway's token by which its release is authorized; null: that of its order. */
  readonly paymentMethod: string | null;
  /** How groups of its lines leave, as the order was placed; a group of which it holds no line has no effect. */
  readonly itemDependencies: readonly ItemDependencyRule[];
  readonly items: readonly ShipmentItem[];
  readonly reassignedItems: readonly ReassignedItem[];
  readonly createdAt: string;
  readonly updatedAt: string;
}
