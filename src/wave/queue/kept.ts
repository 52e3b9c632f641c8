import type { CalendarDate } from '../../domain/calendar.ts';
import type { Line } from '../../domain/shipment.ts';
import type { FutureLot } from '../../domain/snapshot.ts';
import { type KeptTake, StockRows } from '../../domain/wave/kept-plans.ts';
import type { KeptPlan } from '../../domain/wave/request.ts';
import type { WaveContext } from '../context.ts';
import type { Pick } from '../plan.ts';
import { findSource } from '../stock.ts';

/** The plan that a shipment has already. */
export interface Kept {
  /** What it takes, by source. */
  readonly picks: readonly Pick[];
  /** Units of each lot among those. */
  readonly lots: readonly { readonly lot: FutureLot; readonly units: number }[];
  /** Its last day, null where it waits for nothing. */
  readonly lastDay: CalendarDate | null;
  /** Whether it may become better: it is a promise that is not overdue. */
  readonly mayImprove: boolean;
  /** Whether an attempt may take from all that it takes. */
  readonly isEligible: boolean;
}

const lastDayOf = ({ children }: KeptPlan): CalendarDate | null => {
  let last: CalendarDate | null = null;
  for (const { futureDate } of children) {
    if (futureDate !== null && (last === null || futureDate > last)) last = futureDate;
  }
  return last;
};

/** The first day of a plan, overdue or not. */
const firstDayOf = ({ children }: KeptPlan): CalendarDate | null => {
  let first: CalendarDate | null = null;
  for (const { futureDate } of children) {
    if (futureDate !== null && (first === null || futureDate < first)) first = futureDate;
  }
  return first;
};

const isLot = (row: KeptTake['row']): row is FutureLot => row !== null && 'deliveryDay' in row;

/** The plans that shipments have already, by their places in the queue. */
export function keptPlans({ wave, stock, wants }: WaveContext): Map<number, Kept> {
  const kept = new Map<number, Kept>();
  let rows: StockRows | null = null;
  for (const [shipment, standing] of wave.shipments.entries()) {
    const plan = standing.pinned ?? standing.promised;
    if (plan === null) continue;
    rows ??= new StockRows(wave);
    const wantOf = new Map<number, { readonly want: number; readonly line: Line }>();
    for (const [want, { lines }] of wants[shipment]!.wants.entries()) {
      for (const line of lines) wantOf.set(line.lineId, { want, line });
    }
    const picks: Pick[] = [];
    const lots: { lot: FutureLot; units: number }[] = [];
    let isEligible = true;
    for (const { lineId, units, row } of rows.takesOf(standing, plan)) {
      const { want, line } = wantOf.get(lineId)!;
      const day = isLot(row) ? row.deliveryDay : null;
      const product = stock.productOf.get(line.productCode)!;
      const source = findSource(
        stock,
        product,
        stock.rankOf.get(day)!,
        stock.locationOf.get(row!.locationCode)!,
      );
      picks.push({ want, line, source, units });
      if (isLot(row)) lots.push({ lot: row, units });
      isEligible &&= wants[shipment]!.wants[want]!.class.sources.includes(source);
    }
    const first = firstDayOf(plan);
    const isOverdue = first !== null && first < wave.today;
    const mayImprove = standing.pinned === null && !isOverdue;
    kept.set(shipment, { picks, lots, lastDay: lastDayOf(plan), mayImprove, isEligible });
  }
  return kept;
}
