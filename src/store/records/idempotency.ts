import type { SiteId } from '../../domain/ids.ts';
import type { IdempotencyKeys } from '../../release/ports/idempotency.ts';
import { asJson } from '../given-rows.ts';
import type { TransactionContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';

interface Key {
  readonly siteId: SiteId;
  readonly key: string;
}

/** Where another transaction has just written the key, this waits until it has ended. */
const claim = statement((db, given: Given<Key & { readonly requestHash: string; readonly now: string }>) =>
  db
    .insertInto('idempotency_key')
    .values({
      site_id: given.siteId,
      key: given.key,
      request_hash: given.requestHash,
      created_at: given.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key'),
);

const lockUsed = statement((db, given: Given<Key>) =>
  db
    .selectFrom('idempotency_key')
    .select(['request_hash', 'status', 'body'])
    .where('site_id', '=', given.siteId)
    .where('key', '=', given.key)
    .forUpdate(),
);

const complete = statement((db, given: Given<Key & { readonly status: number; readonly body: string }>) =>
  db
    .updateTable('idempotency_key')
    .set({ status: given.status, body: given.body })
    .where('site_id', '=', given.siteId)
    .where('key', '=', given.key)
    .where('status', 'is', null),
);

/** The keys of writes, and how they were answered. */
export function idempotencyKeys({ db, siteId, now }: TransactionContext): IdempotencyKeys {
  return {
    async claimIdempotencyKey(key, requestHash) {
      const claimed = await claim(db, { siteId, key, requestHash, now: now() });
      if (claimed.length === 1) return null;
      const [used] = await lockUsed(db, { siteId, key });
      const { request_hash, status, body } = used!;
      return { requestHash: request_hash, answer: status === null ? null : { status, body } };
    },
    async completeIdempotencyKey(key, { status, body }) {
      await complete(db, { siteId, key, status, body: asJson(body ?? null) });
    },
  };
}
