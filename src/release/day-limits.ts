import { type CalendarDate, calendarDayOf } from '../domain/calendar.ts';
import type { LocationCode } from '../domain/ids.ts';
import type { SiteLocation } from '../domain/site/catalogue.ts';
import type { SiteSettings } from '../domain/site/settings.ts';
import { ChangedMeanwhile } from './changed-meanwhile.ts';
import type { CatalogueWriter, HeldSite } from './ports/catalogue.ts';
import type { ReleaseDayWriter } from './ports/release-days.ts';
import type { StoreReader } from './ports/store.ts';

/** What it could go from has released as many shipments as it may on one day. */
export const LOCATION_DAY_FULL = 'LOCATION_DAY_FULL';

/** What the locations of a site that have a `maxReleasesPerDay` may still release on a day of the site. */
export interface DayLimits {
  readonly day: CalendarDate;
  /** Of the locations that this was read of. */
  readonly locationsVersion: number;
  /** Releases that are left, by location; below one: it is full. Locations without a limit are not in it. */
  readonly left: ReadonlyMap<LocationCode, number>;
}

/** The locations of a site, and what they may release today. */
export async function readPlaces(
  reader: StoreReader,
  { timeZone }: Pick<SiteSettings, 'timeZone'>,
  now: string,
): Promise<{ readonly locations: readonly SiteLocation[]; readonly dayLimits: DayLimits }> {
  const { locations, version: locationsVersion } = await reader.places();
  const day = calendarDayOf(now, timeZone);
  const limited = locations.filter(({ maxReleasesPerDay }) => maxReleasesPerDay !== null);
  const counted = limited.length === 0 ? null : await reader.releasesOn(day);
  const left = new Map(
    limited.map(({ locationCode, maxReleasesPerDay: most }) => [
      locationCode,
      most! - (counted!.get(locationCode) ?? 0),
    ]),
  );
  return { locations, dayLimits: { day, locationsVersion, left } };
}

/** The locations that have no release left today. */
export const fullLocations = ({ left }: DayLimits): ReadonlySet<LocationCode> =>
  new Set([...left].filter(([, releases]) => releases < 1).map(([code]) => code));

/** The locations that have a limit, and a release left today. */
export const openLimited = ({ left }: DayLimits): LocationCode[] =>
  [...left].filter(([, releases]) => releases > 0).map(([code]) => code);

/** What is left of the limits behind releases that are not counted yet. */
export function lessReleases(limits: DayLimits, releases: ReadonlyMap<LocationCode, number>): DayLimits {
  const { left } = limits;
  if (left.size === 0 || releases.size === 0) return limits;
  const less = [...left].map(([code, most]) => [code, most - (releases.get(code) ?? 0)] as const);
  return { ...limits, left: new Map(less) };
}

/** A package that is made, or the shipment itself where it leaves as it is. */
interface Made {
  readonly shipmentStatus: string;
  readonly fulfillmentLocationCode: LocationCode | null;
}

/** Where a release makes packages, READY or FUTURE: it counts once at each location, however many it makes there. */
export function placesOf(made: readonly Made[]): Set<LocationCode> {
  const places = new Set<LocationCode>();
  for (const { shipmentStatus, fulfillmentLocationCode: code } of made) {
    if (code !== null && (shipmentStatus === 'READY' || shipmentStatus === 'FUTURE')) places.add(code);
  }
  return places;
}

/** What is released from somewhere, with the limits that it was decided under. */
export interface Counted {
  readonly dayLimits: DayLimits;
  readonly made: readonly Made[];
}

/**
 * Holds the site, and makes sure that its locations are those that something was decided on.
 *
 * @throws ChangedMeanwhile where they are others; the transaction is then to be abandoned
 */
export async function holdAsDecided(tx: CatalogueWriter, decidedOn: readonly DayLimits[]): Promise<HeldSite> {
  const held = await tx.holdSite();
  if (decidedOn.some(({ locationsVersion }) => locationsVersion !== held.locationsVersion)) {
    throw new ChangedMeanwhile('the locations');
  }
  return held;
}

/**
 * Counts releases at the locations that have a limit.
 *
 * @throws ChangedMeanwhile where one of them has released as many as it may meanwhile; the transaction is then to be
 *   abandoned
 */
export async function countReleases(tx: ReleaseDayWriter, releases: readonly Counted[]): Promise<void> {
  const byDay = new Map<CalendarDate, Map<LocationCode, number>>();
  for (const { dayLimits, made } of releases) {
    for (const place of placesOf(made)) {
      if (!dayLimits.left.has(place)) continue;
      const counts = byDay.get(dayLimits.day) ?? new Map<LocationCode, number>();
      counts.set(place, (counts.get(place) ?? 0) + 1);
      byDay.set(dayLimits.day, counts);
    }
  }
  for (const [day, counts] of byDay) {
    const [full] = await tx.countReleases(day, counts);
    if (full !== undefined) throw new ChangedMeanwhile(`releases of ${full} on ${day}`);
  }
}
