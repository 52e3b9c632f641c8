import { compareCodes, type LocationCode, type ProductCode } from '../../domain/ids.ts';
import type {
  RefusedRow,
  StockCount,
  StockDelta,
  StockRefusal,
  StockWriter,
} from '../../release/ports/stock.ts';
import { assertLocked, type TransactionContext } from '../site-context.ts';
import { adjustRows } from './adjust-counts.ts';
import { changeOf } from './ledger.ts';
import { setRows } from './set-counts.ts';

interface Source {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
}

/** Codes once each, in the written order. */
export const sortedProducts = (codes: Iterable<ProductCode>): ProductCode[] =>
  [...new Set(codes)].sort(compareCodes);

const productsOf = (rows: readonly Source[]): ProductCode[] => rows.map((row) => row.productCode);

const keyOf = ({ locationCode, productCode }: Source): string => JSON.stringify([locationCode, productCode]);

/** The rows that were refused, by their place among those given. */
function placesOf(rows: readonly Source[], refusals: ReadonlyMap<string, StockRefusal>): RefusedRow[] {
  if (refusals.size === 0) return [];
  return rows.flatMap((source, row) => {
    const reason = refusals.get(keyOf(source));
    return reason === undefined ? [] : [{ row, reason }];
  });
}

/** Counts of what is on hand, of products that are locked. */
export function stockCountWriter(
  context: TransactionContext,
): Pick<StockWriter, 'setOnHand' | 'adjustOnHand'> {
  return {
    async setOnHand(rows: readonly StockCount[], cause) {
      assertLocked(context, productsOf(rows));
      const answers = await setRows(context.db, { ...changeOf(context, cause), rows });
      const changed = answers.filter((row) => row.refused_at === null);
      const refused = answers.flatMap(({ product_code: productCode, refused_at: locationCode }) =>
        locationCode === null ? [] : [keyOf({ locationCode, productCode })],
      );
      return {
        changedProducts: sortedProducts(changed.map((row) => row.product_code)),
        refused: placesOf(rows, new Map(refused.map((key) => [key, 'out-of-range'] as const))),
      };
    },
    async adjustOnHand(rows: readonly StockDelta[], cause) {
      assertLocked(context, productsOf(rows));
      const judged = await adjustRows(context.db, { ...changeOf(context, cause), rows });
      const changed = judged.filter((row) => row.refusal === null && row.delta !== 0);
      const refusals = new Map<string, StockRefusal>();
      for (const row of judged) if (row.refusal !== null) refusals.set(keyOf(row), row.refusal);
      return { changedProducts: sortedProducts(productsOf(changed)), refused: placesOf(rows, refusals) };
    },
  };
}
