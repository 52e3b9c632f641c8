import type { CalendarDate } from '../../domain/calendar.ts';
import type { ProductCode } from '../../domain/ids.ts';
import type { Snapshot } from '../../domain/snapshot.ts';

/** The end of the calendar: every dated lot lies before it. */
export const END_OF_TIME = '9999-12-31' as CalendarDate;

/** What a question opens or closes for stock: everything about eligibility that does not hang on a location. */
export interface Gates {
  readonly useCurrentInventory: boolean;
  readonly futureInventoryEnabled: boolean;
  /** Products that may take lots whatever their lines say; `every`: all of them. */
  readonly productsEnabled: ReadonlySet<ProductCode> | 'every';
  /** The last day of the Future Date Limit, inclusive. */
  readonly lastFutureDay: CalendarDate;
  /** Lots due up to this day, and not overdue at the attempt, have become current stock; null: none has. */
  readonly arrivedThrough: CalendarDate | null;
  /** Whether lots that are overdue at the attempt have become current stock. */
  readonly overdueReceived: boolean;
}

/** The gates as the attempt finds them. */
export function gatesOf({ settings, lastFutureDay }: Snapshot): Gates {
  return {
    useCurrentInventory: settings.useCurrentInventory,
    futureInventoryEnabled: settings.futureInventoryEnabled,
    productsEnabled: new Set(),
    lastFutureDay,
    arrivedThrough: null,
    overdueReceived: false,
  };
}

/** Every dated lot that is not overdue counts: both switches on, no limit. */
export function withEveryDate(gates: Gates): Gates {
  return {
    ...gates,
    futureInventoryEnabled: true,
    productsEnabled: 'every',
    lastFutureDay: END_OF_TIME,
  };
}
