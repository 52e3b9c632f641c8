import type { SiteId } from '../../domain/ids.ts';
import type { NewEvent, SiteEvent, Webhook } from '../../domain/site/event.ts';

/** A webhook that has something to deliver, claimed by the caller. */
export interface DueWebhook {
  readonly siteId: SiteId;
  readonly webhook: Webhook;
}

/** How far a webhook has got after a delivery or a failed try. */
export interface WebhookProgress {
  readonly position: number;
  readonly failures: number;
  readonly nextAttemptAt: string | null;
  readonly lastError: string | null;
}

export interface EventReader {
  /**
   * Events after a position, in order. Positions have no gaps, and none ever appears below one that was read;
   * the events of one shipment are in the order of its changes.
   */
  events(after: number, limit: number): Promise<SiteEvent[]>;
  /** The position of the last event; 0 where there is none. */
  lastPosition(): Promise<number>;
  webhooks(): Promise<Webhook[]>;
  webhook(webhookId: string): Promise<Webhook | null>;
}

export interface EventWriter {
  /** Events of what this transaction changes; they appear when it commits, in this order. */
  appendEvents(events: readonly NewEvent[]): Promise<void>;
  /** @returns false where the version is another; a new one is expected to have version 0 */
  putWebhook(webhook: Webhook, expectedVersion: number | null): Promise<boolean>;
  deleteWebhook(webhookId: string, expectedVersion: number | null): Promise<boolean>;
  /** Ends the claim. @returns false where another has moved it from `expectedPosition` */
  advanceWebhook(webhookId: string, expectedPosition: number, progress: WebhookProgress): Promise<boolean>;
}
