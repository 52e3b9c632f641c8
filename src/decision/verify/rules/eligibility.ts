import type { CalendarDate } from '../../../domain/calendar.ts';
import type { LocationCode } from '../../../domain/ids.ts';
import type { Line } from '../../../domain/shipment.ts';
import type { PlanReading } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';

/** Where and when a line would take units; `day` is null for current inventory. */
interface Place {
  readonly locationCode: LocationCode;
  readonly day: CalendarDate | null;
}

/** What a gate finds wrong, without the path. */
type Refusal = Omit<Finding, 'path'>;

/** One eligibility rule: null when the line may take units at the place. */
type Gate = (reading: PlanReading, line: Line, place: Place) => Refusal | null;

const refuse = (message: string, expected: unknown, actual: unknown): Refusal => ({
  message,
  expected,
  actual,
});

const locationUnknown: Gate = ({ locations }, _line, { locationCode }) =>
  locations.has(locationCode)
    ? null
    : refuse(`no location ${locationCode} is known`, [...locations.keys()], locationCode);

const locationInactive: Gate = ({ locations }, _line, { locationCode }) =>
  locations.get(locationCode)?.active === false
    ? refuse(`location ${locationCode} is not active`, true, false)
    : null;

const locationMayNotShip: Gate = ({ locations, snapshot }, _line, { locationCode }) =>
  snapshot.shipment.shipmentType === 'STH' && locations.get(locationCode)?.directShip === false
    ? refuse(`location ${locationCode} may not ship (directShip is off)`, true, false)
    : null;

const locationMayNotHandOver: Gate = ({ locations, snapshot }, _line, { locationCode }) =>
  snapshot.shipment.shipmentType === 'BOPIS' && locations.get(locationCode)?.pickup === false
    ? refuse(`location ${locationCode} does not offer pickup`, true, false)
    : null;

const notThePickupLocation: Gate = ({ snapshot: { shipment } }, _line, { locationCode }) =>
  shipment.shipmentType === 'BOPIS' && shipment.fulfillmentLocationCode !== locationCode
    ? refuse(
        `a pickup shipment is fulfilled at ${shipment.fulfillmentLocationCode} only`,
        shipment.fulfillmentLocationCode,
        locationCode,
      )
    : null;

const locationExcluded: Gate = (_reading, line, { locationCode }) =>
  line.excludedLocationCodes.includes(locationCode)
    ? refuse(
        `line ${line.lineId} excludes location ${locationCode}`,
        'a location that is not excluded',
        locationCode,
      )
    : null;

const futureLocationExcluded: Gate = (_reading, line, { locationCode, day }) =>
  day !== null && line.excludedFutureLocationCodes.includes(locationCode)
    ? refuse(
        `line ${line.lineId} excludes future inventory at location ${locationCode}`,
        'a location that is not excluded for future inventory',
        locationCode,
      )
    : null;

const currentNotAllowed: Gate = ({ snapshot }, _line, { day }) =>
  day === null && !snapshot.settings.useCurrentInventory
    ? refuse('current inventory may not be used (useCurrentInventory is off)', 'future inventory', null)
    : null;

const futureOffForSite: Gate = ({ snapshot }, _line, { day }) =>
  day !== null && !snapshot.settings.futureInventoryEnabled
    ? refuse('future inventory is off for the site', null, day)
    : null;

const futureOffForProduct: Gate = (_reading, line, { day }) =>
  day !== null && !line.allowsFutureAllocate
    ? refuse(`future inventory is off for line ${line.lineId} (${line.productCode})`, null, day)
    : null;

const lotOverdue: Gate = ({ snapshot }, _line, { day }) =>
  day !== null && day < snapshot.today
    ? refuse(
        `${day} is before the attempt's day ${snapshot.today}`,
        `${snapshot.today} or later`,
        day as string,
      )
    : null;

const lotBeyondLimit: Gate = ({ snapshot }, _line, { day }) =>
  day !== null && day > snapshot.lastFutureDay
    ? refuse(
        `${day} is after the last day of the Future Date Limit, ${snapshot.lastFutureDay}`,
        `${snapshot.lastFutureDay} or earlier`,
        day as string,
      )
    : null;

const GATES: readonly (readonly [code: string, gate: Gate])[] = [
  ['LOCATION_UNKNOWN', locationUnknown],
  ['LOCATION_INACTIVE', locationInactive],
  ['LOCATION_MAY_NOT_SHIP', locationMayNotShip],
  ['LOCATION_MAY_NOT_HAND_OVER', locationMayNotHandOver],
  ['NOT_THE_PICKUP_LOCATION', notThePickupLocation],
  ['LOCATION_EXCLUDED', locationExcluded],
  ['FUTURE_LOCATION_EXCLUDED', futureLocationExcluded],
  ['CURRENT_NOT_ALLOWED', currentNotAllowed],
  ['FUTURE_OFF_FOR_SITE', futureOffForSite],
  ['FUTURE_OFF_FOR_PRODUCT', futureOffForProduct],
  ['LOT_OVERDUE', lotOverdue],
  ['LOT_BEYOND_LIMIT', lotBeyondLimit],
];

/** True when every eligibility rule lets the line take units at the place. */
export function mayTake(reading: PlanReading, line: Line, place: Place): boolean {
  for (let i = 0; i < GATES.length; i++) if (GATES[i]![1](reading, line, place) !== null) return false;
  return true;
}

/** A gate held against every allocation of the plan. */
const checkEveryTake = (gate: Gate) =>
  function* (reading: PlanReading): Iterable<Finding> {
    for (const { path, child, allocation, line } of reading.takes) {
      const locationCode = child.fulfillmentLocationCode;
      if (line === null || locationCode === null) continue;
      const day = allocation.futureInventoryId === null ? null : child.futureDate;
      // A lot in a child without a date is of no known day; ALLOCATION_OF_WRONG_KIND says so.
      if (allocation.futureInventoryId !== null && day === null) continue;
      const refusal = gate(reading, line, { locationCode, day });
      if (refusal !== null) yield { path, ...refusal };
    }
  };

/** Every unit comes from where, and from when, its line may take it. */
export const eligibilityRules: readonly Rule[] = GATES.map(([code, gate]) => ({
  code,
  check: checkEveryTake(gate),
}));
