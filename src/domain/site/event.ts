/** What events report. */
export const TOPICS = [
  'shipment.statuschanged',
  'shipment.backordered',
  'shipment.backorderdatechanged',
  'shipment.futuredatechanged',
  'shipment.overdue',
  'shipment.released',
  'inventory.changed',
  'run.completed',
] as const;
/** What an event is about; one of {@link TOPICS}. */
export type Topic = (typeof TOPICS)[number];

/** An event before it has its place in the stream. */
export interface NewEvent {
  readonly eventId: string;
  readonly topic: Topic;
  /** The shipment's number, the product's code, the run's id. */
  readonly entityId: string;
  readonly timestamp: string;
  /** The same for all that one change caused. */
  readonly correlationId: string;
  readonly extendedProperties: readonly { readonly key: string; readonly value: unknown }[];
}

/** An event of the stream. Positions grow in the order of commit; none appears below one that was read. */
export interface SiteEvent extends NewEvent {
  readonly position: number;
}

/** Whom events are sent to. */
export interface Webhook {
  readonly webhookId: string;
  readonly version: number;
  readonly url: string;
  /** Signs each delivery; never answered. */
  readonly secret: string;
  /** Empty: every topic. */
  readonly topics: readonly Topic[];
  readonly isEnabled: boolean;
  /** The last position that was delivered or passed over. */
  readonly position: number;
  /** Failed tries of the event after `position`. */
  readonly failures: number;
  readonly nextAttemptAt: string | null;
  readonly lastError: string | null;
  readonly createdAt: string;
}
