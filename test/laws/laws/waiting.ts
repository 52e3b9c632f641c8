import { isDeepStrictEqual } from 'node:util';
import { calendarDayOf } from '../../../src/domain/calendar.ts';
import type { Hold } from '../../../src/domain/decision.ts';
import type { SiteSettings } from '../../../src/domain/site/settings.ts';
import type { LawSite } from '../site.ts';
import { readSettings, readShipments, type Seen } from '../view.ts';

/** The site as it is when shipments are judged. */
type Places = readonly { readonly maxReleasesPerDay: number | null }[];

/** What is known of a shipment that waits, to judge the reason that it shows. */
interface Case {
  readonly shipment: Seen;
  readonly others: readonly Seen[];
  readonly settings: SiteSettings;
  readonly places: Places;
  readonly now: string;
  /** What an attempt says: `held`, `released`, `partially-released`. */
  readonly decision: string;
  readonly hold: Hold | null;
}

/** Larger priority, then first submitted, then the smaller number. */
export function standsBefore(
  a: Pick<Seen, 'priority' | 'submittedAt' | 'shipmentNumber'>,
  b: Pick<Seen, 'priority' | 'submittedAt' | 'shipmentNumber'>,
): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.submittedAt !== b.submittedAt) return a.submittedAt < b.submittedAt;
  return a.shipmentNumber < b.shipmentNumber;
}

const wantsSame = (a: Seen, b: Seen): boolean =>
  a.items.some(({ productCode }) => b.items.some((item) => item.productCode === productCode));

const isLater = ({ releaseNotBefore: day }: Seen, { settings, now }: Case): boolean =>
  day !== null && day > calendarDayOf(now, settings.timeZone);

const isTriedByRunsOnly = ({ settings, decision }: Case): boolean =>
  !settings.releaseOnInventoryChange ||
  (settings.releaseBackorderJob.partialReleaseEnabled &&
    settings.partialReleaseOn === 'schedule' &&
    decision === 'partially-released');

/** By the reason that a shipment shows, when it is true. What is not here is an attempt's, and then the attempt must say *held*. */
const IS_TRUE: Readonly<Record<string, (known: Case) => boolean>> = {
  ON_HOLD: ({ shipment }) => shipment.onHold,
  PAYMENT: ({ shipment }) => shipment.shipmentStatusReason?.reasonCode.startsWith('PAYMENT') ?? false,
  NOT_BEFORE: (known) => isLater(known.shipment, known),
  PAUSED: ({ settings }) => settings.pauseReleases,
  SCHEDULE_ONLY: isTriedByRunsOnly,
  BEHIND_OTHERS: (known) =>
    (known.settings.reserveAfterDays !== null || known.settings.newOrders === 'after-all-waiting') &&
    known.others.some(
      (other) =>
        standsBefore(other, known.shipment) &&
        wantsSame(other, known.shipment) &&
        !other.onHold &&
        !isLater(other, known),
    ),
  LOCATION_DAY_FULL: ({ places }) => places.some((each) => each.maxReleasesPerDay !== null),
  BEING_DECIDED: () => false,
};

/** Reasons that stand before what an attempt says, or in its place. */
const SAID_BY_NO_ATTEMPT: ReadonlySet<string> = new Set(['UNKNOWN_PRODUCT', 'UNPROVEN', 'FAILED']);

/** Whether it shows what an attempt says by now: whatever others have taken since it was tried. */
function differenceOf({ shipment: { shipmentNumber, waiting }, hold }: Case): string | null {
  if (hold === null || hold.explanation !== 'complete' || waiting === null) return null;
  const shown = [waiting.reason, waiting.earliestReleaseDate, waiting.lines];
  const said = [hold.reason, hold.earliestReleaseDate, hold.lines];
  if (isDeepStrictEqual(shown, said)) return null;
  return `${shipmentNumber} shows ${JSON.stringify(shown)}, and its attempt says ${JSON.stringify(said)}`;
}

function faultOf(known: Case): string | null {
  const { shipment, decision } = known;
  const reason = shipment.waiting?.reason ?? 'no reason';
  const isTrue = IS_TRUE[reason];
  if (isTrue !== undefined) return isTrue(known) ? null : `${shipment.shipmentNumber} says ${reason}`;
  if (decision !== 'held') return `${shipment.shipmentNumber} says ${reason} and would be ${decision}`;
  return SAID_BY_NO_ATTEMPT.has(reason) ? null : differenceOf(known);
}

/**
 * Law 1, once everything has been worked off: nobody waits who could go, unless by a reason that is true.
 *
 * @returns what is wrong, a sentence for each shipment
 */
export async function waitsWrongly(site: LawSite): Promise<string[]> {
  const waiting = await readShipments(site, '?shipmentStatus=BACKORDER');
  if (waiting.length === 0) return [];
  const settings = await readSettings(site);
  const places: Places = (await site.send('GET', '/v1/locations?limit=1000')).body.items;
  const faults: string[] = [];
  for (const shipment of waiting) {
    const { status, body } = await site.send('POST', `/v1/shipments/${shipment.shipmentNumber}/attempt`, {});
    if (status === 409) continue;
    if (status !== 200) throw new Error(`attempt of ${shipment.shipmentNumber}: ${JSON.stringify(body)}`);
    const { decision, hold } = body;
    const known = { shipment, others: waiting, settings, places, now: site.now(), decision, hold };
    const fault = faultOf(known);
    if (fault !== null) faults.push(fault);
  }
  return faults;
}
