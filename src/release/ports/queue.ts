import type { CalendarDate } from '../../domain/calendar.ts';
import type { LocationCode, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import type { QueuePosition } from './shipments.ts';

/** A shipment that is to be tried. */
export interface DueShipment extends QueuePosition {
  /** Changes each time the shipment becomes due again. */
  readonly mark: number;
}

/** What is kept of a shipment that waits. */
export interface WaitingState {
  /** Null: it was never decided. */
  readonly waiting: Waiting | null;
  /** It is to be tried: it was marked, or something that it waits for changed. */
  readonly isUndecided: boolean;
}

/** What is kept of one shipment before it is tried. */
export interface QueueState {
  /** Null: it is not due. */
  readonly mark: number | null;
  /** As it was last written; null: never. */
  readonly waiting: Waiting | null;
}

/** Units that a line which waits wants, and from where it may take them. */
export interface Want {
  readonly shipmentNumber: ShipmentNumber;
  readonly productCode: ProductCode;
  readonly quantity: number;
  /** Null: it is shipped, from anywhere that it does not exclude. */
  readonly pickupLocationCode: LocationCode | null;
  readonly excludedLocationCodes: readonly LocationCode[];
  readonly excludedFutureLocationCodes: readonly LocationCode[];
  /** Null: the product says. */
  readonly allowsFutureAllocate: boolean | null;
}

/** Which shipments that wait are undecided, and what those before a place want. Shipments on hold do not wait. */
export interface QueueReader {
  /**
   * The first undecided ones in queue order, and whether there are triggers that have not been marked out yet. One that
   * is not to be released before a later day than `today` is passed over.
   */
  due(
    today: CalendarDate,
    limit: number,
  ): Promise<{
    readonly hasTriggers: boolean;
    readonly shipments: readonly DueShipment[];
  }>;
  /** What is kept of a shipment's wait, and its mark where it is due. */
  queueState(shipmentNumber: ShipmentNumber): Promise<QueueState>;
  /**
   * Units that undecided shipments before a place want of each product; products of which none do are left out. Its
   * cost grows with the undecided ones, not with those that wait.
   *
   * @param before null: the end of the queue
   */
  undecidedWants(request: {
    readonly productCodes: readonly ProductCode[];
    readonly before: QueuePosition | null;
    readonly today: CalendarDate;
  }): Promise<ReadonlyMap<ProductCode, number>>;
  /**
   * What those before a place want of products, line by line.
   *
   * @param submittedUntil only those that were submitted until then; null: all
   */
  wants(request: {
    readonly productCodes: readonly ProductCode[];
    readonly before: QueuePosition | null;
    readonly today: CalendarDate;
    readonly submittedUntil: string | null;
  }): Promise<Want[]>;
  /** Of those of the shipments that wait, by number. */
  waitingStates(
    shipmentNumbers: readonly ShipmentNumber[],
  ): Promise<ReadonlyMap<ShipmentNumber, WaitingState>>;
}

/** Marks who is undecided, and writes down what was decided. */
export interface QueueWriter {
  /** Marks whoever the triggers speak of, all in one moment, and forgets the triggers. @returns how many are marked */
  expandTriggers(today: CalendarDate): Promise<number>;
  /**
   * Writes down why a shipment waits, and that it is decided: unless it has become due again since `mark` was read,
   * or settings or shipment are others than it was decided with.
   *
   * @returns whether it was written
   */
  recordWaiting(decided: {
    readonly shipmentNumber: ShipmentNumber;
    readonly version: number;
    readonly settingsVersion: number;
    readonly mark: number | null;
    readonly waiting: Waiting;
  }): Promise<boolean>;
  /** Takes a mark away, unless the shipment has become due again. */
  clearMark(shipmentNumber: ShipmentNumber, mark: number): Promise<void>;
}
