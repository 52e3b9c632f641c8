import type { SiteContext } from '../site-context.ts';

/** Events numbered in one statement. */
const MOST_AT_ONCE = 10_000;

type Site = Pick<SiteContext, 'db' | 'siteId'>;

/** Gives the first unnumbered events the positions after the cursor's, and moves the cursor on. */
async function numberLocked({ db, siteId }: Site): Promise<void> {
  await db
    .with('fresh', (query) =>
      query
        .selectFrom((eb) =>
          eb
            .selectFrom('event')
            .select('sequence')
            .where('site_id', '=', siteId)
            .where('position', 'is', null)
            .orderBy('sequence')
            .limit(MOST_AT_ONCE)
            .as('first_ones'),
        )
        .select('sequence')
        .select((eb) =>
          eb.fn
            .agg<number>('row_number')
            .over((over) => over.orderBy('sequence'))
            .as('number'),
        ),
    )
    .with('numbered', (query) =>
      query
        .updateTable('event as e')
        .from(['fresh as f', 'event_cursor as c'])
        .set((eb) => ({ position: eb('c.last_position', '+', eb.ref('f.number')) }))
        .whereRef('e.sequence', '=', 'f.sequence')
        .where('c.site_id', '=', siteId),
    )
    .updateTable('event_cursor')
    .set((eb) => ({
      last_position: eb(
        'last_position',
        '+',
        eb.selectFrom('fresh').select((inner) => inner.fn.countAll<number>().as('count')),
      ),
    }))
    .where('site_id', '=', siteId)
    .execute();
}

/** @returns false where there was nothing to number */
async function numberSome({ db, siteId }: Site): Promise<boolean> {
  const first = await db
    .selectFrom('event')
    .select('sequence')
    .where('site_id', '=', siteId)
    .where('position', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (first === undefined) return false;
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('event_cursor')
      .values({ site_id: siteId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await tx
      .selectFrom('event_cursor')
      .select('last_position')
      .where('site_id', '=', siteId)
      .forUpdate()
      .execute();
    await numberLocked({ db: tx, siteId });
  });
  return true;
}

/**
 * Gives committed events their positions. A sequence alone is not enough: of two transactions the one with the later
 * number may commit first, and a reader that has passed it would never see the earlier one. Here the one that
 * holds the cursor's lock numbers what is committed by then, in the order of writing. The events of one shipment
 * were written in the order of its changes, because each change holds the shipment's lock.
 *
 * @param enough events: the rest is left to the next reader
 */
export async function numberEvents(site: Site, enough: number): Promise<void> {
  for (let numbered = 0; numbered < enough; numbered += MOST_AT_ONCE) {
    if (!(await numberSome(site))) return;
  }
}

/** Numbers the events of every site that has a webhook. */
export async function numberForWebhooks(db: SiteContext['db']): Promise<void> {
  const rows = await db
    .selectFrom('webhook as w')
    .select('w.site_id')
    .distinct()
    .where('w.is_enabled', '=', true)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('event as e')
          .select('e.sequence')
          .whereRef('e.site_id', '=', 'w.site_id')
          .where('e.position', 'is', null),
      ),
    )
    .execute();
  for (const { site_id } of rows) await numberEvents({ db, siteId: site_id }, MOST_AT_ONCE);
}
