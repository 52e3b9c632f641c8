import type { CalendarDate } from '../../domain/calendar.ts';
import type { FutureInventoryId, LocationCode, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentStatus } from '../../domain/site/shipment.ts';
import type {
  LotKey,
  LotReceipt,
  LotRow,
  StockAllocation,
  StockCause,
  StockRow,
} from '../../domain/site/stock.ts';

import type { QueuePosition } from './shipments.ts';

/** The number of changes to a product's stock, lots and switches; 0 where there was none. */
export type StockVersions = ReadonlyMap<ProductCode, number>;

/** What may be promised of some products, as it stood at one moment, with the versions to decide against. */
interface StockView {
  /** By location code, then product code. */
  readonly current: readonly StockRow[];
  /** `EXPECTED` ones, by location, day (undated last), product, id. */
  readonly lots: readonly LotRow[];
  /** One for each product asked for. */
  readonly versions: StockVersions;
}

/** A source by location and product; the later of two is the next page. */
interface StockKey {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
}

/** What one shipment holds of the current stock of a place. */
export interface StockHolder extends StockKey, QueuePosition {
  readonly shipmentStatus: ShipmentStatus;
  /** Units, all lines together. */
  readonly quantity: number;
}

/** Units of one source, whichever lines of the shipment they are for. */
export type HeldUnits = Omit<StockAllocation, 'shipmentNumber' | 'lineId'>;

/** What one shipment holds of some products, source by source. */
export interface UnitsHolder extends QueuePosition {
  /** By location, product, lot; current stock before lots. */
  readonly units: readonly HeldUnits[];
}

/** A receipt that named itself. */
interface StoredReceipt {
  readonly receipt: LotReceipt;
  /** As they were once it had been written. */
  readonly lots: readonly LotRow[];
}

export interface StockReader {
  /** One consistent snapshot. */
  stockOf(productCodes: readonly ProductCode[]): Promise<StockView>;
  /** Rows after `after` by location, then product. */
  stockPage(page: {
    readonly after: StockKey | null;
    readonly limit: number;
    readonly productCode?: ProductCode | undefined;
    readonly locationCode?: LocationCode | undefined;
  }): Promise<StockRow[]>;
  /** Like {@link stockPage}, of rows of which shipments hold more than is on hand. */
  oversoldPage(page: Parameters<StockReader['stockPage']>[0]): Promise<StockRow[]>;
  /** Who holds current stock of some places, the lowest standing first, by location, then product. */
  holdersAt(places: readonly StockKey[]): Promise<StockHolder[]>;
  /** Who holds current stock or lots of some products, the lowest standing first: those that stand before `after`. */
  holdersOf(page: {
    readonly productCodes: readonly ProductCode[];
    /** Shipments of this order are left out. */
    readonly notOfOrder: number;
    readonly after: QueuePosition | null;
    readonly limit: number;
  }): Promise<UnitsHolder[]>;
  /** Every lot of the ids, whatever its status, by id, location, product. */
  lots(futureInventoryIds: readonly FutureInventoryId[]): Promise<LotRow[]>;
  /** `EXPECTED` lots of one site by id, location, product. */
  lotPage(page: {
    readonly after: LotKey | null;
    readonly limit: number;
    readonly futureInventoryId?: FutureInventoryId | undefined;
    readonly productCode?: ProductCode | undefined;
    readonly locationCode?: LocationCode | undefined;
  }): Promise<LotRow[]>;
  /**
   * Lots that are promised beyond what they bring or without a day; those due before `today` whose shipments are not all
   * flagged `overdue`; and those due before `givenUpBefore` that are still promised.
   */
  lotsInTrouble(days: {
    readonly today: CalendarDate;
    readonly givenUpBefore: CalendarDate;
  }): Promise<LotRow[]>;
  /** By shipment number, line, location, lot. */
  allocationsOf(shipmentNumbers: readonly ShipmentNumber[]): Promise<StockAllocation[]>;
  /** Who holds units of the lots, in queue order: priority, first submitted, shipment number. */
  allocationsOfLots(lots: readonly LotKey[]): Promise<StockAllocation[]>;
  /** What a receipt with that id said, and the lots that it was answered with; null where there was none. */
  receipt(receiptId: string): Promise<StoredReceipt | null>;
}

/** An absolute count. What is left out stays as it is (0 where the row is new). */
export interface StockCount extends StockKey {
  readonly onHand: number;
  readonly pending?: number | undefined;
  readonly safetyStock?: number | undefined;
  readonly unitCost?: number | undefined;
}

export interface StockDelta extends StockKey {
  readonly delta: number;
}

/** An absolute count of what a delivery will bring. */
export interface LotCount extends LotKey {
  readonly deliveryDate: CalendarDate | null;
  readonly quantity: number;
  readonly unitCost?: number | undefined;
}

export interface LotDelta extends LotKey {
  readonly deliveryDate: CalendarDate | null;
  readonly delta: number;
}

/**
 * Why a row of stock was not written: less than nothing would be left, or more (or less available) than an attempt
 * takes, or its lot has been received or canceled.
 */
export type StockRefusal = 'below-zero' | 'out-of-range' | 'closed';

/** A row that was not written. */
export interface RefusedRow {
  /** Its place among the rows that were given, from 0. */
  readonly row: number;
  readonly reason: StockRefusal;
}

/** Units that are taken for one reason. */
export interface Taking {
  /** What they are taken for, such as the number of a shipment. */
  readonly reference: string;
  readonly rows: readonly StockAllocation[];
}

/** What a bulk write of stock did. */
export interface StockChange {
  /** Products of which a row changed, in the written order: shipments that want them are worth another try. */
  readonly changedProducts: readonly ProductCode[];
  /** Rows that were not written, each because its condition did not hold; the others were. In the order of the rows. */
  readonly refused: readonly RefusedRow[];
}

/**
 * Changes of stock, each a conditional statement with its ledger row, and each bumping the stock version of its
 * product. A caller that changes stock calls {@link lockStock} first.
 */
export interface StockWriter {
  /** Locks the products, in the written order of codes, until the end, and says their versions. */
  lockStock(productCodes: readonly ProductCode[]): Promise<StockVersions>;
  /**
   * Absolute counts of current stock. Rows whose counts are as given do not count as changed. Refused where fewer
   * than −10⁹ units would be available, or more than 10⁹ on hand.
   */
  setOnHand(rows: readonly StockCount[], cause: StockCause): Promise<StockChange>;
  /**
   * Refused where the count would fall below 0, rise above 10⁹, or leave fewer than −10⁹ available. A new row starts
   * at 0.
   */
  adjustOnHand(rows: readonly StockDelta[], cause: StockCause): Promise<StockChange>;
  /** Absolute lots. Refused where one is closed (received, canceled). */
  setLots(rows: readonly LotCount[], cause: StockCause): Promise<StockChange>;
  /** Like {@link setLots} by difference, and refused where the quantity would fall below 0 or rise above 10⁹. */
  adjustLots(rows: readonly LotDelta[], cause: StockCause): Promise<StockChange>;
  /**
   * A slip, a shrink, a cancellation (which leaves quantity 0). What is promised of the lot is not touched: the
   * caller takes its shipments back in the same transaction.
   *
   * @param expectedVersion null: whatever it is
   * @returns the lot as it is then; null where it is not `EXPECTED` or its version is another
   */
  updateLot(
    lot: LotKey,
    change: {
      readonly deliveryDate?: CalendarDate | null | undefined;
      readonly quantity?: number | undefined;
      readonly status?: 'CANCELED' | undefined;
    },
    expectedVersion: number | null,
    cause: StockCause,
  ): Promise<LotRow | null>;
  /**
   * Units of a lot arrive: they are on hand at its location, and no longer to come. With the last of them, or where
   * `isFinal`, the lot is `RECEIVED` with nothing left to come. What was promised of it is not touched, see
   * {@link updateLot}.
   *
   * @returns null where it is not `EXPECTED`, or more than 10⁹ would be on hand
   */
  receiveLot(
    lot: LotKey,
    arrived: { readonly quantity: number; readonly isFinal: boolean },
    cause: StockCause,
  ): Promise<LotRow | null>;
  /** Keeps a receipt that named itself, with the lots that it is answered with. */
  putReceipt(receiptId: string, stored: StoredReceipt): Promise<void>;
  /** Forgets receipts that were kept before an instant, ISO 8601. */
  forgetReceiptsBefore(instant: string): Promise<void>;
  /**
   * Takes every row from its source, each `where available >= quantity`. Rows of one source are added up, and so are
   * those of one line and source with what it holds of that source already.
   *
   * @returns false where one could not be taken: the transaction must be abandoned, and cannot be committed
   */
  allocate(rows: readonly StockAllocation[], cause: StockCause): Promise<boolean>;
  /** Likewise for several causes of one kind at once; the ledger has the reference of each. */
  allocateAll(takings: readonly Taking[], kind: StockCause['kind']): Promise<boolean>;
  /**
   * Gives back units of lots, whole allocations or parts of them.
   *
   * @throws Error where a row is not held, or with fewer units
   */
  giveBack(rows: readonly StockAllocation[], cause: StockCause): Promise<void>;
  /** Gives back all that the shipments hold. @returns what it was */
  deallocate(shipmentNumbers: readonly ShipmentNumber[], cause: StockCause): Promise<StockAllocation[]>;
  /** All that the shipments hold of current stock leaves the building: on hand and allocated fall together. */
  fulfill(shipmentNumbers: readonly ShipmentNumber[], cause: StockCause): Promise<StockAllocation[]>;
}
