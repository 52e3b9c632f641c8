import type { SiteEvent, Webhook } from '../../domain/site/event.ts';
import { signedPost } from '../outbound/signed-post.ts';
import type { DueWebhook, WebhookProgress } from '../ports/events.ts';
import type { ReleasePorts } from '../service-ports.ts';

/** How deliveries are made. */
export interface DeliveryOptions {
  /** How long a webhook is ours, in milliseconds. */
  readonly leaseMs: number;
  /** Longest wait for a receiver's answer, in milliseconds; well below the lease. */
  readonly timeoutMs: number;
}

/** Events that are sent to one webhook before the next one's turn. */
const BATCH = 100;
const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 3_600_000;

/**
 * When a delivery that has failed so often is tried again: after 1 s, 2 s, 4 s … up to an hour.
 *
 * @returns ISO 8601
 */
export function nextAttempt(failures: number, now: string): string {
  const wait = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.min(30, failures - 1));
  return new Date(Date.parse(now) + wait).toISOString();
}

/** Sends one event. @returns null, or why it is not received */
async function send(
  webhook: Webhook,
  event: SiteEvent,
  now: string,
  timeoutMs: number,
): Promise<string | null> {
  try {
    const { status } = await signedPost({
      url: webhook.url,
      secret: webhook.secret,
      body: JSON.stringify(event),
      now,
      timeoutMs,
      headers: { 'x-event-id': event.eventId, 'x-event-topic': event.topic },
    });
    return status >= 200 && status < 300 ? null : `answered ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : 'no answer';
  }
}

async function deliver(
  ports: ReleasePorts,
  { siteId, webhook }: DueWebhook,
  { leaseMs, timeoutMs }: DeliveryOptions,
): Promise<void> {
  const startedAt = performance.now();
  const events = await ports.store.reader(siteId).events(webhook.position, BATCH);
  let progress: WebhookProgress = { ...webhook, failures: 0, nextAttemptAt: null, lastError: null };
  for (const event of events) {
    // Another worker may take the webhook when the lease is over, and would send the same again.
    if (performance.now() - startedAt > leaseMs - 2 * timeoutMs) break;
    const isWanted = webhook.topics.length === 0 || webhook.topics.includes(event.topic);
    const lastError = isWanted ? await send(webhook, event, ports.now(), timeoutMs) : null;
    if (lastError !== null) {
      const failures = progress.position === webhook.position ? webhook.failures + 1 : 1;
      progress = { ...progress, failures, lastError, nextAttemptAt: nextAttempt(failures, ports.now()) };
      break;
    }
    progress = { ...progress, position: event.position };
  }
  const { position, failures, nextAttemptAt, lastError } = progress;
  await ports.store.transaction(siteId, (tx) =>
    tx.advanceWebhook(webhook.webhookId, webhook.position, { position, failures, nextAttemptAt, lastError }),
  );
}

/**
 * Sends what is due, in order for each webhook: an event that is not received is tried again, later and later,
 * before any after it. At least once: what a crash leaves between sending and writing it down is sent again.
 *
 * @returns how many turns of webhooks it were
 */
export async function deliverDueWebhooks(ports: ReleasePorts, options: DeliveryOptions): Promise<number> {
  for (let turns = 0; ; turns++) {
    const due = await ports.store.claimDueWebhook(options.leaseMs);
    if (due === null) return turns;
    await deliver(ports, due, options);
  }
}
