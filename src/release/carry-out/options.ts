import type { Decision } from '../../domain/decision.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StoreTransaction } from '../ports/store.ts';

/** What came of trying one shipment. */
export interface AttemptResult {
  readonly outcome: 'released' | 'partially-released' | 'held' | 'skipped';
  /** Why it is held or was skipped. */
  readonly reasonCode: string | null;
  /** As it is now; null where there is none. */
  readonly shipment: ShipmentRecord | null;
  readonly decision: Decision | null;
  /** The children that it made, not those that the shipment had before. */
  readonly newChildNumbers: readonly ShipmentNumber[];
}

/** How an attempt is made. */
export interface AttemptOptions {
  readonly siteId: SiteId;
  readonly settings: SiteSettings;
  readonly correlationId: string;
  readonly explain: 'none' | 'reasons' | 'full';
  /** A planner's attempt also takes one that is on hold. */
  readonly evenOnHold: boolean;
  /** The version that whoever asks has seen; left out or null: whatever it is. */
  readonly expectedVersion?: number | null;
  /** Work to be done in the transaction of the release, such as remembering the answer. */
  readonly alongside?: (tx: StoreTransaction, result: AttemptResult) => Promise<void>;
}
