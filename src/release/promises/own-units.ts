import type { CalendarDate } from '../../domain/calendar.ts';
import type { FutureInventoryId } from '../../domain/ids.ts';
import type { LotRow, StockAllocation, StockRow } from '../../domain/site/stock.ts';
import { availableOf } from '../../domain/site/stock.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';
import type { HeldUnits } from '../ports/stock.ts';
import { sourceKey } from '../shipments/units-of-others/ask.ts';

/** HeldUnits by source, whichever lines they are for. */
function bySource(rows: readonly HeldUnits[]): Map<string, HeldUnits> {
  const found = new Map<string, HeldUnits>();
  for (const { locationCode, productCode, futureInventoryId, quantity } of rows) {
    const source = { locationCode, productCode, futureInventoryId };
    const known = found.get(sourceKey(source))?.quantity ?? 0;
    found.set(sourceKey(source), { ...source, quantity: known + quantity });
  }
  return found;
}

/** HeldUnits that rows take beyond those that others give back, source by source. */
export function beyond(rows: readonly StockAllocation[], givenBack: readonly StockAllocation[]): HeldUnits[] {
  const back = bySource(givenBack);
  return [...bySource(rows)].flatMap(([key, units]) => {
    const quantity = units.quantity - (back.get(key)?.quantity ?? 0);
    return quantity > 0 ? [{ ...units, quantity }] : [];
  });
}

/**
 * What a shipment may take that gives back what it holds: its own units are its own, whatever is left to others of the
 * rest.
 *
 * @param stock as it is
 * @param takeable the same rows, less what is left to others
 */
export function withOwnUnits(
  stock: SiteStock,
  takeable: SiteStock,
  held: readonly StockAllocation[],
): SiteStock {
  const units = bySource(held);
  const own = (row: Omit<HeldUnits, 'quantity'>) => units.get(sourceKey(row))?.quantity ?? 0;
  // What there is of it and its own, less what is left to others; of its own as much as is really there.
  const more = (there: number, left: number, mine: number) =>
    Math.max(left + mine, Math.min(mine, there + mine)) - left;
  const lotUnits = (lot: LotRow) => lot.quantity - lot.allocated;
  return {
    current: takeable.current.map((row, index) => {
      const mine = own({ ...row, futureInventoryId: null });
      if (mine === 0) return row;
      const there = availableOf(stock.current[index] as StockRow);
      return { ...row, allocated: row.allocated - more(there, availableOf(row), mine) };
    }),
    lots: takeable.lots.map((lot, index) => {
      const mine = own(lot);
      if (mine === 0) return lot;
      const there = lotUnits(stock.lots[index] as LotRow);
      return { ...lot, allocated: lot.allocated - more(there, lotUnits(lot), mine) };
    }),
  };
}

/** Own units that wait at their place for the other lines, as lots of later days. */
export interface Carried {
  readonly lots: readonly LotRow[];
  /** The sources that the units really are of, by the id of their lot here. */
  readonly sourceOf: ReadonlyMap<FutureInventoryId, FutureInventoryId | null>;
}

/**
 * What a shipment holds may wait for the rest of it: on every day on which something comes to the same place, its units
 * that are there by then are offered once more, as a lot of that day. To be used for plans of a single package, which
 * takes from one day only.
 *
 * @param stock with its own units ({@link withOwnUnits}), and only lots of days that are asked for
 */
export function carriedUnits(stock: SiteStock, held: readonly StockAllocation[]): Carried {
  const sourceOf = new Map<FutureInventoryId, FutureInventoryId | null>();
  const taken = new Set(stock.lots.map((lot) => lot.futureInventoryId));
  const lots: LotRow[] = [];
  for (const { locationCode, productCode, futureInventoryId, quantity } of bySource(held).values()) {
    const isHere = (row: { readonly locationCode: string; readonly productCode: string }) =>
      row.locationCode === locationCode && row.productCode === productCode;
    const row = stock.current.find(isHere);
    const lot = stock.lots.find((each) => isHere(each) && each.futureInventoryId === futureInventoryId);
    const there = futureInventoryId === null ? row && availableOf(row) : lot && lot.quantity - lot.allocated;
    const units = Math.min(quantity, there ?? 0);
    if (units <= 0) continue;
    const from = lot?.deliveryDate ?? null;
    const days = new Set(
      stock.lots.flatMap((each) =>
        each.locationCode === locationCode && each.deliveryDate !== null ? [each.deliveryDate] : [],
      ),
    );
    for (const day of [...days].sort()) {
      if (from !== null && day <= from) continue;
      const id = nameOf(day, taken);
      sourceOf.set(id, futureInventoryId);
      lots.push({
        futureInventoryId: id,
        locationCode,
        productCode,
        deliveryDate: day,
        quantity: units,
        allocated: 0,
        unitCost: (futureInventoryId === null ? row?.unitCost : lot?.unitCost) ?? 0,
        status: 'EXPECTED',
        version: 0,
      });
    }
  }
  return { lots, sourceOf };
}

/** A name that no lot has, and no other of these. */
function nameOf(day: CalendarDate, taken: Set<FutureInventoryId>): FutureInventoryId {
  for (let tries = taken.size; ; tries++) {
    const name = `kept-${tries}-${day}` as FutureInventoryId;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
