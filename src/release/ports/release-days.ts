import type { CalendarDate } from '../../domain/calendar.ts';
import type { LocationCode } from '../../domain/ids.ts';

/** Releases of each location, by day of the site: what `maxReleasesPerDay` is held against. */
export interface ReleaseDayReader {
  /** Releases that were counted on a day, of the locations that had any. */
  releasesOn(day: CalendarDate): Promise<ReadonlyMap<LocationCode, number>>;
}

/** Counts releases, in the transaction that makes them. */
export interface ReleaseDayWriter {
  /**
   * Counts releases of locations that have a limit, each where the limit still has room for all of them: of two
   * processes the second waits for the first, and sees what it has counted. Those without a limit are passed over.
   *
   * @returns the locations that have no such room, by code; of these nothing is counted
   */
  countReleases(day: CalendarDate, releases: ReadonlyMap<LocationCode, number>): Promise<LocationCode[]>;
  /** Forgets what was counted before a day. */
  forgetReleasesBefore(day: CalendarDate): Promise<void>;
}
