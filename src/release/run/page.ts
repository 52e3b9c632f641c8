import type { CalendarDate } from '../../domain/calendar.ts';
import type { LocationCode, ProductCode, ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { RunRecord } from '../../domain/site/run.ts';
import type { WavePolicy } from '../../domain/wave/request.ts';
import { reasonToSkip } from '../carry-out/attempt.ts';
import { readFamily, withoutFamily } from '../carry-out/family.ts';
import { type AttemptOptions, skipped } from '../carry-out/options.ts';
import { releasesOf } from '../carry-out/proposal.ts';
import { type Proposed, proposeOn } from '../carry-out/propose.ts';
import { productsOf } from '../changed-meanwhile.ts';
import {
  type DayLimits,
  fullLocations,
  lessReleases,
  openLimited,
  placesOf,
  readPlaces,
} from '../day-limits.ts';
import type { InHand, QueuedShipment } from '../ports/queue.ts';
import type { QueuePosition } from '../ports/shipments.ts';
import { findImprovement, takenAnew } from '../promises/improve.ts';
import { queueDay } from '../queue/queue-day.ts';
import { stockByProduct } from '../queue/stock-by-product.ts';
import { takeable } from '../queue/takeable.ts';
import { waitingBecause } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readProducts } from '../site-view.ts';
import type { DryRunQueue } from './dry/dry-run-queue.ts';
import type { DryRunStock } from './dry/dry-run-stock.ts';
import { inTurns } from './in-turns.ts';
import { type DecidedAhead, type DecidedOn, decidedAhead, holdsFor } from './together/ahead.ts';
import { decideTogether, inStretches, type TogetherDecision } from './together/decide-together.ts';
import { nothingOf, type Tried, triedOf, waitOf } from './tried.ts';
import { triedPromise } from './tried-promise.ts';
import { resultOfTrouble } from './trouble.ts';
import { isTriedAlone } from './try-one.ts';

/** How the shipments of a page are decided. */
export interface PageOptions extends AttemptOptions {
  readonly policy: WavePolicy;
}

/** How the attempts of a run are made. */
export function optionsOf(run: RunRecord, siteId: SiteId, correlationId: string): PageOptions {
  const { settings, settingsVersion, scope, trigger, policy } = run;
  const isScoped = Object.values(scope).some((part) => part !== undefined);
  // Whom a person names goes before others.
  const mayPass = trigger === 'manual' && isScoped;
  const fixed = { explain: 'reasons', evenOnHold: false } as const;
  const isByChange = trigger === 'inventory';
  return { ...fixed, siteId, settings, settingsVersion, correlationId, mayPass, isByChange, policy };
}

/** Reads all that the shipments of a page are decided with, each kind once. */
async function readPage(
  ports: ReleasePorts,
  { siteId, settings }: AttemptOptions,
  places: readonly QueuePosition[],
  passesUndecided: boolean,
  now: string,
) {
  const reader = ports.store.reader(siteId);
  // First of all: whatever changes from here on makes them due again.
  const rows = await reader.queuedShipments(places.map((place) => place.shipmentNumber));
  const queued = new Map<ShipmentNumber, QueuedShipment>(
    rows.map((row) => [row.shipment.shipmentNumber, row]),
  );
  const codes = productsOf(rows.flatMap(({ shipment }) => shipment.items));
  // Stock before products and wants: its versions also count switches, and whoever sees it sees what it frees.
  const stock = await reader.stockOf(codes);
  const products = await readProducts(reader, codes);
  const { locations, dayLimits } = await readPlaces(reader, settings, now);
  const asked = { before: places[0] ?? null, day: queueDay(settings, now) };
  const wants = passesUndecided
    ? new Map<ProductCode, number>()
    : await reader.undecidedWants({ productCodes: codes, ...asked });
  const releases = passesUndecided
    ? new Map<LocationCode, number>()
    : await reader.undecidedReleases({ locationCodes: openLimited(dayLimits), ...asked });
  const promised = rows.filter(({ shipment }) => shipment.shipmentStatus === 'FUTURE');
  // After the stock: whoever holds other units by now has changed its versions.
  const held =
    promised.length === 0
      ? []
      : await reader.allocationsOf(promised.map(({ shipment }) => shipment.shipmentNumber));
  return { queued, versions: stock.versions, products, locations, dayLimits, stock, wants, releases, held };
}

/** What all shipments of a page have in common that may reach the limit of a location; no code of a product is empty. */
const A_LIMIT = '';

/** Whether so many releases could fill a location for today that is not full yet. */
const isWithinReach = (dayLimits: DayLimits, releases: number, taken: DryRunStock): boolean =>
  [...taken.leaves(dayLimits).left.values()].some((left) => left > 0 && left < releases);

/** What came of the shipments of a page. */
export interface DecidedPage {
  readonly tried: readonly Tried[];
  readonly inHand: readonly InHand[];
  /** The day of the site on which they were decided. */
  readonly today: CalendarDate;
  /** What was decided together of them and of those behind them; null where each was decided alone. */
  readonly ahead: DecidedAhead | null;
}

/** The shipments of a page, in queue order, with no shipment that waits between them unless the run passes it over. */
export interface PagePlaces {
  readonly places: readonly QueuePosition[];
  /** Those behind the page that are decided with the last of it. */
  readonly further: readonly QueuePosition[];
  /** What was decided of it with others before. */
  readonly ahead: DecidedAhead | null;
}

/**
 * Decides the shipments of a page in queue order: together, as the policy says, those that stand between FUTURE ones;
 * else each on the stock that those before it leave, side by side where they have no product in common. Changes nothing.
 *
 * @param taken what plans take is counted here
 * @param isLate asked before each shipment: those from the first that is late are left out
 * @param gone of a dry run, which decides none of those before the page, and none alone; null: it is carried out
 * @returns the first of them, at least one; null where what was decided ahead does not hold any more, and it is to be
 *   decided without
 * @throws Error what is no shipment's own trouble
 */
export async function decidePage(
  ports: ReleasePorts,
  options: PageOptions,
  { places, further, ahead }: PagePlaces,
  taken: DryRunStock,
  isLate: () => boolean,
  gone: DryRunQueue | null,
): Promise<DecidedPage | null> {
  const now = ports.now();
  const reader = ports.store.reader(options.siteId);
  const isUnbound = options.mayPass || gone !== null;
  const page = await readPage(ports, options, [...places, ...further], isUnbound, now);
  const { queued, products, locations, dayLimits, versions, wants, releases, held } = page;
  const allOf = stockByProduct(page.stock);
  const context = { locations, products, now };
  const fixed = { timeLimitMs: ports.attemptTimeLimitMs, explain: options.explain };

  // Of those before the page in the run itself, unless it tries each after what the one before it has left.
  const settled = gone === null || isTriedAlone(options.settings) ? gone : gone.copy();
  const takeableBy = async (entry: QueuedShipment, codes: readonly ProductCode[]) => {
    const place = { productCodes: codes, settings: options.settings, dayLimits, now };
    const kept = gone === null || options.mayPass ? [] : await gone.keptBefore(reader, entry, place);
    const undecided = settled?.undecidedWants(codes) ?? new Map<ProductCode, number>();
    for (const code of codes) if (wants.has(code)) undecided.set(code, wants.get(code)!);
    const there = taken.less(allOf(codes));
    return takeable(there, { undecided, kept, releases }, products, taken.leaves(dayLimits));
  };

  const decide = async (entry: QueuedShipment, decided: TogetherDecision | null): Promise<Proposed> => {
    const { shipment } = entry;
    const isPlan = decided !== null && decided.decision.decision !== 'held';
    const codes = productsOf(shipment.items);
    const family = await readFamily(reader, shipment, options.settings);
    const madeMeanwhile = gone?.packagesOf(shipment.originalShipmentNumber) ?? 0;
    const settings = withoutFamily(options.settings, family, madeMeanwhile);
    const left = taken.leaves(dayLimits);
    const full = fullLocations(left);
    // Where something is kept for others it is decided once more, as if it were not: on what is there by then.
    const stock = gone === null ? allOf(codes) : taken.less(allOf(codes));
    const asked = { ...context, ...fixed, settings, full, stock };
    const proposed = await proposeOn(ports, shipment, {
      basis: { family, versions, dayLimits: left, context: asked },
      takeable: await takeableBy(entry, codes),
      isByChange: options.isByChange,
      planned: isPlan ? decided.decision : undefined,
    });
    if (!isPlan) taken.take(proposed.decision);
    gone?.note(shipment, proposed.decision);
    return proposed;
  };

  /** What it gives up is left to those who are tried after this page. */
  const improve = async (place: QueuePosition, entry: QueuedShipment): Promise<Tried> => {
    const { shipment } = entry;
    const codes = productsOf(shipment.items);
    const found = await findImprovement(ports, shipment, {
      held: held.filter((row) => row.shipmentNumber === shipment.shipmentNumber),
      versions,
      dayLimits: taken.leaves(dayLimits),
      context: {
        ...context,
        ...fixed,
        settings: options.settings,
        full: new Set(),
        stock: taken.less(allOf(codes)),
      },
      takeable: await takeableBy(entry, codes),
    });
    if (found.outcome === 'improved') taken.takeUnits(takenAnew(found.proposal), placesOf(releasesOf(found)));
    return triedPromise(place, entry, found);
  };

  /** Of whom a wave has held is asked once more what is left to him, for that is what he waits for. */
  const tryPlace = async (place: QueuePosition, decided: TogetherDecision | null): Promise<Tried> => {
    const entry = queued.get(place.shipmentNumber) ?? null;
    const shipment = entry?.shipment ?? null;
    const nothing = nothingOf(place);
    const skip = reasonToSkip(shipment, options, now);
    const isPromised = shipment?.shipmentStatus === 'FUTURE';
    if (skip !== null && !isPromised) return { ...nothing, result: skipped(skip, shipment) };
    try {
      if (isPromised) return await improve(place, entry!);
      return triedOf(place, entry!, await decide(entry!, decided), decided, now);
    } catch (error) {
      const result = resultOfTrouble(ports, error, place.shipmentNumber, shipment);
      const [reason, moreInfo] =
        result.outcome === 'failed'
          ? ['FAILED', 'its attempt broke']
          : ['UNPROVEN', 'nothing was proven in time'];
      const waiting = isPromised ? null : waitingBecause(reason!, moreInfo!, now);
      return { ...nothing, result, wait: waitOf(entry!, waiting) };
    }
  };
  const productsAt = (place: QueuePosition) =>
    productsOf(queued.get(place.shipmentNumber)?.shipment.items ?? []);
  // Where the page could reach a limit, each is decided when all before it are.
  const most = places.length + further.length;
  const isNearLimit = isWithinReach(lessReleases(dayLimits, releases), most, taken);
  /** In a dry run those of one family count what the others would be given. */
  const familyAt = (place: QueuePosition) => {
    const first = queued.get(place.shipmentNumber)?.shipment.originalShipmentNumber;
    return gone === null || options.settings.maxChildShipments === null ? [] : [`${A_LIMIT}\u0000${first}`];
  };
  const sharedAt = (place: QueuePosition) => [
    ...(isNearLimit ? [A_LIMIT] : []),
    ...familyAt(place),
    ...productsAt(place),
  ];
  const entriesOf = (some: readonly QueuePosition[]): QueuedShipment[] =>
    some.flatMap(({ shipmentNumber }) => {
      const entry = queued.get(shipmentNumber);
      return entry === undefined || reasonToSkip(entry.shipment, options, now) !== null ? [] : [entry];
    });
  const takeableByAll = (entries: readonly QueuedShipment[]) =>
    takeableBy(entries[0]!, productsOf(entries.flatMap(({ shipment }) => shipment.items)));
  const isPromised = ({ shipmentNumber }: QueuePosition) =>
    queued.get(shipmentNumber)?.shipment.shipmentStatus === 'FUTURE';

  const isTogether = !isNearLimit && !isTriedAlone(options.settings);
  const { day: today, locationsVersion } = dayLimits;
  const decidedOn = (stock: DecidedOn['stock']): DecidedOn => ({ today, locationsVersion, products, stock });
  const stretches = inStretches(places, isPromised);
  /** Whether the first of the page can go as they were decided. */
  const isAsDecided = async (decided: DecidedAhead): Promise<boolean> => {
    const entries = entriesOf(stretches[0]!);
    if (!isTogether || isPromised(places[0]!) || entries.length === 0) return false;
    return holdsFor(decided, entries, decidedOn((await takeableByAll(entries)).stock));
  };
  if (ahead !== null && !(await isAsDecided(ahead))) return null;
  let together = ahead;
  /** Decides a stretch of the page together, the last one with those behind it. */
  const planTogether = async (some: readonly QueuePosition[], isLast: boolean): Promise<void> => {
    const entries = entriesOf(some);
    if (entries.length === 0) return;
    const [next = []] = isLast ? inStretches(further, isPromised) : [];
    const all = [...entries, ...(next[0] === undefined || isPromised(next[0]) ? [] : entriesOf(next))];
    const shipments = all.map(({ shipment }) => shipment);
    const { stock, full } = await takeableByAll(all);
    const asked = { ...context, ...fixed, settings: options.settings, full, stock };
    const decided = await decideTogether(ports, shipments, options, asked);
    const planned = shipments.flatMap(({ shipmentNumber, version }) => {
      const each = decided.get(shipmentNumber);
      return each === undefined ? [] : [[shipmentNumber, { ...each, version }] as const];
    });
    together = planned.length === 0 ? null : decidedAhead(decidedOn(stock), new Map(planned));
  };
  const tried: Tried[] = [];
  for (const some of stretches) {
    if (tried.length > 0 && isLate()) break;
    const isAhead = ahead !== null && some === stretches[0];
    if (isTogether && !isPromised(some[0]!) && !isAhead) await planTogether(some, some === stretches.at(-1));
    const planned = isTogether && !isPromised(some[0]!) ? together?.planned : undefined;
    const planOf = ({ shipmentNumber }: QueuePosition) => planned?.get(shipmentNumber) ?? null;
    // Behind a FUTURE one all are decided anew, on what it leaves.
    const isOfAll = !isAhead || stretches.length === 1;
    const plans = isOfAll ? [...(planned?.values() ?? [])] : some.map(planOf);
    for (const plan of plans) if (plan !== null) taken.take(plan.decision);
    const tryOf = (place: QueuePosition) => tryPlace(place, planOf(place));
    const done = await inTurns<QueuePosition, string, Tried>(some, sharedAt, tryOf, isLate);
    tried.push(...done);
    if (done.length < some.length) break;
  }
  const markOf = (number: ShipmentNumber) => queued.get(number)?.mark ?? null;
  const inHand = tried.map(({ place: { shipmentNumber } }) => ({
    shipmentNumber,
    mark: markOf(shipmentNumber),
  }));
  return { tried, inHand, today, ahead: together };
}
