import type { Webhook } from '../../domain/site/event.ts';
import type { DueWebhook, EventReader, EventWriter } from '../../release/ports/events.ts';
import { asJson } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';

/** The columns of `webhook` in the business's words. */
const COLUMNS = [
  'webhook.webhook_id as webhookId',
  'webhook.version',
  'webhook.url',
  'webhook.secret',
  'webhook.topics',
  'webhook.is_enabled as isEnabled',
  'webhook.position',
  'webhook.failures',
  'webhook.next_attempt_at as nextAttemptAt',
  'webhook.last_error as lastError',
  'webhook.created_at as createdAt',
] as const;

/** Webhooks of a site. */
export function webhookReader({ db, siteId }: SiteContext): Pick<EventReader, 'webhooks' | 'webhook'> {
  const webhooks = db.selectFrom('webhook').select(COLUMNS).where('site_id', '=', siteId);
  return {
    webhooks: () => webhooks.orderBy('webhook_id').execute(),
    async webhook(webhookId) {
      return (await webhooks.where('webhook_id', '=', webhookId).executeTakeFirst()) ?? null;
    },
  };
}

/** What a write sets, new or again. */
const valuesOf = (webhook: Webhook) => ({
  url: webhook.url,
  secret: webhook.secret,
  topics: asJson(webhook.topics),
  is_enabled: webhook.isEnabled,
  position: webhook.position,
  failures: webhook.failures,
  next_attempt_at: webhook.nextAttemptAt,
  last_error: webhook.lastError,
});

/** Writes a webhook that is new, or whatever its version is. @returns how many rows were written */
async function insertWebhook(
  { db, siteId }: SiteContext,
  webhook: Webhook,
  { mayExist }: { readonly mayExist: boolean },
): Promise<number> {
  const { webhookId, createdAt } = webhook;
  const values = valuesOf(webhook);
  const rows = await db
    .insertInto('webhook')
    .values({ site_id: siteId, webhook_id: webhookId, version: 1, created_at: createdAt, ...values })
    .onConflict((conflict) =>
      mayExist
        ? conflict
            .columns(['site_id', 'webhook_id'])
            .doUpdateSet((eb) => ({ ...values, version: eb('webhook.version', '+', 1) }))
        : conflict.doNothing(),
    )
    .returning('version')
    .execute();
  return rows.length;
}

/** Writes webhooks. */
export function webhookWriter(
  context: SiteContext,
): Pick<EventWriter, 'putWebhook' | 'deleteWebhook' | 'advanceWebhook'> {
  const { db, siteId } = context;
  return {
    async putWebhook(webhook, expectedVersion) {
      if (expectedVersion === null || expectedVersion === 0) {
        return (await insertWebhook(context, webhook, { mayExist: expectedVersion === null })) === 1;
      }
      const rows = await db
        .updateTable('webhook')
        .set((eb) => ({ ...valuesOf(webhook), version: eb('version', '+', 1) }))
        .where('site_id', '=', siteId)
        .where('webhook_id', '=', webhook.webhookId)
        .where('version', '=', expectedVersion)
        .returning('version')
        .execute();
      return rows.length === 1;
    },
    async deleteWebhook(webhookId, expectedVersion) {
      let query = db.deleteFrom('webhook').where('site_id', '=', siteId).where('webhook_id', '=', webhookId);
      if (expectedVersion !== null) query = query.where('version', '=', expectedVersion);
      return (await query.returning('webhook_id').execute()).length === 1;
    },
    async advanceWebhook(webhookId, expectedPosition, progress) {
      const rows = await db
        .updateTable('webhook')
        .set({
          position: progress.position,
          failures: progress.failures,
          next_attempt_at: progress.nextAttemptAt,
          last_error: progress.lastError,
          claimed_until: null,
        })
        .where('site_id', '=', siteId)
        .where('webhook_id', '=', webhookId)
        .where('position', '=', expectedPosition)
        .returning('webhook_id')
        .execute();
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
  const row = await db
    .with('due', (query) =>
      query
        .selectFrom('webhook as w')
        .innerJoin('event_cursor as c', 'c.site_id', 'w.site_id')
        .select(['w.site_id', 'w.webhook_id'])
        .where('w.is_enabled', '=', true)
        .whereRef('c.last_position', '>', 'w.position')
        .where((eb) => eb.or([eb('w.next_attempt_at', 'is', null), eb('w.next_attempt_at', '<=', now)]))
        .where((eb) => eb.or([eb('w.claimed_until', 'is', null), eb('w.claimed_until', '<=', now)]))
        .orderBy('w.next_attempt_at', (order) => order.asc().nullsFirst())
        .orderBy('w.site_id')
        .orderBy('w.webhook_id')
        .limit(1)
        .forUpdate('w')
        .skipLocked(),
    )
    .updateTable('webhook')
    .from('due')
    .set({ claimed_until: claimedUntil })
    .whereRef('webhook.site_id', '=', 'due.site_id')
    .whereRef('webhook.webhook_id', '=', 'due.webhook_id')
    .returning(['webhook.site_id as siteId', ...COLUMNS])
    .executeTakeFirst();
  if (row === undefined) return null;
  const { siteId, ...webhook } = row;
  return { siteId, webhook };
}
