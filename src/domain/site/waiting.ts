import type { CalendarDate } from '../calendar.ts';
import type { HeldLine } from '../decision.ts';

/** Why a shipment waits, as it was at `decidedAt`. */
export interface Waiting {
  /** A reason of an attempt (`REASON_CODES`), or what kept it from being released though it could go. */
  readonly reason: string;
  /** For people: what the reason speaks of. Empty where the code says it all. */
  readonly moreInfo: string;
  /** Each line with its reason and the units that made it so; empty where no attempt was made. */
  readonly lines: readonly HeldLine[];
  /** First day on which it would be released if the known lots arrive as dated; null: no such day is known. */
  readonly earliestReleaseDate: CalendarDate | null;
  /** First day on which time alone may change the answer: it is tried then. Null: never. */
  readonly nextTryDay: CalendarDate | null;
  /** When that was decided, ISO 8601. */
  readonly decidedAt: string;
}
