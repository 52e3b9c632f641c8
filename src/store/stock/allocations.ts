import type { ProductCode } from '../../domain/ids.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import type { StockWriter } from '../../release/ports/stock.ts';
import { assertLocked, type TransactionContext } from '../site-context.ts';
import { endAllocations } from './end-allocations.ts';
import { takeUnits } from './take-units.ts';

const productsOf = (rows: readonly StockAllocation[]): ProductCode[] => rows.map((row) => row.productCode);

/** Makes allocations and ends them, of products that are locked. */
export function allocationWriter(
  context: TransactionContext,
): Pick<StockWriter, 'allocate' | 'deallocate' | 'fulfill'> {
  return {
    async allocate(rows, cause) {
      if (rows.length === 0) return true;
      assertLocked(context, productsOf(rows));
      const taken = await takeUnits(context, rows, cause);
      if (!taken) context.refuse('allocate');
      return taken;
    },
    async deallocate(shipmentNumbers, cause) {
      const back = await endAllocations(context, shipmentNumbers, cause, { leaves: false });
      assertLocked(context, productsOf(back));
      return back;
    },
    async fulfill(shipmentNumbers, cause) {
      const gone = await endAllocations(context, shipmentNumbers, cause, { leaves: true });
      assertLocked(context, productsOf(gone));
      return gone;
    },
  };
}
