import { sql } from 'kysely';
import type { IdempotencyKeys } from '../../release/ports/idempotency.ts';
import { asJson, type TransactionContext } from '../site-context.ts';

interface KeyRow {
  readonly request_hash: string;
  readonly status: number | null;
  readonly body: unknown;
}

export function idempotencyKeys({ db, siteId, now }: TransactionContext): IdempotencyKeys {
  return {
    async claimIdempotencyKey(key, requestHash) {
      // Where another transaction has just written the key, this waits until it has ended.
      const claimed = await sql`
        insert into idempotency_key (site_id, key, request_hash, created_at)
        values (${siteId}, ${key}, ${requestHash}, ${now()}::timestamptz)
        on conflict do nothing returning key`.execute(db);
      if (claimed.rows.length === 1) return null;
      const { rows } = await sql<KeyRow>`
        select request_hash, status, body from idempotency_key
        where site_id = ${siteId} and key = ${key} for update`.execute(db);
      const { request_hash, status, body } = rows[0]!;
      return { requestHash: request_hash, answer: status === null ? null : { status, body } };
    },
    async completeIdempotencyKey(key, { status, body }) {
      await sql`
        update idempotency_key set status = ${status}::integer, body = ${asJson(body ?? null)}::json
        where site_id = ${siteId} and key = ${key} and status is null`.execute(db);
    },
  };
}
