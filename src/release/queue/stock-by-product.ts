import type { ProductCode } from '../../domain/ids.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';

/** Rows by product. */
function byProduct<Row extends { readonly productCode: ProductCode }>(rows: readonly Row[]) {
  const found = new Map<ProductCode, Row[]>();
  for (const row of rows) {
    const others = found.get(row.productCode);
    if (others === undefined) found.set(row.productCode, [row]);
    else others.push(row);
  }
  return (codes: readonly ProductCode[]) => codes.flatMap((code) => found.get(code) ?? []);
}

/** Of stock that was read for many shipments at once, what each has a use for: the rows of its products. */
export function stockByProduct({ current, lots }: SiteStock): (codes: readonly ProductCode[]) => SiteStock {
  const [rowsOf, lotsOf] = [byProduct(current), byProduct(lots)];
  return (codes) => ({ current: rowsOf(codes), lots: lotsOf(codes) });
}
