import type { SiteEvent, Webhook } from '../domain/site/event.ts';
import type { DueWebhook, WebhookProgress } from '../release/ports/events.ts';
import type { JobPorts } from './ports.ts';

/** Longest wait for an answer. */
const TIMEOUT_MS = 10_000;
/** Events between two writes of the position: after a crash at most these are delivered again. */
const AT_ONCE = 20;
/** Time after which a round takes no further event: what is accepted is then written down. */
const ROUND_MS = 5_000;
/** Longer than a round may take, its last event included, so that no second worker starts on it. */
const LEASE_MS = ROUND_MS + TIMEOUT_MS + 15_000;
/** Webhooks that one process delivers to at a time. */
const SIDE_BY_SIDE = 100;
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
async function deliverNext(
  ports: JobPorts,
  { siteId, webhook }: DueWebhook,
  isClosed: () => boolean,
): Promise<void> {
  const events = await ports.store.reader(siteId).events(webhook.position, AT_ONCE);
  let progress: WebhookProgress = { ...webhook, nextAttemptAt: null };
  const endsAt = Date.parse(ports.now()) + ROUND_MS;
  for (const event of events) {
    if (isClosed() || Date.parse(ports.now()) >= endsAt) break;
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
 * Delivers to webhooks side by side, in order within each: at least once; an event that is not accepted is tried again,
 * and those after it wait. One that is slow keeps only itself waiting.
 */
export class WebhookDeliveries {
  readonly #running = new Set<Promise<void>>();
  #isClosed = false;

  constructor(readonly ports: JobPorts) {}

  /** Begins to deliver to every webhook that is due; waits for none of them. */
  async look(): Promise<void> {
    while (this.#running.size < SIDE_BY_SIDE && !this.#isClosed) {
      const due = await this.ports.store.claimDueWebhook(LEASE_MS);
      if (due === null) return;
      const delivery = this.#deliver(due).finally(() => this.#running.delete(delivery));
      this.#running.add(delivery);
    }
  }

  async #deliver(due: DueWebhook): Promise<void> {
    try {
      await deliverNext(this.ports, due, () => this.#isClosed);
    } catch (err) {
      // The claim runs out; until then nobody knows what was accepted.
      this.ports.log.error({ err, webhookId: due.webhook.webhookId }, 'a delivery could not be written down');
      return;
    }
    // It may have more, and others may have waited for its place.
    await this.look().catch((err) => this.ports.log.error({ err }, 'could not look for webhooks'));
  }

  /** Begins no further delivery; each that goes on ends with the event that it is at. */
  close(): void {
    this.#isClosed = true;
  }

  /** Resolves when nothing is being delivered. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}

/** Delivers to every webhook that is due, until none is. */
export async function deliverWebhooks(ports: JobPorts): Promise<void> {
  const deliveries = new WebhookDeliveries(ports);
  await deliveries.look();
  await deliveries.idle();
}
