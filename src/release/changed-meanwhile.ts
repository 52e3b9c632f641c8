import type { ProductCode } from '../domain/ids.ts';
import type { StockVersions } from './ports/stock.ts';

/** What a plan was decided on has changed: the plan is thrown away. Never leaves this folder. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

/** @throws ChangedMeanwhile where the stock of a product has changed since it was looked at */
export function assertStill(decidedOn: StockVersions, now: StockVersions): void {
  for (const [productCode, version] of now) {
    if (decidedOn.get(productCode) !== version) throw new ChangedMeanwhile(`stock of ${productCode}`);
  }
}

/** Codes once each, in the written order. */
export function productsOf(items: readonly { readonly productCode: ProductCode }[]): ProductCode[] {
  return [...new Set(items.map((item) => item.productCode))].sort();
}
