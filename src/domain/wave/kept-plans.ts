import { FAULT_LIMIT, type Fault, formatPath } from '../faults.ts';
import type { LineId } from '../ids.ts';
import type { FutureLot } from '../snapshot.ts';
import type { CurrentInventory } from '../stock.ts';
import type { KeptPlan } from './request.ts';
import type { Standing, WaveSnapshot } from './snapshot.ts';

/** The row of current stock, or the lot, that an allocation of a kept plan names. */
export type StockRow = CurrentInventory | FutureLot;

/** Units that a kept plan takes from one row for one line. */
export interface KeptTake {
  readonly lineId: LineId;
  readonly units: number;
  /** Null where the stock that is sent has no such row. */
  readonly row: StockRow | null;
  /** The child and the allocation, by their places in the plan. */
  readonly child: number;
  readonly allocation: number;
}

/** No code holds a line break. */
const currentKey = (location: string, product: string) => `${location}\n${product}`;
const lotKey = (location: string, product: string, day: string, id: string) =>
  `${location}\n${product}\n${day}\n${id}`;

/** The rows of a wave's stock, by what a plan names of them. */
export class StockRows {
  readonly #rows = new Map<string, StockRow>();

  constructor({ currentInventory, futureLots }: Pick<WaveSnapshot, 'currentInventory' | 'futureLots'>) {
    for (const row of currentInventory) this.#rows.set(currentKey(row.locationCode, row.productCode), row);
    for (const lot of futureLots) {
      this.#rows.set(lotKey(lot.locationCode, lot.productCode, lot.deliveryDay, lot.futureInventoryId), lot);
    }
  }

  /** What a kept plan of a shipment takes, allocation by allocation. */
  takesOf({ shipment }: Standing, { children }: KeptPlan): KeptTake[] {
    const products = new Map(shipment.items.map((line) => [line.lineId, line.productCode]));
    return children.flatMap(({ fulfillmentLocationCode: location, futureDate, allocations }, child) =>
      allocations.map(({ lineId, quantity, futureInventoryId }, allocation) => {
        const product = products.get(lineId);
        const isNamed = location !== null && product !== undefined;
        const isWhole = (futureDate === null) === (futureInventoryId === null);
        let row: StockRow | undefined;
        if (isNamed && isWhole) {
          const key =
            futureInventoryId === null
              ? currentKey(location, product)
              : lotKey(location, product, futureDate!, futureInventoryId);
          row = this.#rows.get(key);
        }
        return { lineId, units: quantity, row: row ?? null, child, allocation };
      }),
    );
  }
}

/** Takes that do not fill the lines of their shipment exactly, or come from nowhere. */
function faultsOfPlan({ shipment }: Standing, takes: readonly KeptTake[], path: readonly PropertyKey[]) {
  const faults: Fault[] = [];
  const filled = new Map<LineId, number>();
  for (const { lineId, units, row, child, allocation } of takes) {
    filled.set(lineId, (filled.get(lineId) ?? 0) + units);
    if (row !== null) continue;
    faults.push({
      path: formatPath([...path, 'children', child, 'allocations', allocation]),
      code: 'unknown_source',
      message: `no row of the stock is what line ${lineId} takes ${units} units from`,
    });
  }
  for (const { lineId, manageStock, quantity } of shipment.items) {
    const units = filled.get(lineId) ?? 0;
    filled.delete(lineId);
    const wanted = manageStock ? quantity : 0;
    if (units === wanted) continue;
    const message = `the plan gives line ${lineId} ${units} units; it needs exactly ${wanted}`;
    faults.push({ path: formatPath([...path, 'children']), code: 'plan_differs', message });
  }
  for (const lineId of filled.keys()) {
    const message = `the shipment has no line ${lineId}`;
    faults.push({ path: formatPath([...path, 'children']), code: 'plan_differs', message });
  }
  return faults;
}

/**
 * What is wrong with the plans that a wave is to keep: one that does not fill its lines exactly, that names stock which is
 * not there, and rows from which all of them together take more than there is.
 *
 * @param pathOf where a shipment stands in the request, by its place in the queue
 */
export function keptPlanFaults(
  wave: Pick<WaveSnapshot, 'shipments' | 'currentInventory' | 'futureLots'>,
  pathOf: (position: number) => readonly PropertyKey[],
): Fault[] {
  const faults: Fault[] = [];
  let rows: StockRows | null = null;
  const taken = new Map<StockRow, number>();
  for (const [position, standing] of wave.shipments.entries()) {
    const plan = standing.pinned ?? standing.promised;
    if (plan === null) continue;
    if (faults.length >= FAULT_LIMIT) break;
    rows ??= new StockRows(wave);
    const path = [...pathOf(position), standing.pinned === null ? 'promised' : 'pinned'];
    if (standing.pinned !== null && standing.promised !== null) {
      const message = 'a pinned plan is kept as it is, so there is no promise beside it';
      faults.push({ path: formatPath(path), code: 'not_together', message });
    }
    const takes = rows.takesOf(standing, plan);
    faults.push(...faultsOfPlan(standing, takes, path));
    for (const { row, units, child, allocation } of takes) {
      if (row === null) continue;
      const total = (taken.get(row) ?? 0) + units;
      taken.set(row, total);
      if (total <= Math.max(0, row.available)) continue;
      faults.push({
        path: formatPath([...path, 'children', child, 'allocations', allocation]),
        code: 'exceeds_supply',
        message: `promised and pinned plans take ${total} units or more of a row that has ${row.available} (${row.productCode} at ${row.locationCode})`,
      });
    }
  }
  return faults;
}
