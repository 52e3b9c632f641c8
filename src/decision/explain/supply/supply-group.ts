import type { CalendarDate } from '../../../domain/calendar.ts';
import { compareCodes } from '../../../domain/ids.ts';
import type { Line } from '../../../domain/shipment.ts';
import type { Gates } from '../gates.ts';

/** A location where more of a product is promised than there is, and what comes into stock there. */
export class Owing {
  readonly units: number;
  overdue = 0;
  readonly lots: { readonly day: CalendarDate; readonly units: number }[] = [];

  constructor(units: number) {
    this.units = units;
  }

  /** Units that only make good what is owed, of those that have arrived under these gates. */
  swallowed({ arrivedThrough, overdueReceived }: Gates): number {
    let arrived = overdueReceived ? this.overdue : 0;
    if (arrivedThrough !== null) {
      for (const { day, units } of this.lots) if (day <= arrivedThrough) arrived += units;
    }
    return Math.min(this.units, arrived);
  }
}

/** Stock of one product at all locations that the same lines may use, or at one location, summed up by day. */
export class SupplyGroup {
  /** Lines that may use these locations, by id. */
  readonly takers: readonly Line[];
  /** Of these, the lines that may take lots there, their switch aside. */
  readonly lotTakers: readonly Line[];
  current = 0;
  overdue = 0;
  readonly owing: Owing[] = [];
  readonly #unitsDue = new Map<CalendarDate, number>();
  #days: readonly CalendarDate[] | null = null;
  /** Units due up to each of the days, that day included. */
  #through: readonly number[] = [];

  constructor(takers: readonly Line[], lotTakers: readonly Line[]) {
    this.takers = takers;
    this.lotTakers = lotTakers;
  }

  addLot(day: CalendarDate, units: number): void {
    this.#unitsDue.set(day, (this.#unitsDue.get(day) ?? 0) + units);
  }

  /** The days on which lots that are not overdue are due, ascending. */
  days(): readonly CalendarDate[] {
    if (this.#days !== null) return this.#days;
    this.#days = [...this.#unitsDue.keys()].sort(compareCodes);
    let sum = 0;
    this.#through = this.#days.map((day) => (sum += this.#unitsDue.get(day)!));
    return this.#days;
  }

  /** Units of lots, overdue ones aside, due on this day or before it. */
  dueThrough(day: CalendarDate): number {
    const days = this.days();
    let low = 0;
    let high = days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (days[middle]! <= day) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : this.#through[low - 1]!;
  }

  /** Units of lots due on this day. */
  dueOn(day: CalendarDate): number {
    return this.#unitsDue.get(day) ?? 0;
  }

  /** Units in stock, with those that have arrived under these gates. */
  currentUnits(gates: Gates): number {
    const { useCurrentInventory, arrivedThrough, overdueReceived } = gates;
    if (!useCurrentInventory) return 0;
    const arrived = arrivedThrough === null ? 0 : this.dueThrough(arrivedThrough);
    const swallowed = this.owing.reduce((sum, place) => sum + place.swallowed(gates), 0);
    return this.current + arrived + (overdueReceived ? this.overdue : 0) - swallowed;
  }

  /** Units that are still to come, up to the end of the Future Date Limit. */
  futureUnits({ futureInventoryEnabled, lastFutureDay, arrivedThrough }: Gates): number {
    if (!futureInventoryEnabled) return 0;
    const arrived = arrivedThrough === null ? 0 : this.dueThrough(arrivedThrough);
    return Math.max(0, this.dueThrough(lastFutureDay) - arrived);
  }
}
