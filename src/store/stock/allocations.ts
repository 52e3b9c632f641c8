import type { ProductCode } from '../../domain/ids.ts';
import type { StockAllocation, StockCause } from '../../domain/site/stock.ts';
import type { StockWriter, Taking } from '../../release/ports/stock.ts';
import { assertLocked, type TransactionContext } from '../site-context.ts';
import { endAllocations } from './end-allocations.ts';
import { giveBackUnits } from './give-back.ts';
import { takeUnits } from './take-units.ts';

const productsOf = (rows: readonly StockAllocation[]): ProductCode[] => rows.map((row) => row.productCode);

async function allocateAll(
  context: TransactionContext,
  takings: readonly Taking[],
  kind: StockCause['kind'],
): Promise<boolean> {
  const rows = takings.flatMap((taking) => taking.rows);
  if (rows.length === 0) return true;
  assertLocked(context, productsOf(rows));
  const taken = await takeUnits(context, takings, kind);
  if (!taken) context.refuse('allocate');
  return taken;
}

/** Makes allocations and ends them, of products that are locked. */
export function allocationWriter(
  context: TransactionContext,
): Pick<StockWriter, 'allocate' | 'allocateAll' | 'deallocate' | 'giveBack' | 'fulfill'> {
  return {
    allocate: (rows, { kind, reference }) => allocateAll(context, [{ reference, rows }], kind),
    allocateAll: (takings, kind) => allocateAll(context, takings, kind),
    async deallocate(shipmentNumbers, cause) {
      const back = await endAllocations(context, shipmentNumbers, cause, { leaves: false });
      assertLocked(context, productsOf(back));
      return back;
    },
    async giveBack(rows, cause) {
      if (rows.length === 0) return;
      assertLocked(context, productsOf(rows));
      await giveBackUnits(context, rows, cause);
    },
    async fulfill(shipmentNumbers, cause) {
      const gone = await endAllocations(context, shipmentNumbers, cause, { leaves: true });
      assertLocked(context, productsOf(gone));
      return gone;
    },
  };
}
