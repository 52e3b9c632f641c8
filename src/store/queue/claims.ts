import type { Kysely } from 'kysely';
import type { SiteId } from '../../domain/ids.ts';
import type { ClaimedQueue } from '../../release/ports/triggers.ts';
import { literal } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { Tables } from '../tables.ts';
import { nextMark } from './triggers.ts';

type Db = Kysely<Tables>;

/** Another worker may be quicker at a site; then the next one is looked for. */
const TRIES = 8;

/** The site that has work, that nobody holds, and that was served the longest time ago. */
const firstFree = (db: Db, now: string, siteId: SiteId | null) =>
  db
    .selectFrom('site as s')
    .leftJoin('site_queue as q', 'q.site_id', 's.site_id')
    .select('s.site_id')
    .where((eb) =>
      eb.or([
        eb('q.has_more', '=', true),
        eb.exists(
          eb.selectFrom('queue_trigger as t').select('t.kind').whereRef('t.site_id', '=', 's.site_id'),
        ),
        eb.exists(
          eb
            .selectFrom('release_run as r')
            .select('r.run_id')
            .whereRef('r.site_id', '=', 's.site_id')
            .where('r.status', '=', literal('RUNNING')),
        ),
      ]),
    )
    .where((eb) => eb.or([eb('q.claimed_until', 'is', null), eb('q.claimed_until', '<=', now)]))
    .$if(siteId !== null, (query) => query.where('s.site_id', '=', siteId!))
    .orderBy('q.claim', (order) => order.asc().nullsFirst())
    .limit(1);

/** Takes the queue of a site until `claimedUntil`; null where none has work, or all that have are held. */
export async function claimQueue(
  db: Db,
  now: string,
  claimedUntil: string,
  siteId: SiteId | null,
): Promise<ClaimedQueue | null> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await firstFree(db, now, siteId).executeTakeFirst();
    if (found === undefined) return null;
    const row = await insertSelected(
      db.insertInto('site_queue'),
      db
        .selectFrom('site as s')
        .select((eb) => [
          's.site_id',
          nextMark.as('claim'),
          eb.val(claimedUntil).as('claimed_until'),
          eb.lit(true).as('has_more'),
        ])
        .where('s.site_id', '=', found.site_id),
    )
      .onConflict((conflict) =>
        conflict
          .column('site_id')
          .doUpdateSet((eb) => ({
            claim: eb.ref('excluded.claim'),
            claimed_until: eb.ref('excluded.claimed_until'),
            has_more: eb.ref('excluded.has_more'),
          }))
          .where((eb) =>
            eb.or([eb('site_queue.claimed_until', 'is', null), eb('site_queue.claimed_until', '<=', now)]),
          ),
      )
      .returning((eb) => eb.cast<string>('claim', 'text').as('claim'))
      .executeTakeFirst();
    if (row !== undefined) return { siteId: found.site_id, claim: row.claim };
  }
  return null;
}

/** Keeps a claim until `claimedUntil`. */
export async function renewQueue(
  db: Db,
  { siteId, claim }: ClaimedQueue,
  claimedUntil: string,
): Promise<void> {
  await db
    .updateTable('site_queue')
    .set({ claimed_until: claimedUntil })
    .where('site_id', '=', siteId)
    .where('claim', '=', Number(claim))
    .execute();
}

/** Ends a claim, and says whether there is more to do. */
export async function leaveQueue(db: Db, { siteId, claim }: ClaimedQueue, hasMore: boolean): Promise<void> {
  await db
    .updateTable('site_queue')
    .set({ claimed_until: null, has_more: hasMore })
    .where('site_id', '=', siteId)
    .where('claim', '=', Number(claim))
    .execute();
}
