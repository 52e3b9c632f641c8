import { shipmentReason } from '../decision/explain/reasons.ts';
import { type CalendarDate, lastDayOfLimit } from '../domain/calendar.ts';
import type { Decision, HeldLine } from '../domain/decision.ts';
import type { CombinedFix, Fix, SingleFix } from '../domain/fix.ts';
import type { LocationCode } from '../domain/ids.ts';
import type { SiteLocation } from '../domain/site/catalogue.ts';
import type { AttemptContext, AttemptedShipment } from '../routing/attempt-request.ts';
import { isFullWhereItGoes, onAnotherDay } from '../routing/route-today.ts';
import { type DayLimits, fullLocations, LOCATION_DAY_FULL } from './day-limits.ts';

/** The day after one of the site. */
export const nextDay = (day: CalendarDate): CalendarDate =>
  lastDayOfLimit(day, { unit: 'days', quantity: 1 });

/** To the attempt a full location is one that is switched off; what a person would change is its limit. */
function asSet(
  fix: SingleFix,
  { left }: DayLimits,
  locations: ReadonlyMap<LocationCode, SiteLocation>,
): SingleFix[] {
  if (fix.kind !== 'OPEN_LOCATION') return [fix];
  const isFull = (code: LocationCode) => (left.get(code) ?? 1) < 1;
  const full = fix.locations.filter(({ locationCode }) => isFull(locationCode));
  if (full.length === 0) return [fix];
  const raised = full.map(({ locationCode }) => {
    const most = locations.get(locationCode)!.maxReleasesPerDay!;
    return { locationCode, to: most - left.get(locationCode)! + 1 };
  });
  const closed = fix.locations.flatMap(({ locationCode, switches }) => {
    const location = locations.get(locationCode);
    const off = isFull(locationCode) ? switches.filter((name) => !location![name]) : switches;
    return off.length === 0 ? [] : [{ locationCode, switches: off }];
  });
  const raise: SingleFix = { kind: 'RAISE_DAY_LIMIT', locations: raised };
  return closed.length === 0 ? [raise] : [{ ...fix, locations: closed }, raise];
}

/** The fixes of a held shipment as they are to be made, where locations are full for today. */
function withDayFixes(
  decision: Decision,
  dayLimits: DayLimits,
  locations: readonly SiteLocation[],
): Decision {
  const { hold } = decision;
  if (hold === null || fullLocations(dayLimits).size === 0) return decision;
  const byCode = new Map(locations.map((location) => [location.locationCode, location]));
  const fixes = hold.fixes.map((fix): Fix => {
    const singles: readonly SingleFix[] = fix.kind === 'COMBINED' ? fix.all : [fix];
    const all = singles.flatMap((single) => asSet(single, dayLimits, byCode));
    const combined: CombinedFix = { kind: 'COMBINED', all };
    return all.length === 1 ? all[0]! : combined;
  });
  return { ...decision, hold: { ...hold, fixes } };
}

/**
 * The lines as a person is to read them. To the attempt a full location is one that does not ship; what a line is short
 * of on another day as well comes before that.
 *
 * @param lines as they are today
 * @param later the same on another day; null: the shipment would go
 */
function linesToday(lines: readonly HeldLine[], later: readonly HeldLine[] | null): HeldLine[] {
  const laterOf = new Map(later?.map((line) => [line.lineId, line]));
  return lines.map((line) => {
    if (line.reason === 'WAITING_FOR_OTHER_LINES') return line;
    const there = laterOf.get(line.lineId);
    const isForToday = there === undefined || there.reason === 'WAITING_FOR_OTHER_LINES';
    if (isForToday) return { ...line, reason: LOCATION_DAY_FULL };
    return line.reason === 'NO_ELIGIBLE_LOCATION' ? there : line;
  });
}

/** A decision of a held shipment as it is told; one that nothing but full locations hold back can go on the next day. */
function heldToday(decision: Decision, later: Decision, { day }: DayLimits): Decision {
  const { hold } = decision;
  if (hold === null) return decision;
  const isForToday = later.decision !== 'held';
  const lines = linesToday(hold.lines, isForToday ? null : (later.hold?.lines ?? hold.lines));
  const earliestReleaseDate = isForToday ? nextDay(day) : hold.earliestReleaseDate;
  return { ...decision, hold: { ...hold, lines, reason: shipmentReason(lines), earliestReleaseDate } };
}

/**
 * A held decision as it is told where locations are full for today: with `LOCATION_DAY_FULL` for the lines that could go
 * from there, with the next day where nothing else holds the shipment back, and with limits to raise among its fixes.
 *
 * @param decideOn decides the same with another context; asked once, without fixes, and only where it matters
 * @returns the decision, and whether it is held for today only
 */
export async function toldToday(
  decision: Decision,
  { shipmentType, fulfillmentLocationCode }: AttemptedShipment,
  context: AttemptContext,
  dayLimits: DayLimits,
  decideOn: (context: AttemptContext) => Promise<Decision>,
): Promise<{ readonly decision: Decision; readonly isForToday: boolean }> {
  const pickup = shipmentType === 'BOPIS' ? fulfillmentLocationCode : null;
  if (decision.decision !== 'held' || !isFullWhereItGoes(context, pickup)) {
    return { decision, isForToday: false };
  }
  const explain = decision.hold === null ? 'none' : 'reasons';
  const later = await decideOn({ ...onAnotherDay(context), explain });
  const told = heldToday(decision, later, dayLimits);
  const isForToday = later.decision !== 'held';
  return { decision: withDayFixes(told, dayLimits, context.locations), isForToday };
}
