import { NothingProvenError } from '../../attempt/optimize.ts';
import { calendarDayOf } from '../../domain/calendar.ts';
import type { ShipmentNumber } from '../../domain/ids.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { fullLocations, readPlaces } from '../day-limits.ts';
import type { StoreReader } from '../ports/store.ts';
import { stockByProduct } from '../queue/stock-by-product.ts';
import { waitingBecause } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readProducts, readSettings } from '../site-view.ts';
import { readFamily, withoutFamily } from './family.ts';
import { waitOfHeld } from './note-waiting.ts';
import { type Proposed, propose, proposeOn } from './propose.ts';

/** It could go, and nothing lets it: a person decides what becomes of it. */
const PERSON_DECIDES = 'PERSON_DECIDES';

/** Longest time in which the reasons of one reading are looked for, in milliseconds. */
const LONGEST_LOOK_MS = 1_000;
/** Attempts of one reading at a time: solvers have others to serve. */
const SIDE_BY_SIDE = 4;

/** The store is away: then nothing is read at all. Any other trouble is one attempt's. */
const isOfStore = (error: unknown): boolean => (error as { name?: unknown } | null)?.name === 'StoreError';

/** Whether it is nothing that anybody has to know of: nothing was proven in time, or the solver is busy. */
const isUsual = (error: unknown): boolean =>
  error instanceof NothingProvenError || (error as { name?: unknown } | null)?.name === 'EngineError';

/** What shipments are looked at with. */
interface Looking {
  readonly ports: ReleasePorts;
  readonly reader: StoreReader;
  readonly settings: SiteSettings;
  readonly now: string;
}

/** Reads once what many are decided with. @returns what decides one of them by all that is there; changes nothing */
async function readShared({ ports, reader, settings, now }: Looking, shipments: readonly ShipmentRecord[]) {
  const codes = productsOf(shipments.flatMap(({ items }) => items));
  const { versions, ...stock } = await reader.stockOf(codes);
  const stockOf = stockByProduct(stock);
  const products = await readProducts(reader, codes);
  const { locations, dayLimits } = await readPlaces(reader, settings, now);
  const full = fullLocations(dayLimits);
  const fixed = { locations, full, products, now, timeLimitMs: ports.attemptTimeLimitMs } as const;
  return async (shipment: ShipmentRecord): Promise<Proposed> => {
    const family = await readFamily(reader, shipment, settings);
    const own = { settings: withoutFamily(settings, family), stock: stockOf(productsOf(shipment.items)) };
    const context = { ...fixed, ...own, explain: 'reasons' } as const;
    return proposeOn(ports, shipment, {
      basis: { family, versions, dayLimits, context },
      takeable: { stock: own.stock, full, isUndecided: false, isKept: false, leaves: new Map() },
      isByChange: shipment.shipmentStatus === 'BACKORDER',
    });
  };
}

/** Why one with customer care could not go on what those before it leave, or that only a person keeps it. */
async function reasonBehindOthers(
  { ports, reader, settings, now }: Looking,
  shipment: ShipmentRecord,
): Promise<Waiting> {
  const asked = { settings, explain: 'reasons', mayPass: false, isByChange: false } as const;
  const proposed = await propose(ports, reader, shipment, asked);
  const { decision } = proposed;
  const which = decision.decision === 'released' ? 'it could go' : 'a part of it could go';
  return waitOfHeld(withoutOthers(proposed), now) ?? waitingBecause(PERSON_DECIDES, which, now);
}

/** That others are undecided is nothing to tell of one that nobody tries after them. */
const withoutOthers = (proposed: Proposed): Proposed =>
  proposed.blockedBy === 'BEING_DECIDED' ? { ...proposed, blockedBy: null } : proposed;

/** Of one that nothing tries, on no day. */
function ofCare(reason: Waiting, { releaseNotBefore: day }: ShipmentRecord, today: string): Waiting {
  const known = { ...reason, nextTryDay: null };
  return day === null || day <= today ? known : { ...known, reason: 'NOT_BEFORE', moreInfo: day };
}

/**
 * Why shipments that wait are held by what is there now, as an attempt says that changes nothing. What others take
 * makes nobody undecided, so what was found at the last try may be too good by now; and nothing at all tries those with
 * customer care. Stock is read once for all of them.
 *
 * @returns by number; those are left out of which nothing is found in time, and those in BACKORDER that are not held by what
 *   is there: what they wait for is known already, or being found
 */
export async function reasonsNow(
  given: ReleasePorts,
  reader: StoreReader,
  shipments: readonly ShipmentRecord[],
): Promise<ReadonlyMap<ShipmentNumber, Waiting>> {
  const waiting = shipments.filter(
    ({ shipmentStatus }) => shipmentStatus === 'BACKORDER' || shipmentStatus === 'CUSTOMER_CARE',
  );
  const found = new Map<ShipmentNumber, Waiting>();
  if (waiting.length === 0) return found;
  const now = given.now();
  const ports = { ...given, attemptTimeLimitMs: Math.min(given.attemptTimeLimitMs, LONGEST_LOOK_MS) };
  // Nothing is carried out: a better plan would not change the answer.
  const settings = { ...(await readSettings(reader)).value, unprovenRetryMs: 0 };
  const looking = { ports, reader, settings, now };
  const decide = await readShared(looking, waiting);
  const today = calendarDayOf(now, settings.timeZone);
  const endsAt = Date.parse(now) + LONGEST_LOOK_MS;

  const look = async (shipment: ShipmentRecord): Promise<void> => {
    const proposed = await decide(shipment);
    const isWithCare = shipment.shipmentStatus === 'CUSTOMER_CARE';
    const isHeld = proposed.decision.decision === 'held' && proposed.blockedBy !== 'UNPROVEN';
    const held = isHeld ? waitOfHeld(proposed, now) : null;
    const reason = held ?? (isWithCare ? await reasonBehindOthers(looking, shipment) : null);
    if (reason === null) return;
    found.set(shipment.shipmentNumber, isWithCare ? ofCare(reason, shipment, today) : reason);
  };
  const left = [...waiting];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      if (Date.parse(ports.now()) >= endsAt) return;
      try {
        await look(next);
      } catch (error) {
        if (isOfStore(error)) throw error;
        const { shipmentNumber } = next;
        if (!isUsual(error)) ports.log?.error({ err: error, shipmentNumber }, 'a reason was not found');
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  return found;
}
