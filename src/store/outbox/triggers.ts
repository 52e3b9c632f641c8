import { sql } from 'kysely';
import type { ProductCode, SiteId } from '../../domain/ids.ts';
import type { ClaimedTriggers, TriggerWriter } from '../../release/ports/triggers.ts';
import type { SiteContext } from '../site-context.ts';

/** Products in one claim. */
const MOST_AT_ONCE = 5_000;

export function triggerWriter({ db, siteId }: SiteContext): TriggerWriter {
  return {
    async appendTriggers(productCodes) {
      if (productCodes.length === 0) return;
      // One that a worker holds is freed: what the worker reads may be older than this change.
      await sql`
        insert into stock_trigger as t (site_id, product_code)
        select ${siteId}, code from unnest(${[...new Set(productCodes)]}::text[]) code order by code
        on conflict (site_id, product_code) do update set claim = null, claimed_until = null`.execute(db);
    },
  };
}

export async function claimTriggers(
  db: SiteContext['db'],
  now: string,
  claimedUntil: string,
): Promise<ClaimedTriggers | null> {
  const { rows } = await sql<{ siteId: SiteId; productCode: ProductCode; claim: string }>`
    with first_site as (
      select site_id from stock_trigger
      where claimed_until is null or claimed_until <= ${now}::timestamptz limit 1
    ), free as (
      select site_id, product_code from stock_trigger
      where site_id = (select site_id from first_site)
        and (claimed_until is null or claimed_until <= ${now}::timestamptz)
      order by product_code limit ${MOST_AT_ONCE} for update skip locked
    ), mine as materialized (
      select nextval('trigger_claim') as claim
    )
    update stock_trigger t set claim = mine.claim, claimed_until = ${claimedUntil}::timestamptz
    from free, mine
    where t.site_id = free.site_id and t.product_code = free.product_code
    returning t.site_id as "siteId", t.product_code as "productCode", t.claim::text as claim`.execute(db);
  const first = rows[0];
  if (!first) return null;
  return {
    siteId: first.siteId,
    claim: first.claim,
    productCodes: rows.map((row) => row.productCode).sort(),
  };
}

export async function renewTriggers(
  db: SiteContext['db'],
  { siteId, claim }: ClaimedTriggers,
  claimedUntil: string,
): Promise<void> {
  await sql`
    update stock_trigger set claimed_until = ${claimedUntil}::timestamptz
    where site_id = ${siteId} and claim = ${claim}::bigint`.execute(db);
}

export async function completeTriggers(
  db: SiteContext['db'],
  { siteId, productCodes, claim }: ClaimedTriggers,
): Promise<void> {
  await sql`
    with done as (
      select site_id, product_code from stock_trigger
      where site_id = ${siteId} and product_code = any(${productCodes}::text[])
        and claim = ${claim}::bigint
      order by product_code for update
    )
    delete from stock_trigger t using done d
    where t.site_id = d.site_id and t.product_code = d.product_code and t.claim = ${claim}::bigint`.execute(
    db,
  );
}
