import { sql } from 'kysely';
import type { ProductCode, SiteId } from '../../domain/ids.ts';
import type { ClaimedTriggers, TriggerWriter } from '../../release/ports/triggers.ts';
import { unnested } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';

/** Products in one claim. */
const MOST_AT_ONCE = 5_000;

interface Appending {
  readonly siteId: SiteId;
  readonly products: readonly { readonly product_code: ProductCode }[];
}

/** One that a worker holds is freed: what the worker reads may be older than this change. */
const insertTriggers = statement((db, { siteId, products }: Given<Appending>) =>
  insertSelected(
    db.insertInto('stock_trigger'),
    db
      .selectFrom(unnested('given', products, { product_code: 'text' }))
      .select([siteId.as('site_id'), 'given.product_code'])
      .orderBy('given.product_code'),
  ).onConflict((conflict) =>
    conflict.columns(['site_id', 'product_code']).doUpdateSet({ claim: null, claimed_until: null }),
  ),
);

/** Writes triggers. */
export function triggerWriter({ db, siteId }: SiteContext): TriggerWriter {
  return {
    async appendTriggers(productCodes) {
      if (productCodes.length === 0) return;
      const products = [...new Set(productCodes)].map((product_code) => ({ product_code }));
      await insertTriggers(db, { siteId, products });
    },
  };
}

/** Takes the free triggers of one site until `claimedUntil`; null where there are none. */
export async function claimTriggers(
  db: SiteContext['db'],
  now: string,
  claimedUntil: string,
): Promise<ClaimedTriggers | null> {
  const rows = await db
    .with('first_site', (query) =>
      query
        .selectFrom('stock_trigger')
        .select('site_id')
        .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
        .limit(1),
    )
    .with('free', (query) =>
      query
        .selectFrom('stock_trigger')
        .select(['site_id', 'product_code'])
        .where('site_id', '=', (eb) => eb.selectFrom('first_site').select('first_site.site_id'))
        .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
        .orderBy('product_code')
        .limit(MOST_AT_ONCE)
        .forUpdate()
        .skipLocked(),
    )
    .with(
      (cte) => cte('mine').materialized(),
      (query) => query.selectNoFrom(sql<number>`nextval('trigger_claim')`.as('number')),
    )
    .updateTable('stock_trigger as t')
    .from(['free', 'mine'])
    .set((eb) => ({ claim: eb.ref('mine.number'), claimed_until: claimedUntil }))
    .whereRef('t.site_id', '=', 'free.site_id')
    .whereRef('t.product_code', '=', 'free.product_code')
    .returning(['t.site_id', 't.product_code'])
    .returning((eb) => eb.cast<string>('t.claim', 'text').as('claim'))
    .execute();
  const first = rows[0];
  if (!first) return null;
  return {
    siteId: first.site_id,
    claim: first.claim,
    productCodes: rows.map((row) => row.product_code).sort(),
  };
}

/** Keeps a claim until `claimedUntil`. */
export async function renewTriggers(
  db: SiteContext['db'],
  { siteId, claim }: ClaimedTriggers,
  claimedUntil: string,
): Promise<void> {
  await db
    .updateTable('stock_trigger')
    .set({ claimed_until: claimedUntil })
    .where('site_id', '=', siteId)
    .where('claim', '=', Number(claim))
    .execute();
}

/**
 * Forgets what was claimed, except what was written again meanwhile: that has another claim, or none. Its rows are
 * locked in the order of all locks first; the count makes the deletion wait for that.
 */
export async function completeTriggers(
  db: SiteContext['db'],
  { siteId, claim }: ClaimedTriggers,
): Promise<void> {
  await db
    .with(
      (cte) => cte('done').materialized(),
      (query) =>
        query
          .selectFrom('stock_trigger')
          .select('product_code')
          .where('site_id', '=', siteId)
          .where('claim', '=', Number(claim))
          .orderBy('product_code')
          .forUpdate(),
    )
    .deleteFrom('stock_trigger')
    .where('site_id', '=', siteId)
    .where('claim', '=', Number(claim))
    .where((eb) => eb(eb.selectFrom('done').select(eb.fn.countAll().as('locked')), '>=', eb.lit(0)))
    .execute();
}
