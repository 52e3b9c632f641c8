import { sql } from 'kysely';
import type { SiteId } from '../../domain/ids.ts';
import type { Webhook } from '../../domain/site/event.ts';
import type { DueWebhook, EventReader, EventWriter } from '../../release/ports/events.ts';
import { asJson, type SiteContext } from '../site-context.ts';

/** The columns of `webhook` in the business's words. */
const COLUMNS = sql`
  webhook_id as "webhookId", version, url, secret, topics, is_enabled as "isEnabled", position, failures,
  next_attempt_at as "nextAttemptAt", last_error as "lastError", created_at as "createdAt"`;

export function webhookReader({ db, siteId }: SiteContext): Pick<EventReader, 'webhooks' | 'webhook'> {
  return {
    async webhooks() {
      const { rows } = await sql<Webhook>`
        select ${COLUMNS} from webhook where site_id = ${siteId} order by webhook_id`.execute(db);
      return rows;
    },
    async webhook(webhookId) {
      const { rows } = await sql<Webhook>`
        select ${COLUMNS} from webhook
        where site_id = ${siteId} and webhook_id = ${webhookId}`.execute(db);
      return rows[0] ?? null;
    },
  };
}

export function webhookWriter({
  db,
  siteId,
}: SiteContext): Pick<EventWriter, 'putWebhook' | 'deleteWebhook' | 'advanceWebhook'> {
  return {
    async putWebhook(webhook, expectedVersion) {
      const { rows } = await sql`
        insert into webhook as w (site_id, webhook_id, version, url, secret, topics, is_enabled, position,
          failures, next_attempt_at, last_error, created_at)
        select ${siteId}, ${webhook.webhookId}, 1, ${webhook.url}, ${webhook.secret},
          ${asJson(webhook.topics)}::jsonb, ${webhook.isEnabled}::boolean, ${webhook.position}::bigint,
          ${webhook.failures}::integer, ${webhook.nextAttemptAt}::timestamptz, ${webhook.lastError}::text,
          ${webhook.createdAt}::timestamptz
        where coalesce(${expectedVersion}::integer, 0) = 0 or exists (
          select from webhook where site_id = ${siteId} and webhook_id = ${webhook.webhookId})
        on conflict (site_id, webhook_id) do update
          set version = w.version + 1, url = excluded.url, secret = excluded.secret,
            topics = excluded.topics, is_enabled = excluded.is_enabled, position = excluded.position,
            failures = excluded.failures, next_attempt_at = excluded.next_attempt_at,
            last_error = excluded.last_error
          where ${expectedVersion}::integer is null or w.version = ${expectedVersion}::integer
        returning version`.execute(db);
      return rows.length === 1;
    },
    async deleteWebhook(webhookId, expectedVersion) {
      const { rows } = await sql`
        delete from webhook where site_id = ${siteId} and webhook_id = ${webhookId}
          and (${expectedVersion}::integer is null or version = ${expectedVersion}::integer)
        returning webhook_id`.execute(db);
      return rows.length === 1;
    },
    async advanceWebhook(webhookId, expectedPosition, progress) {
      const { rows } = await sql`
        update webhook set position = ${progress.position}::bigint, failures = ${progress.failures}::integer,
          next_attempt_at = ${progress.nextAttemptAt}::timestamptz, last_error = ${progress.lastError}::text,
          claimed_until = null
        where site_id = ${siteId} and webhook_id = ${webhookId} and position = ${expectedPosition}::bigint
        returning webhook_id`.execute(db);
      return rows.length === 1;
    },
  };
}

/** A webhook that has something to deliver, taken by whoever asks first. */
export async function claimDueWebhook(
  db: SiteContext['db'],
  now: string,
  claimedUntil: string,
): Promise<DueWebhook | null> {
  const { rows } = await sql<Webhook & { siteId: SiteId }>`
    update webhook set claimed_until = ${claimedUntil}::timestamptz
    where (site_id, webhook_id) = (
      select w.site_id, w.webhook_id from webhook w join event_cursor c using (site_id)
      where w.is_enabled and c.last_position > w.position
        and (w.next_attempt_at is null or w.next_attempt_at <= ${now}::timestamptz)
        and (w.claimed_until is null or w.claimed_until <= ${now}::timestamptz)
      order by w.next_attempt_at nulls first, w.site_id, w.webhook_id
      limit 1 for update of w skip locked)
    returning site_id as "siteId", ${COLUMNS}`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { siteId, ...webhook } = row;
  return { siteId, webhook };
}
