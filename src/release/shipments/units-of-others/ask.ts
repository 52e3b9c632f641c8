import { NothingProvenError } from '../../../attempt/optimize.ts';
import type { ShipmentRecord } from '../../../domain/site/shipment.ts';
import { type AttemptContext, attemptRequest, type SiteStock } from '../../../routing/attempt-request.ts';
import type { HeldUnits } from '../../ports/stock.ts';
import type { ReleasePorts } from '../../service-ports.ts';

/** Questions about changed stock: would the shipment be released if others gave these units up? */
export interface Questions {
  /** Whether it is proven that they would do. */
  readonly isEnough: (given: readonly HeldUnits[]) => Promise<boolean>;
  /** Whether some question was left open, for want of time. */
  readonly isCut: () => boolean;
}

/** The source of units, as a key. */
export const sourceKey = ({ locationCode, productCode, futureInventoryId }: Omit<HeldUnits, 'quantity'>) =>
  JSON.stringify([locationCode, productCode, futureInventoryId]);

/** The stock as if these units were promised to nobody. Several rows of one source add up. */
function without(stock: SiteStock, given: readonly HeldUnits[]): SiteStock {
  const units = new Map<string, number>();
  for (const row of given) units.set(sourceKey(row), (units.get(sourceKey(row)) ?? 0) + row.quantity);
  const freed = (row: Omit<HeldUnits, 'quantity'>) => units.get(sourceKey(row)) ?? 0;
  return {
    current: stock.current.map((row) => ({
      ...row,
      allocated: row.allocated - freed({ ...row, futureInventoryId: null }),
    })),
    lots: stock.lots.map((lot) => ({ ...lot, allocated: lot.allocated - freed(lot) })),
  };
}

/** All that is promised to anybody. */
export const allPromised = ({ current, lots }: SiteStock): HeldUnits[] =>
  [...current.map((row) => ({ ...row, futureInventoryId: null })), ...lots].map(
    ({ locationCode, productCode, futureInventoryId, allocated }) => ({
      locationCode,
      productCode,
      futureInventoryId,
      quantity: allocated,
    }),
  );

/** Asks by solving, until the time of one attempt is over. */
export function questionsWithin(
  ports: ReleasePorts,
  shipment: ShipmentRecord,
  context: AttemptContext,
): Questions {
  const deadline = Date.parse(ports.now()) + ports.attemptTimeLimitMs;
  let isCut = false;
  async function answer(given: readonly HeldUnits[]): Promise<boolean | null> {
    const timeLimitMs = deadline - Date.parse(ports.now());
    if (timeLimitMs < 1) return null;
    const stock = without(context.stock, given);
    const request = attemptRequest(shipment, { ...context, stock, timeLimitMs, explain: 'none' });
    try {
      const { decision, proof } = await ports.decide(request);
      // A plan is proof that it is released; that it is not has to be proven.
      if (decision !== 'held') return true;
      return proof.status === 'infeasible' || proof.status === 'optimal' ? false : null;
    } catch (error) {
      if (error instanceof NothingProvenError) return null;
      throw error;
    }
  }
  return {
    async isEnough(given) {
      const enough = await answer(given);
      isCut ||= enough === null;
      return enough === true;
    },
    isCut: () => isCut,
  };
}
