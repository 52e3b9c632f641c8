import type { SiteId } from '../../domain/ids.ts';
import type { CatalogueReader, CatalogueWriter } from './catalogue.ts';
import type { DueWebhook, EventReader, EventWriter } from './events.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import type { OrderReader, OrderWriter } from './orders.ts';
import type { PaymentReader, PaymentWriter } from './payments.ts';
import type { QueueReader, QueueWriter } from './queue.ts';
import type { ReleaseDayReader, ReleaseDayWriter } from './release-days.ts';
import type { RunReader, RunWriter } from './runs.ts';
import type { ShipmentReader, ShipmentWriter } from './shipments.ts';
import type { StockReader, StockWriter } from './stock.ts';
import type { ClaimedQueue, TriggerWriter } from './triggers.ts';

/** What can be read of one site outside any transaction: each call sees what was committed when it began. */
export interface StoreReader
  extends CatalogueReader,
    StockReader,
    ShipmentReader,
    OrderReader,
    EventReader,
    RunReader,
    PaymentReader,
    QueueReader,
    ReleaseDayReader {}

/**
 * What can be read and changed of one site inside one transaction. It is all or nothing, and durable once
 * {@link Store.transaction} has resolved.
 *
 * Locks are taken in one order: idempotency key, then products (`lockStock`), then shipments
 * (`lockShipments`), then the rest, of which counts of days (`countReleases`) are the last. A caller that keeps to it never meets a deadlock; one that does not is
 * retried.
 */
export interface StoreTransaction
  extends StoreReader,
    CatalogueWriter,
    StockWriter,
    ShipmentWriter,
    OrderWriter,
    EventWriter,
    RunWriter,
    PaymentWriter,
    IdempotencyKeys,
    TriggerWriter,
    QueueWriter,
    ReleaseDayWriter {}

/** Where a site's records live. Every row belongs to a site; no call sees another's. */
export interface Store {
  /** Every site that has written anything, in the written order of codes. */
  sites(): Promise<SiteId[]>;

  reader(siteId: SiteId): StoreReader;

  /**
   * Runs `work` and commits. When the database gives up the transaction for another's sake (serialisation
   * failure, deadlock), all is rolled back and `work` runs again, up to ten times, so it must have no effect
   * besides its calls. What `work` throws rolls back and passes through.
   *
   * @throws StoreError `STORE_BUSY` after the last try, `STORE_AWAY` when there is no connection,
   *   `REFUSED_WRITE_COMMITTED` when `work` returned after an `allocate` or `updateShipments` that said no
   */
  transaction<T>(siteId: SiteId, work: (tx: StoreTransaction) => Promise<T>): Promise<T>;

  /**
   * Takes the queue of a site that has triggers or runs that go on, or was left with more to do, for `leaseMs`
   * milliseconds: the one that was served the longest time ago; null where there is none that nobody holds. One that is
   * not left within its lease is handed out again.
   *
   * @param siteId only this site's
   */
  claimQueue(leaseMs: number, siteId?: SiteId): Promise<ClaimedQueue | null>;

  /** Keeps a claim for another `leaseMs` milliseconds. */
  renewQueue(claimed: ClaimedQueue, leaseMs: number): Promise<void>;

  /** Ends a claim. @param hasMore it is to be claimed again without a trigger */
  leaveQueue(claimed: ClaimedQueue, hasMore: boolean): Promise<void>;

  /**
   * A webhook with something to deliver, for `leaseMs` milliseconds: enabled, due by the clock, not claimed, and
   * with events after its position. Null when there is none.
   */
  claimDueWebhook(leaseMs: number): Promise<DueWebhook | null>;

  /**
   * Rebuilds every counter from the ledger and from the allocations and compares; also that allocations and
   * statuses fit together. Changes nothing. Up to `limit` differences of each kind, none where all is well.
   */
  examine(limit: number): Promise<Discrepancy[]>;

  /** Resolves when a statement was answered. @throws StoreError `STORE_AWAY` */
  ping(): Promise<void>;

  /** Ends every connection after what is running. */
  close(): Promise<void>;
}

/** What a store cannot do, apart from defects of its own. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly code: 'STORE_AWAY' | 'STORE_BUSY' | 'REFUSED_WRITE_COMMITTED',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Where a counter and its rebuilt value differ. */
export interface Discrepancy {
  readonly siteId: SiteId;
  /** What was compared, such as `stock.onHand against the ledger`. */
  readonly check: string;
  /** The source or shipment. */
  readonly subject: string;
  readonly kept: number | string | null;
  readonly rebuilt: number | string | null;
}
