import { calendarDayOf } from '../../domain/calendar.ts';
import type { ProductCode, ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { RunRecord } from '../../domain/site/run.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';
import { reasonToSkip } from '../carry-out/attempt.ts';
import { readFamily, withoutFamily } from '../carry-out/family.ts';
import { isSame, isUntold, waitOfHeld } from '../carry-out/note-waiting.ts';
import { type AttemptOptions, type AttemptResult, skipped } from '../carry-out/options.ts';
import { type Proposed, proposeOn } from '../carry-out/propose.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { type DayLimits, fullLocations, readPlaces } from '../day-limits.ts';
import type { DecidedWait, QueuedShipment } from '../ports/queue.ts';
import type { QueuePosition } from '../ports/shipments.ts';
import { takeable } from '../queue/takeable.ts';
import { waitingBecause } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readProducts } from '../site-view.ts';
import type { DryRunStock } from './dry-run-stock.ts';
import { inTurns } from './in-turns.ts';
import { resultOfTrouble } from './trouble.ts';

/** What came of one shipment of a page, of which nothing is carried out or written yet. */
export interface Tried {
  readonly place: QueuePosition;
  readonly result: AttemptResult;
  /** The plan; null where it was not decided. */
  readonly proposed: Proposed | null;
  /** Why it waits, where that is to be written down. */
  readonly wait: DecidedWait | null;
  /** An order whose turn has only come now, and that stock does not cover: its scenario says what becomes of it. */
  readonly isToBePlaced: boolean;
  /** It is held for what undecided shipments before it may want, and is not marked to be tried again. */
  readonly isToBeMarked: boolean;
}

/** How the attempts of a run are made. */
export function optionsOf(run: RunRecord, siteId: SiteId, correlationId: string): AttemptOptions {
  const { settings, settingsVersion, scope, trigger, dryRun } = run;
  const isScoped = Object.values(scope).some((part) => part !== undefined);
  // Whom a person names goes before others.
  const mayPass = dryRun || (trigger === 'manual' && isScoped);
  const fixed = { explain: 'reasons', evenOnHold: false } as const;
  const isByChange = trigger === 'inventory';
  return { ...fixed, siteId, settings, settingsVersion, correlationId, mayPass, isByChange };
}

/** Rows by product. */
function byProduct<Row extends { readonly productCode: ProductCode }>(rows: readonly Row[]) {
  const found = new Map<ProductCode, Row[]>();
  for (const row of rows) {
    const others = found.get(row.productCode);
    if (others === undefined) found.set(row.productCode, [row]);
    else others.push(row);
  }
  return (codes: readonly ProductCode[]) => codes.flatMap((code) => found.get(code) ?? []);
}

const stockByProduct = ({ current, lots }: SiteStock) => {
  const [rowsOf, lotsOf] = [byProduct(current), byProduct(lots)];
  return (codes: readonly ProductCode[]): SiteStock => ({ current: rowsOf(codes), lots: lotsOf(codes) });
};

/** Reads all that the shipments of a page are decided with, each kind once. */
async function readPage(
  ports: ReleasePorts,
  { siteId, settings, mayPass }: AttemptOptions,
  places: readonly QueuePosition[],
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
  const today = calendarDayOf(now, settings.timeZone);
  const wants = mayPass
    ? new Map<ProductCode, number>()
    : await reader.undecidedWants({ productCodes: codes, before: places[0] ?? null, today });
  return { queued, versions: stock.versions, products, locations, dayLimits, stock, wants };
}

/** What all shipments of a page have in common that may reach the limit of a location; no code of a product is empty. */
const A_LIMIT = '';

/** Whether so many releases could fill a location for today that is not full yet. */
const isWithinReach = (dayLimits: DayLimits, releases: number, taken: DryRunStock): boolean =>
  [...taken.leaves(dayLimits).left.values()].some((left) => left > 0 && left < releases);

/**
 * Decides the shipments of a page in queue order, each on the stock that those before it leave; side by side where they
 * have no product in common. Changes nothing.
 *
 * @param places in queue order, with no shipment that waits between them unless the run passes it over
 * @param taken what plans take is counted here
 * @param isLate asked before each shipment: those from the first that is late are left out
 * @returns the first of them, at least one
 * @throws Error what is no shipment's own trouble
 */
export async function decidePage(
  ports: ReleasePorts,
  options: AttemptOptions,
  places: readonly QueuePosition[],
  taken: DryRunStock,
  isLate: () => boolean,
): Promise<{ readonly tried: Tried[]; readonly wants: ReadonlyMap<ProductCode, number> }> {
  const now = ports.now();
  const page = await readPage(ports, options, places, now);
  const { queued, products, locations, dayLimits, versions, wants } = page;
  const allOf = stockByProduct(page.stock);
  const context = { locations, products, now };
  const fixed = { timeLimitMs: ports.attemptTimeLimitMs, explain: options.explain };

  const decide = async (entry: QueuedShipment): Promise<Proposed> => {
    const { shipment } = entry;
    const codes = productsOf(shipment.items);
    const family = await readFamily(ports.store.reader(options.siteId), shipment, options.settings);
    const settings = withoutFamily(options.settings, family);
    const undecided = new Map(codes.flatMap((code) => (wants.has(code) ? [[code, wants.get(code)!]] : [])));
    const stock = allOf(codes);
    const left = taken.leaves(dayLimits);
    const full = fullLocations(left);
    const proposed = await proposeOn(ports, shipment, {
      basis: { family, versions, dayLimits: left, context: { ...context, ...fixed, settings, full, stock } },
      takeable: takeable(taken.less(stock), { undecided, kept: [] }, products),
      isByChange: options.isByChange,
    });
    taken.take(proposed.decision);
    return proposed;
  };

  const tryPlace = async (place: QueuePosition): Promise<Tried> => {
    const entry = queued.get(place.shipmentNumber) ?? null;
    const shipment = entry?.shipment ?? null;
    const nothing = { place, proposed: null, wait: null, isToBePlaced: false, isToBeMarked: false };
    const skip = reasonToSkip(shipment, options, now);
    if (skip !== null) return { ...nothing, result: skipped(skip, shipment) };
    try {
      return triedOf(place, entry!, await decide(entry!), now);
    } catch (error) {
      const result = resultOfTrouble(ports, error, place.shipmentNumber, shipment);
      const [reason, moreInfo] =
        result.outcome === 'failed'
          ? ['FAILED', 'its attempt broke']
          : ['UNPROVEN', 'nothing was proven in time'];
      return { ...nothing, result, wait: waitOf(entry!, waitingBecause(reason!, moreInfo!, now)) };
    }
  };
  const productsAt = (place: QueuePosition) =>
    productsOf(queued.get(place.shipmentNumber)?.shipment.items ?? []);
  // Where the page could reach a limit, each is decided when all before it are.
  const isNearLimit = isWithinReach(dayLimits, places.length, taken);
  const sharedAt = (place: QueuePosition) => [...(isNearLimit ? [A_LIMIT] : []), ...productsAt(place)];
  return { tried: await inTurns<QueuePosition, string, Tried>(places, sharedAt, tryPlace, isLate), wants };
}

/** What is to be written of a wait; null where that is written already. */
function waitOf({ shipment, mark, waiting: before }: QueuedShipment, waiting: DecidedWait['waiting']) {
  if (mark === null && isSame(before, waiting)) return null;
  const { shipmentNumber, version } = shipment;
  return { shipmentNumber, version, mark, waiting };
}

function triedOf(place: QueuePosition, entry: QueuedShipment, proposed: Proposed, now: string): Tried {
  const { decision, blockedBy } = proposed;
  const waiting = waitOfHeld(proposed, now);
  return {
    place,
    proposed,
    wait: waiting === null ? null : waitOf(entry, waiting),
    isToBePlaced: waiting !== null && isUntold(entry),
    isToBeMarked: blockedBy === 'BEING_DECIDED' && entry.mark === null,
    result: {
      outcome: decision.decision,
      reasonCode: blockedBy ?? decision.hold?.reason ?? null,
      shipment: entry.shipment,
      decision,
      newChildNumbers: [],
    },
  };
}
