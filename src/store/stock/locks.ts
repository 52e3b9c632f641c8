import { sql } from 'kysely';
import type { ProductCode } from '../../domain/ids.ts';
import type { StockVersions } from '../../release/ports/stock.ts';
import type { TransactionContext } from '../site-context.ts';

/** Locks the products in the order of their codes, adding rows for those that have none. */
export async function lockStock(
  context: TransactionContext,
  productCodes: readonly ProductCode[],
): Promise<StockVersions> {
  const { db, siteId, lockedProducts } = context;
  const codes = [...new Set(productCodes)];
  const lock = () =>
    sql<{ code: ProductCode; version: number }>`
      select product_code as code, version from product_stock
      where site_id = ${siteId} and product_code = any(${codes}::text[])
      order by product_code for update`.execute(db);
  let { rows } = await lock();
  if (rows.length < codes.length) {
    await sql`
      insert into product_stock (site_id, product_code)
      select ${siteId}, code from unnest(${codes}::text[]) code order by code
      on conflict do nothing`.execute(db);
    ({ rows } = await lock());
  }
  for (const code of codes) lockedProducts.add(code);
  return new Map(rows.map((row) => [row.code, row.version]));
}
