import { calendarDayOf, instantOf, lastDayOfLimit, type TimeZone } from '../domain/calendar.ts';
import { FAULT_LIMIT, type Fault, formatPath, InputError } from '../domain/faults.ts';
import { keptPlanFaults } from '../domain/wave/kept-plans.ts';
import type { WaveRequest } from '../domain/wave/request.ts';
import type { Standing, WaveSnapshot } from '../domain/wave/snapshot.ts';
import type { WaveCheck, WaveVerifyRequest } from '../domain/wave/verify-wave.ts';
import { type Clash, duplicates, isContradictory, shipmentFaults, stockFaults } from './contradictions.ts';
import { withinProblem } from './take-attempt.ts';
import { linesInOrder, WrittenOrder } from './written-order.ts';

const DAY_MS = 86_400_000;

/** What `Date.parse` reads as `instantOf` does, some hundred times as fast. */
const PLAIN_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z$/;

/** The beginning of the year 0, in milliseconds since 1970. */
const YEAR_ZERO_MS = -62_167_219_200_000;

/** Milliseconds since 1970 of a date or date-time; those at the edge of the years 0 to 9999 count as the first. */
function millisecondsOf(text: string, timeZone: TimeZone): number {
  if (PLAIN_INSTANT.test(text)) return Date.parse(text);
  const instant = instantOf(text, timeZone);
  return instant === null ? YEAR_ZERO_MS : Date.parse(instant);
}

/** Where shipments stand: their places in the request, in the order of the queue. */
interface Queue {
  readonly rows: Int32Array;
  /** Milliseconds since 1970, by place in the request. */
  readonly since: Float64Array;
}

function queueOf({ shipments, timeZone }: WaveRequest, nowMs: number): Queue {
  const since = new Float64Array(shipments.length);
  for (const [row, { backorderedAt }] of shipments.entries()) {
    since[row] = backorderedAt === null ? nowMs : millisecondsOf(backorderedAt, timeZone);
  }
  const rows = Int32Array.from(shipments.keys()).sort((a, b) => {
    const [one, other] = [shipments[a]!, shipments[b]!];
    if (one.priority !== other.priority) return other.priority - one.priority;
    if (since[a] !== since[b]) return since[a]! - since[b]!;
    return one.shipmentNumber - other.shipmentNumber || a - b;
  });
  return { rows, since };
}

/** Numbers that occur twice, by their places. */
function repeatedNumbers({ shipments }: WaveRequest): Clash[] {
  const first = new Map<number, number>();
  const clashes: Clash[] = [];
  for (const [row, { shipmentNumber }] of shipments.entries()) {
    const known = first.get(shipmentNumber);
    if (known === undefined) first.set(shipmentNumber, row);
    else clashes.push({ row, first: known });
  }
  return clashes;
}

/** Shipments that say they wait since a day that has not come. */
function notYetFaults({ shipments, timeZone }: WaveRequest, today: string): Fault[] {
  const faults: Fault[] = [];
  for (const [row, { backorderedAt }] of shipments.entries()) {
    if (backorderedAt === null || faults.length >= FAULT_LIMIT) continue;
    const day = calendarDayOf(backorderedAt, timeZone);
    if (day <= today) continue;
    const message = `${backorderedAt} is after the day of the wave, ${today}`;
    faults.push({ path: formatPath(['shipments', row, 'backorderedAt']), code: 'in_the_future', message });
  }
  return faults;
}

function* wantedProducts({ shipments }: WaveRequest) {
  for (const { items } of shipments) for (const { productCode } of items) yield productCode;
}

function* pickupLocations({ shipments }: WaveRequest) {
  for (const { fulfillmentLocationCode: code } of shipments) if (code !== null) yield code;
}

/**
 * The queue and its stock, ordered and dated, of a wave's request.
 *
 * @param request a parsed request
 * @param now the clock's instant, ISO 8601, used where the request has no `asOf`
 * @throws InputError `contradictory` with every contradiction and its path
 */
export function takeWave(request: WaveRequest, now: string): WaveSnapshot {
  const { timeZone, settings, policy, ageWeight, limits, explain } = request;
  const moment = request.asOf ?? now;
  const today = calendarDayOf(moment, timeZone);
  const nowMs = millisecondsOf(moment, timeZone);
  const order = new WrittenOrder(request, {
    products: wantedProducts(request),
    locations: pickupLocations(request),
  });
  const { rows, since } = queueOf(request, nowMs);
  const faults: Fault[] = [];
  const standingOf = (row: number): Standing => {
    const { priority, value, backorderedAt: _, promised, pinned, ...given } = request.shipments[row]!;
    const repeated: Clash[] = [];
    const shipment = { ...given, items: linesInOrder(given.items, repeated) };
    if (repeated.length > 0 || isContradictory(given)) {
      faults.push(...shipmentFaults(given, repeated, ['shipments', row]));
    }
    const daysWaited = Math.max(0, Math.floor((nowMs - since[row]!) / DAY_MS));
    return { shipment, priority, value, daysWaited, promised, pinned };
  };
  const wave: WaveSnapshot = {
    today,
    lastFutureDay: lastDayOfLimit(today, settings.futureDateLimit),
    settings,
    shipments: Array.from(rows, standingOf),
    currentInventory: order.currentInventory(),
    futureLots: order.futureLots(),
    locations: order.locations(),
    policy,
    ageWeight,
    timeLimitMs: limits.timeLimitMs,
    explain,
  };
  faults.push(
    ...duplicates(repeatedNumbers(request), ['shipments'], 'shipment', (row) => [
      request.shipments[row]!.shipmentNumber,
    ]),
    ...notYetFaults(request, today),
    ...stockFaults(request, order.clashes, order.dayOf),
  );
  // Which row a plan means is known only where no two rows are the same.
  if (faults.length === 0) faults.push(...keptPlanFaults(wave, (position) => ['shipments', rows[position]!]));
  if (faults.length > 0) throw new InputError('contradictory', faults);
  return wave;
}

/** Whether a request to check a plan speaks of a wave: its problem has shipments, not one. */
export function asksOfWave(value: unknown): boolean {
  const { problem } = (value ?? {}) as { readonly problem?: unknown };
  return typeof problem === 'object' && problem !== null && Object.hasOwn(problem, 'shipments');
}

/**
 * What a checked request asks to be verified of a wave.
 *
 * @param now the clock's instant, ISO 8601, used where the wave has no `asOf`
 * @throws InputError `contradictory` when the wave contradicts itself; its paths start with `problem`
 */
export const takeWaveCheck = ({ problem, plan, claim }: WaveVerifyRequest, now: string): WaveCheck => ({
  wave: withinProblem(() => takeWave(problem, now)),
  plan,
  claim,
});
