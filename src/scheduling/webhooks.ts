import type { SiteEvent, Webhook } from '../domain/site/event.ts';
import type { DueWebhook, WebhookProgress } from '../release/ports/events.ts';
import type { JobPorts } from './ports.ts';

/** Longest wait for an answer. */
const TIMEOUT_MS = 10_000;
/** Events between two writes of the position: after a crash at most these are delivered again. */
const AT_ONCE = 20;
/** Longer than a whole round may take, so that no second worker starts on it. */
const LEASE_MS = TIMEOUT_MS * (AT_ONCE + 2);
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;

/** The wait after that many failed tries in a row: 5 seconds, doubled each time, an hour at most. */
export const waitAfter = (failures: number): number =>
  Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);

const isWanted = ({ topics }: Webhook, { topic }: SiteEvent): boolean =>
  topics.length === 0 || topics.includes(topic);

/** Why the delivery failed; null where it was accepted. */
async function deliver(
  { post, now }: JobPorts,
  { url, secret }: Webhook,
  event: SiteEvent,
): Promise<string | null> {
  try {
    const { status } = await post({
      url,
      secret,
      body: JSON.stringify(event),
      now: now(),
      headers: { 'x-event-id': event.eventId, 'x-event-topic': event.topic },
      timeoutMs: TIMEOUT_MS,
    });
    return status >= 200 && status < 300 ? null : `answered ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Delivers the next events in order, up to the first that is not accepted. */
async function deliverNext(ports: JobPorts, { siteId, webhook }: DueWebhook): Promise<void> {
  const events = await ports.store.reader(siteId).events(webhook.position, AT_ONCE);
  let progress: WebhookProgress = { ...webhook, nextAttemptAt: null };
  for (const event of events) {
    const failure = isWanted(webhook, event) ? await deliver(ports, webhook, event) : null;
    if (failure !== null) {
      const failures = progress.failures + 1;
      const nextAttemptAt = new Date(Date.parse(ports.now()) + waitAfter(failures)).toISOString();
      progress = { position: progress.position, failures, nextAttemptAt, lastError: failure };
      break;
    }
    progress = { position: event.position, failures: 0, nextAttemptAt: null, lastError: null };
  }
  const { position, failures, nextAttemptAt, lastError } = progress;
  await ports.store.transaction(siteId, (tx) =>
    tx.advanceWebhook(webhook.webhookId, webhook.position, { position, failures, nextAttemptAt, lastError }),
  );
}

/**
 * Delivers to every webhook that is due. At least once, and in order: an event that is not accepted is tried
 * again, and those after it wait.
 */
export async function deliverWebhooks(ports: JobPorts): Promise<void> {
  for (;;) {
    const due = await ports.store.claimDueWebhook(LEASE_MS);
    if (due === null) return;
    await deliverNext(ports, due);
  }
}
