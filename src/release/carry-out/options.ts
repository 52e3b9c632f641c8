import type { Decision } from '../../domain/decision.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { Outranked } from '../../domain/site/run.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StoreTransaction } from '../ports/store.ts';

/** What came of trying one shipment. */
export interface AttemptResult {
  readonly outcome: 'released' | 'partially-released' | 'improved' | 'held' | 'skipped' | 'failed';
  /** Why it is held, was skipped or failed. */
  readonly reasonCode: string | null;
  /** The shipment after the attempt; null where the number is unknown. */
  readonly shipment: ShipmentRecord | null;
  readonly decision: Decision | null;
  /** The children that it made, not those that the shipment had before. */
  readonly newChildNumbers: readonly ShipmentNumber[];
  /** Who went before it, where it was decided together with others; left out: nobody. */
  readonly outranked?: Outranked;
}

/** The result of an attempt that was not made, or came to nothing that could be carried out. */
export const skipped = (reasonCode: string, shipment: ShipmentRecord | null = null): AttemptResult => ({
  outcome: 'skipped',
  reasonCode,
  shipment,
  decision: null,
  newChildNumbers: [],
});

/** How an attempt is made. */
export interface AttemptOptions {
  readonly siteId: SiteId;
  readonly settings: SiteSettings;
  /** Of these settings: what is decided with others is not written down as decided. */
  readonly settingsVersion: number;
  readonly correlationId: string;
  readonly explain: 'none' | 'reasons' | 'full';
  /** A planner's attempt also takes one that is on hold, or is not to be released before a later day. */
  readonly evenOnHold: boolean;
  /** A person lets it go before others; else what undecided shipments before it want is left to them. */
  readonly mayPass: boolean;
  /** A change has asked for it, and no run: where parts are released by runs only, it releases no part. */
  readonly isByChange: boolean;
  /** The version that the caller has seen; left out or null: any version will do. */
  readonly expectedVersion?: number | null;
  /** Work to be done in the transaction of the release, such as remembering the answer. */
  readonly alongside?: (tx: StoreTransaction, result: AttemptResult) => Promise<void>;
}
