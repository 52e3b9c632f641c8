import type { CalendarDate } from '../../domain/calendar.ts';
import type { LocationCode, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import type { QueuePosition } from './shipments.ts';

/** A day of the site, and what may be improved on it. */
export interface QueueDay {
  /** One that is not to be released before a later day is passed over. */
  readonly today: CalendarDate;
  /**
   * FUTURE shipments are tried too, and want what comes before their promise, that are due after this day, or were due
   * before today. Null: none are.
   */
  readonly improvableAfter: CalendarDate | null;
  /** Days by which supply has to come before a promise to be of use to it. */
  readonly improveMinDays: number;
}

/** A shipment that is to be tried. */
export interface DueShipment extends QueuePosition {
  /** Changes each time the shipment becomes due again. */
  readonly mark: number;
}

/** What is kept of a shipment that waits. */
export interface WaitingState {
  /** Null: it was never decided. */
  readonly waiting: Waiting | null;
  /** It is to be tried: it was marked, something that it waits for changed, or its day has come. */
  readonly isUndecided: boolean;
}

/** What is kept of one shipment before it is tried. */
export interface QueueState {
  /** Null: it is not due. */
  readonly mark: number | null;
  /** As it was last written; null: never. */
  readonly waiting: Waiting | null;
}

/** A shipment with what is kept of its wait, as both were at one moment. */
export interface QueuedShipment extends QueueState {
  readonly shipment: ShipmentRecord;
}

/** Why a shipment waits, as it was decided. */
export interface DecidedWait {
  readonly shipmentNumber: ShipmentNumber;
  readonly version: number;
  readonly mark: number | null;
  /** Null: of a FUTURE shipment, which goes on waiting for what it is promised. */
  readonly waiting: Waiting | null;
  /** Of a FUTURE shipment the day on which it is tried by itself; left out or null: none. */
  readonly nextTryDay?: CalendarDate | null;
}

/** A shipment that is being decided: it is undecided only by what has changed since. */
export interface InHand {
  readonly shipmentNumber: ShipmentNumber;
  /** As it was before that began; null: it was not due. */
  readonly mark: number | null;
}

/** Units that lines which wait want, all that may take them from the same places. */
export interface Want {
  readonly productCode: ProductCode;
  readonly quantity: number;
  /** Null: it is shipped, from anywhere that it does not exclude. */
  readonly pickupLocationCode: LocationCode | null;
  readonly excludedLocationCodes: readonly LocationCode[];
  readonly excludedFutureLocationCodes: readonly LocationCode[];
  /** Null: the product says. */
  readonly allowsFutureAllocate: boolean | null;
}

/**
 * Which shipments that wait are undecided, and what those before a place want. Shipments on hold do not wait; FUTURE ones
 * wait for something better while they may be improved.
 */
export interface QueueReader {
  /**
   * The first undecided ones in queue order, and whether there are triggers that have not been marked out yet.
   */
  due(
    day: QueueDay,
    limit: number,
  ): Promise<{
    readonly hasTriggers: boolean;
    /** The day of some has come whom nobody has marked: by {@link TriggerWriter.triggerDay} they are. */
    readonly isNewDay: boolean;
    readonly shipments: readonly DueShipment[];
  }>;
  /** The first undecided FUTURE shipments behind a place, in queue order; null: from the first on. */
  duePromises(day: QueueDay, after: QueuePosition | null, limit: number): Promise<DueShipment[]>;
  /**
   * The first FUTURE shipments before a place, in queue order, that want one of the products and may be improved, where
   * something is free that comes early enough, whether anybody has marked them or not.
   */
  promisesBefore(request: {
    readonly productCodes: readonly ProductCode[];
    readonly before: QueuePosition;
    readonly day: QueueDay;
    readonly limit: number;
  }): Promise<QueuePosition[]>;
  /** What is kept of a shipment's wait, and its mark where it is due. */
  queueState(shipmentNumber: ShipmentNumber): Promise<QueueState>;
  /** The same of many, with the shipments; by number. */
  queuedShipments(shipmentNumbers: readonly ShipmentNumber[]): Promise<QueuedShipment[]>;
  /**
   * Units that undecided shipments before a place want of each product; products of which none do are left out. Its
   * cost grows with the undecided ones, not with those that wait.
   *
   * @param before null: the end of the queue
   * @param inHand shipments that are being decided; left out: none
   */
  undecidedWants(request: {
    readonly productCodes: readonly ProductCode[];
    readonly before: QueuePosition | null;
    readonly day: QueueDay;
    readonly inHand?: readonly InHand[];
  }): Promise<ReadonlyMap<ProductCode, number>>;
  /**
   * How many undecided shipments before a place could be released from each location: something that one of their lines
   * wants is free there. Locations of which none could are left out.
   *
   * @param before null: the end of the queue
   * @param inHand shipments that are being decided; left out: none
   */
  undecidedReleases(request: {
    readonly locationCodes: readonly LocationCode[];
    readonly before: QueuePosition | null;
    readonly day: QueueDay;
    readonly inHand?: readonly InHand[];
  }): Promise<ReadonlyMap<LocationCode, number>>;
  /**
   * What those in BACKORDER before a place want of products, by where they may take it from.
   *
   * @param submittedUntil only those that were submitted until then; null: all
   */
  wants(request: {
    readonly productCodes: readonly ProductCode[];
    readonly before: QueuePosition | null;
    readonly today: CalendarDate;
    readonly submittedUntil: string | null;
  }): Promise<Want[]>;
  /** The numbers of those in BACKORDER before a place that want one of the products, the smallest first. */
  standingBefore(request: {
    readonly productCodes: readonly ProductCode[];
    readonly before: QueuePosition;
    readonly today: CalendarDate;
    readonly limit: number;
  }): Promise<ShipmentNumber[]>;
  /**
   * Of those of the shipments that wait, by number.
   *
   * @param today of the site: whose `nextTryDay` has come is undecided, also before the first look of that day
   */
  waitingStates(
    shipmentNumbers: readonly ShipmentNumber[],
    today: CalendarDate,
  ): Promise<ReadonlyMap<ShipmentNumber, WaitingState>>;
}

/** Marks who is undecided, and writes down what was decided. */
export interface QueueWriter {
  /**
   * Marks whoever the triggers speak of, all in one moment, and forgets the triggers. A FUTURE shipment only where
   * something is free that comes early enough.
   *
   * @returns how many are marked
   */
  expandTriggers(day: QueueDay): Promise<number>;
  /**
   * Writes down why shipments wait, and that they are decided: except those that have become due again since their
   * `mark` was read, or have another version; and none where the site has other settings than they were decided with.
   *
   * @returns those of which it was written
   */
  recordWaiting(decided: readonly DecidedWait[], settingsVersion: number): Promise<ShipmentNumber[]>;
  /** Takes a mark away, unless the shipment has become due again. */
  clearMark(shipmentNumber: ShipmentNumber, mark: number): Promise<void>;
}
