import type { CalendarDate } from '../../domain/calendar.ts';
import type { LocationCode, ProductCode, ShipmentNumber, SiteId } from '../../domain/ids.ts';

/** The queue of one site, in the hands of one worker: nobody else works on it meanwhile. */
export interface ClaimedQueue {
  readonly siteId: SiteId;
  /** Distinguishes this claim from a later one of the same site. */
  readonly claim: string;
}

/**
 * What a change may free, said in the transaction that makes it. Whoever waits for it is undecided from its commit on,
 * until an attempt was made (`QueueReader`). Kinds: products, a location, the whole site, single shipments, a
 * day.
 */
export interface TriggerWriter {
  /** Stock, lots or switches of these products: those that want one of them. */
  appendTriggers(productCodes: readonly ProductCode[]): Promise<void>;
  /** Flags of these locations: those that want a product which is there or expected there, and those picked up there. */
  triggerLocations(locationCodes: readonly LocationCode[]): Promise<void>;
  /** Settings: whoever waits. */
  triggerSite(): Promise<void>;
  /** Something of these shipments themselves. Those that do not wait are passed over. */
  triggerShipments(shipmentNumbers: readonly ShipmentNumber[]): Promise<void>;
  /**
   * The day: those whose `nextTryDay` has come and that are not undecided already; a FUTURE shipment once for its day.
   *
   * @returns how many they are
   */
  triggerDay(today: CalendarDate): Promise<number>;
}
