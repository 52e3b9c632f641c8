import type { Topic, Webhook } from '../../domain/site/event.ts';
import { ServiceError } from '../../errors.ts';
import { assertStorable } from '../checks/storable.ts';
import { assertVersion, executeWrite } from '../execute-write.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';

/** What a caller says of a webhook. */
export interface WebhookRequest {
  readonly url: string;
  /** Left out of a change: the one that it has. A new one needs it. */
  readonly secret?: string | undefined;
  readonly topics: readonly Topic[];
  readonly isEnabled: boolean;
  /** The position before the first event that is sent; null: events from now on. */
  readonly after: number | null;
}

/** A webhook as it is answered. The secret is never shown again after it was set. */
export function withoutSecret({ secret: _, ...webhook }: Webhook): Omit<Webhook, 'secret'> {
  return webhook;
}

/**
 * Adds a webhook, or replaces one.
 *
 * @param webhookId null: a new one
 * @throws InputError `malformed` for a text that cannot be stored
 * @throws ServiceError STALE_VERSION; NOT_FOUND where there is none to replace
 */
export async function putWebhook(
  ports: ReleasePorts,
  write: Write,
  webhookId: string | null,
  { after, ...request }: WebhookRequest,
): Promise<StoredAnswer> {
  assertStorable(request);
  // Outside the transaction: what is committed by now has its position only once such a reader has looked.
  const last = after ?? (webhookId === null ? await ports.store.reader(write.siteId).lastPosition() : 0);
  return executeWrite(ports.store, write, async (tx) => {
    const before = webhookId === null ? null : await tx.webhook(webhookId);
    if (webhookId !== null && before === null) {
      throw new ServiceError('NOT_FOUND', `there is no webhook ${webhookId}`);
    }
    if (before !== null) assertVersion(`webhook ${webhookId}`, before.version, write.expectedVersion);
    const version = before?.version ?? 0;
    const secret = request.secret ?? before?.secret;
    if (secret === undefined) throw new Error('a new webhook has no secret');
    const webhook: Webhook = {
      ...request,
      secret,
      webhookId: webhookId ?? ports.newId(),
      version,
      position: after ?? before?.position ?? last,
      failures: 0,
      nextAttemptAt: null,
      lastError: null,
      createdAt: before?.createdAt ?? ports.now(),
    };
    if (!(await tx.putWebhook(webhook, version))) {
      throw new ServiceError('STALE_VERSION', `webhook ${webhook.webhookId} has changed meanwhile`);
    }
    const body = withoutSecret({ ...webhook, version: version + 1 });
    return { status: before === null ? 201 : 200, body };
  });
}

/** Removes a webhook. @throws ServiceError NOT_FOUND, STALE_VERSION */
export function deleteWebhook(ports: ReleasePorts, write: Write, webhookId: string): Promise<StoredAnswer> {
  return executeWrite(ports.store, write, async (tx) => {
    const before = await tx.webhook(webhookId);
    if (before === null) throw new ServiceError('NOT_FOUND', `there is no webhook ${webhookId}`);
    assertVersion(`webhook ${webhookId}`, before.version, write.expectedVersion);
    await tx.deleteWebhook(webhookId, write.expectedVersion);
    return { status: 200, body: withoutSecret(before) };
  });
}
