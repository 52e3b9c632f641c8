import { compareCodes, type LocationCode, type ProductCode } from '../../domain/ids.ts';
import type { StockCount, StockDelta, StockWriter } from '../../release/ports/stock.ts';
import { assertLocked, type TransactionContext } from '../site-context.ts';
import { adjustRows } from './adjust-counts.ts';
import { changeOf } from './ledger.ts';
import { setRows } from './set-counts.ts';

interface Source {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
}

const sortedProducts = (codes: Iterable<ProductCode>): ProductCode[] =>
  [...new Set(codes)].sort(compareCodes);

const productsOf = (rows: readonly Source[]): ProductCode[] => rows.map((row) => row.productCode);

const keyOf = ({ locationCode, productCode }: Source): string => JSON.stringify([locationCode, productCode]);

/** Counts of what is on hand, of products that are locked. */
export function stockCountWriter(
  context: TransactionContext,
): Pick<StockWriter, 'setOnHand' | 'adjustOnHand'> {
  return {
    async setOnHand(rows: readonly StockCount[], cause) {
      assertLocked(context, productsOf(rows));
      const written = await setRows(context.db, { ...changeOf(context, cause), rows });
      return { changedProducts: sortedProducts(written.map((row) => row.product_code)), refused: [] };
    },
    async adjustOnHand(rows: readonly StockDelta[], cause) {
      assertLocked(context, productsOf(rows));
      const written = await adjustRows(context.db, { ...changeOf(context, cause), rows });
      const keys = new Set(written.map(keyOf));
      const changed = written.filter((row) => row.delta !== 0);
      return {
        changedProducts: sortedProducts(productsOf(changed)),
        refused: rows
          .filter((row) => !keys.has(keyOf(row)))
          .map(({ locationCode, productCode }) => ({ locationCode, productCode })),
      };
    },
  };
}
