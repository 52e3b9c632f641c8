import type { CalendarDate } from '../calendar.ts';
import type { FutureInventoryId, LineId, LocationCode, ProductCode, ShipmentNumber } from '../ids.ts';

/** What is at a location of a product now; units. */
export interface StockRow {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
  readonly onHand: number;
  /** Σ of the allocations that take from this row. */
  readonly allocated: number;
  /** Promised elsewhere and not ours to give. */
  readonly pending: number;
  readonly safetyStock: number;
  readonly unitCost: number;
}

/** `onHand − allocated − pending − safetyStock`; may be below zero, and then gives nothing. */
export const availableOf = (row: StockRow): number =>
  row.onHand - row.allocated - row.pending - row.safetyStock;

/** A line of a purchase order: what one delivery brings of one product to one location. */
export interface LotKey {
  readonly futureInventoryId: FutureInventoryId;
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
}

/** A delivery of one product to one location. Only an `EXPECTED` one can be promised. */
export interface LotRow extends LotKey {
  /** The site's calendar day; null: expected, but nobody knows when. */
  readonly deliveryDate: CalendarDate | null;
  /** Units that will come. */
  readonly quantity: number;
  /** Σ of the allocations that take from this lot. */
  readonly allocated: number;
  readonly unitCost: number;
  readonly status: 'EXPECTED' | 'RECEIVED' | 'CANCELED';
  readonly version: number;
}

/** Units of one line of a shipment that one source is held for. */
export interface StockAllocation {
  readonly shipmentNumber: ShipmentNumber;
  readonly lineId: LineId;
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
  /** Null: from the location's current stock. */
  readonly futureInventoryId: FutureInventoryId | null;
  readonly quantity: number;
}

/** What a receipt says, as the caller sent it: a repeated one is known by its id, and must say the same. */
export interface LotReceipt {
  readonly futureInventoryId: FutureInventoryId;
  /** Null: wherever the id's lots come. */
  readonly locationCode: LocationCode | null;
  /** Null: whatever the id's lots bring. */
  readonly productCode: ProductCode | null;
  /** Units that came; null: all that was still expected. */
  readonly quantity: number | null;
  /** Nothing more will come. */
  readonly final: boolean;
}

/** Why stock changed; stands in the ledger. */
export interface StockCause {
  readonly kind:
    | 'refresh'
    | 'adjust'
    | 'transfer'
    | 'receipt'
    | 'lot'
    | 'order'
    | 'release'
    | 'unrelease'
    | 'reject'
    | 'cancel'
    | 'supply-lost'
    | 'supply-moved'
    | 'future-to-ready'
    | 'improve'
    | 'fulfill';
  /** What it was done for: a shipment's number, a lot's id, a request. */
  readonly reference: string;
}
