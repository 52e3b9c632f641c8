import { type CalendarDate, calendarDayOf } from '../../domain/calendar.ts';
import type { LocationCode, ProductCode } from '../../domain/ids.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';
import type { Products } from '../../routing/switches.ts';
import { type DayLimits, fullLocations, lessReleases, openLimited } from '../day-limits.ts';
import type { QueueReader, Want } from '../ports/queue.ts';
import type { QueuePosition } from '../ports/shipments.ts';
import { queueDay } from './queue-day.ts';
import { lessUndecided, lessWanted } from './reserved.ts';

const DAY_MS = 86_400_000;

/** A place in the queue, and what is wanted there. */
export interface AtPlace {
  readonly before: QueuePosition;
  readonly productCodes: readonly ProductCode[];
  /** What is there, less nothing. */
  readonly stock: SiteStock;
  readonly products: Products;
  readonly settings: SiteSettings;
  /** What its locations may still release today. */
  readonly dayLimits: DayLimits;
  /** The clock's instant. */
  readonly now: string;
  /** `undecided`: those are left what they want; `all`: everybody before is; `nobody`: only who has waited for long. */
  readonly yieldsTo: 'undecided' | 'all' | 'nobody';
}

/** What others before a place want. */
export interface Wanted {
  /** Units that undecided ones want, by product. */
  readonly undecided: ReadonlyMap<ProductCode, number>;
  /** What is kept for those who come first, decided or not, line by line. */
  readonly kept: readonly Want[];
  /** Releases that undecided ones may want of locations that have a limit on a day. */
  readonly releases: ReadonlyMap<LocationCode, number>;
}

/** What a place may take. */
export interface Takeable {
  readonly stock: SiteStock;
  /** Locations that may release no more today, or no more than those before it may want. */
  readonly full: ReadonlySet<LocationCode>;
  /** Somebody before it is undecided: what is held on this stock is not decided yet. */
  readonly isUndecided: boolean;
  /** Something that is there is kept for those before it. */
  readonly isKept: boolean;
  /** Units of each product that undecided ones want, which are left to them at every source. */
  readonly leaves: ReadonlyMap<ProductCode, number>;
}

/** Until when one has to have been submitted for nobody to take what it wants; null: nobody is so old. */
export function oldUntil({ reserveAfterDays }: SiteSettings, now: string): string | null {
  if (reserveAfterDays === null) return null;
  return new Date(Date.parse(now) - reserveAfterDays * DAY_MS).toISOString();
}

/**
 * Who wants what before a place. To be read after the stock: a change is committed together with what it makes
 * undecided, so whoever sees its stock sees that, too.
 */
export async function readWanted(
  reader: QueueReader,
  { before, productCodes, settings, dayLimits, now, yieldsTo }: Omit<AtPlace, 'stock' | 'products'>,
): Promise<Wanted> {
  const today: CalendarDate = calendarDayOf(now, settings.timeZone);
  const asked = { productCodes, before, today };
  const day = queueDay(settings, now);
  const undecided =
    yieldsTo === 'undecided'
      ? await reader.undecidedWants({ productCodes, before, day })
      : new Map<ProductCode, number>();
  // Units may be enough for all, and a day's releases not.
  const releases =
    yieldsTo === 'nobody'
      ? new Map<LocationCode, number>()
      : await reader.undecidedReleases({ locationCodes: openLimited(dayLimits), before, day });
  const submittedUntil = oldUntil(settings, now);
  if (yieldsTo === 'all') {
    return { undecided, releases, kept: await reader.wants({ ...asked, submittedUntil: null }) };
  }
  return {
    undecided,
    releases,
    kept: submittedUntil === null ? [] : await reader.wants({ ...asked, submittedUntil }),
  };
}

const hasUnits = (stock: SiteStock): boolean =>
  stock.current.some((row) => row.onHand > row.allocated + row.pending + row.safetyStock) ||
  stock.lots.some((lot) => lot.quantity > lot.allocated);

/** What is left at a place of what is there: nobody overtakes. */
export function takeable(
  stock: SiteStock,
  { undecided, kept, releases }: Wanted,
  products: Products,
  dayLimits: DayLimits,
): Takeable {
  const isThere = hasUnits(stock);
  const full = fullLocations(lessReleases(dayLimits, releases));
  const isLeftToOthers = full.size > fullLocations(dayLimits).size;
  return {
    stock: lessWanted(lessUndecided(stock, undecided), kept, products),
    full,
    isUndecided: isThere && (undecided.size > 0 || isLeftToOthers),
    isKept: isThere && kept.length > 0,
    leaves: undecided,
  };
}

/** Whether what some want is kept for them though they cannot go, so that others can once they no longer want it. */
export const keepsForOthers = ({ reserveAfterDays, newOrders }: SiteSettings): boolean =>
  reserveAfterDays !== null || newOrders === 'after-all-waiting';
