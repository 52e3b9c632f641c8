import { NothingProvenError } from '../../attempt/optimize.ts';
import { EFFORT } from '../../decision/explain/effort.ts';
import { firstIndex } from '../../decision/explain/first-index.ts';
import type { Decision, Hold } from '../../domain/decision.ts';
import type { Fix, GiveUpUnitsFix } from '../../domain/fix.ts';
import type { ProductCode } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { StockAllocation } from '../../domain/site/stock.ts';
import { type AttemptContext, attemptRequest, type SiteStock } from '../../routing/attempt-request.ts';
import { productsOf } from '../changed-meanwhile.ts';
import type { StoreReader } from '../ports/store.ts';
import { bySource, sourceKeyOf, withoutUnits } from '../promises/own-units.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { ALLOCATED_STATUSES } from '../states.ts';

/** Units of one source, whichever lines of the holder they are for. */
type HeldUnits = Omit<StockAllocation, 'shipmentNumber' | 'lineId'>;

/** A question about changed stock, or null where the time is over. */
type Ask = (given: readonly HeldUnits[]) => Promise<boolean | null>;

/** Last in the queue first: the lowest priority, then the last submitted. */
function lastFirst(a: ShipmentRecord, b: ShipmentRecord): number {
  if (a.priority !== b.priority) return a.priority - b.priority;
  if (a.submittedAt !== b.submittedAt) return a.submittedAt < b.submittedAt ? 1 : -1;
  return b.shipmentNumber - a.shipmentNumber;
}

/** Shipments of other orders that hold units of these products, last in the queue first. */
async function findHolders(
  reader: StoreReader,
  { orderNumber }: ShipmentRecord,
  productCodes: readonly ProductCode[],
): Promise<ShipmentRecord[]> {
  const found = new Map<number, ShipmentRecord>();
  for (const productCode of productCodes) {
    const page = await reader.shipments({
      statuses: ALLOCATED_STATUSES,
      productCode,
      after: null,
      newestFirst: true,
      limit: EFFORT.mostHolders.value,
    });
    for (const holder of page) found.set(holder.shipmentNumber, holder);
  }
  return [...found.values()].filter((holder) => holder.orderNumber !== orderNumber).sort(lastFirst);
}

/** What each shipment holds of these products, source by source. */
async function heldBy(
  reader: StoreReader,
  holders: readonly ShipmentRecord[],
  productCodes: readonly ProductCode[],
): Promise<Map<number, HeldUnits[]>> {
  const isWanted = new Set(productCodes);
  const rows = await reader.allocationsOf(holders.map(({ shipmentNumber }) => shipmentNumber));
  return new Map(
    holders.map(({ shipmentNumber }) => {
      const held = rows.filter(
        (row) => row.shipmentNumber === shipmentNumber && isWanted.has(row.productCode),
      );
      return [shipmentNumber, [...bySource(held).values()]];
    }),
  );
}

/** Of each source as few units as are enough beside the others; null where the time does not allow to say. */
async function fewestUnits(held: readonly HeldUnits[], ask: Ask): Promise<HeldUnits[] | null> {
  let fewest = [...held];
  let isCut = false;
  for (const [position, row] of held.entries()) {
    const withOnly = (quantity: number) => fewest.with(position, { ...row, quantity });
    const enough = async (quantity: number) => {
      const answer = await ask(withOnly(quantity));
      isCut ||= answer === null;
      return answer === true;
    };
    // All that it holds is enough: that was asked before.
    const quantity = (await firstIndex(row.quantity, enough, { isMonotone: true })) ?? row.quantity;
    if (isCut) return null;
    fewest = withOnly(quantity);
  }
  return fewest.filter(({ quantity }) => quantity > 0);
}

/** Asks changed questions until the time of one attempt is over. */
function askWithin(ports: ReleasePorts, shipment: ShipmentRecord, context: AttemptContext): Ask {
  const deadline = Date.parse(ports.now()) + ports.attemptTimeLimitMs;
  return async (given) => {
    const timeLimitMs = deadline - Date.parse(ports.now());
    if (timeLimitMs < 1) return null;
    const stock = withoutUnits(context.stock, given);
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
  };
}

/** The fix, with the days of its lots. */
function fixOf(
  { shipmentNumber }: ShipmentRecord,
  units: readonly HeldUnits[],
  { lots }: SiteStock,
): GiveUpUnitsFix {
  const days = new Map(lots.map((lot) => [sourceKeyOf(lot), lot.deliveryDate]));
  const named = units.map((row) => ({ ...row, deliveryDay: days.get(sourceKeyOf(row)) ?? null }));
  return { kind: 'GIVE_UP_UNITS', shipmentNumber, units: named };
}

/** Fixes keep their order: goods that nobody has ordered ask more than units that another one gives up. */
function inserted(fixes: readonly Fix[], fix: Fix): Fix[] {
  const isLess = (other: Fix) => other.kind !== 'ADD_UNITS';
  return [...fixes.filter(isLess), fix, ...fixes.filter((other) => !isLess(other))];
}

/**
 * A held decision with one more fix: the first shipment, of those last in the queue, of which some units would release
 * this one, and the fewest that do; proven by solving. Within the time of another attempt; where that does not suffice
 * the explanation says that it is partial.
 */
export async function withUnitsOfOthers(
  ports: ReleasePorts,
  reader: StoreReader,
  shipment: ShipmentRecord,
  context: AttemptContext,
  decision: Decision,
): Promise<Decision> {
  const hold = decision.hold!;
  const withHold = (changes: Partial<Hold>) => ({ ...decision, hold: { ...hold, ...changes } });
  const codes = productsOf(shipment.items);
  const holders = await findHolders(reader, shipment, codes);
  const held = await heldBy(reader, holders, codes);
  const ask = askWithin(ports, shipment, context);
  let isCut = false;
  for (const holder of holders) {
    const units = held.get(holder.shipmentNumber);
    if (units === undefined || units.length === 0) continue;
    const answer = await ask(units);
    isCut ||= answer === null;
    if (answer !== true) continue;
    const fewest = await fewestUnits(units, ask);
    if (fewest === null) return withHold({ explanation: 'partial' });
    const fixes = inserted(hold.fixes, fixOf(holder, fewest, context.stock));
    return withHold(isCut ? { fixes, explanation: 'partial' } : { fixes });
  }
  return isCut ? withHold({ explanation: 'partial' }) : decision;
}
