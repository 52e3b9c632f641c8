import type { ProductCode, SiteId } from '../../domain/ids.ts';
import type { StockVersions } from '../../release/ports/stock.ts';
import { any, unnested } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { TransactionContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';

const lockRows = statement(
  (db, given: Given<{ readonly siteId: SiteId; readonly codes: readonly ProductCode[] }>) =>
    db
      .selectFrom('product_stock')
      .select(['product_code', 'version'])
      .where('site_id', '=', given.siteId)
      .where('product_code', '=', any(given.codes))
      .orderBy('product_code')
      .forUpdate(),
);

interface NewRows {
  readonly siteId: SiteId;
  readonly products: readonly { readonly product_code: ProductCode }[];
}

const addRows = statement((db, { siteId, products }: Given<NewRows>) =>
  insertSelected(
    db.insertInto('product_stock'),
    db
      .selectFrom(unnested('given', products, { product_code: 'text' }))
      .select([siteId.as('site_id'), 'given.product_code'])
      .orderBy('given.product_code'),
  ).onConflict((conflict) => conflict.doNothing()),
);

/** Locks the products in the order of their codes, adding rows for those that have none. */
export async function lockStock(
  { db, siteId, lockedProducts }: TransactionContext,
  productCodes: readonly ProductCode[],
): Promise<StockVersions> {
  const codes = [...new Set(productCodes)];
  let rows = await lockRows(db, { siteId, codes });
  if (rows.length < codes.length) {
    await addRows(db, { siteId, products: codes.map((product_code) => ({ product_code })) });
    rows = await lockRows(db, { siteId, codes });
  }
  for (const code of codes) lockedProducts.add(code);
  return new Map(rows.map((row) => [row.product_code, row.version]));
}
