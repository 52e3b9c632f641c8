import { calendarDayOf, type TimeZone } from '../../src/domain/calendar.ts';
import type { Fix, SingleFix } from '../../src/domain/fix.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { dayAfter } from '../arbitraries/calendar.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { withLines, withSettings } from './changed-requests.ts';

type Units = Extract<Fix, { kind: 'ADD_UNITS' }>['units'];

/**
 * The request with units added at one place: in stock now, or as one more lot of that day.
 *
 * @param isInStock which of them lie in stock
 */
function withUnits(
  request: OptimizeRequestInput,
  units: Units,
  isInStock: (byDay: string) => boolean,
): OptimizeRequestInput {
  const draft = structuredClone(request);
  const inventory = draft.inventory ?? [];
  const lots = draft.futureInventory ?? [];
  const zone = (request.timeZone ?? 'UTC') as TimeZone;
  for (const { productCode, locationCode, byDay, quantity } of units) {
    const isHere = (row: { productCode: string; locationCode: string }) =>
      row.productCode === productCode && row.locationCode === locationCode;
    if (isInStock(byDay)) {
      const row = inventory.find(isHere);
      if (row !== undefined) row.available += quantity;
      else inventory.push({ locationCode: locationCode as string, productCode, available: quantity });
      continue;
    }
    const sameDay = lots.find(
      (lot) => isHere(lot) && lot.deliveryDate !== null && calendarDayOf(lot.deliveryDate, zone) === byDay,
    );
    lots.push({
      futureInventoryId: 'added',
      locationCode: locationCode as string,
      productCode,
      deliveryDate: byDay,
      available: quantity,
      unitCost: sameDay?.unitCost ?? 0,
    });
  }
  return { ...draft, inventory, futureInventory: lots };
}

/** The lots of a fix, as the request writes them. */
const isNamed =
  (request: OptimizeRequestInput, named: readonly { futureInventoryId: string; locationCode: string }[]) =>
  (lot: NonNullable<OptimizeRequestInput['futureInventory']>[number]) =>
    named.some(
      (row) =>
        row.futureInventoryId === lot.futureInventoryId &&
        row.locationCode === lot.locationCode &&
        JSON.stringify(row).includes(JSON.stringify(lot.productCode)) &&
        lot.deliveryDate !== null &&
        JSON.stringify(row).includes(
          calendarDayOf(lot.deliveryDate, (request.timeZone ?? 'UTC') as TimeZone),
        ),
    );

/** The request with lots received: their units lie in stock. */
function withReceived(
  request: OptimizeRequestInput,
  fix: Extract<Fix, { kind: 'RECEIVE_OVERDUE_LOTS' }>,
): OptimizeRequestInput {
  const received = (request.futureInventory ?? []).filter(isNamed(request, fix.lots));
  const { today } = snapshotOf(request);
  const units = received.map(({ productCode, locationCode, available }) => ({
    productCode,
    locationCode,
    quantity: available,
    byDay: today,
  }));
  // Whether current stock counts is another question, which another part of the fix may answer.
  return withUnits(request, units as Units, () => true);
}

function withMoved(
  request: OptimizeRequestInput,
  { lots: named, byDay }: Extract<Fix, { kind: 'MOVE_LOTS_EARLIER' }>,
): OptimizeRequestInput {
  const isMoved = isNamed(request, named);
  const zone = (request.timeZone ?? 'UTC') as TimeZone;
  // Lots of one place, product and day have one unit cost: that of the lot there, else of the first one moved there.
  const costs = new Map<string, number>();
  const whose = (lot: { locationCode: string; productCode: string }) =>
    JSON.stringify([lot.locationCode, lot.productCode]);
  const lots = request.futureInventory ?? [];
  for (const lot of lots) {
    if (isMoved(lot) || lot.deliveryDate === null || calendarDayOf(lot.deliveryDate, zone) !== byDay)
      continue;
    costs.set(whose(lot), lot.unitCost ?? 0);
  }
  const futureInventory = lots.map((lot, index) => {
    if (!isMoved(lot)) return lot;
    const unitCost = costs.get(whose(lot)) ?? lot.unitCost ?? 0;
    costs.set(whose(lot), unitCost);
    return { ...lot, futureInventoryId: `moved-${index}`, deliveryDate: byDay, unitCost };
  });
  return { ...request, futureInventory };
}

/** The request with a fix carried out, as its caller would. */
export function applied(request: OptimizeRequestInput, fix: Fix): OptimizeRequestInput {
  switch (fix.kind) {
    case 'ENABLE_FUTURE_FOR_SITE':
      return withSettings(request, { futureInventoryEnabled: true });
    case 'USE_CURRENT_INVENTORY':
      return withSettings(request, { useCurrentInventory: true });
    case 'ENABLE_FUTURE_FOR_PRODUCT':
      return withLines(request, (line) =>
        (fix.productCodes as string[]).includes(line.productCode) ? { allowsFutureAllocate: true } : {},
      );
    case 'ALLOW_LOCATION':
      return withLines(request, (line) => {
        const codes = fix.lines.filter((row) => row.lineId === line.lineId).map((row) => row.locationCode);
        const less = (list: readonly string[] = []) =>
          list.filter((code) => !(codes as string[]).includes(code));
        return {
          excludedLocationCodes: less(line.excludedLocationCodes),
          excludedFutureLocationCodes: less(line.excludedFutureLocationCodes),
        };
      });
    case 'OPEN_LOCATION': {
      const locations = (request.locations ?? []).map((location) => {
        const opened = fix.locations.find((row) => row.locationCode === location.locationCode);
        return { ...location, ...Object.fromEntries((opened?.switches ?? []).map((name) => [name, true])) };
      });
      return { ...request, locations };
    }
    case 'EXTEND_FUTURE_DATE_LIMIT':
      return withSettings(request, { futureDateLimit: { unit: 'days', quantity: fix.days } });
    case 'RAISE_LIMIT':
      return withSettings(request, { [fix.limit]: fix.to });
    case 'RECEIVE_OVERDUE_LOTS':
      return withReceived(request, fix);
    case 'MOVE_LOTS_EARLIER':
      return withMoved(request, fix);
    case 'ADD_UNITS': {
      const { today, settings } = snapshotOf(request);
      return withUnits(request, fix.units, (byDay) => byDay === today && settings.useCurrentInventory);
    }
    case 'COMBINED':
      return fix.all.reduce<OptimizeRequestInput>(applied, request);
    case 'GIVE_UP_UNITS':
    case 'RAISE_DAY_LIMIT':
      throw new Error('an attempt on its own knows no other shipment and no releases of the day');
  }
}

/** The lists without one of their members each. */
function* fewer<Item>(items: readonly Item[]): Iterable<Item[]> {
  for (const index of items.keys()) yield items.filter((_, other) => other !== index);
}

/** Fixes that are a step smaller; none of them may do. */
export function* smaller(fix: Fix): Iterable<Fix> {
  switch (fix.kind) {
    case 'ENABLE_FUTURE_FOR_PRODUCT':
      for (const productCodes of fewer(fix.productCodes)) yield { ...fix, productCodes };
      break;
    case 'ALLOW_LOCATION':
      for (const lines of fewer(fix.lines)) yield { ...fix, lines };
      break;
    case 'OPEN_LOCATION':
      for (const locations of fewer(fix.locations)) yield { ...fix, locations };
      for (const [at, row] of fix.locations.entries()) {
        for (const switches of fewer(row.switches)) {
          yield {
            ...fix,
            locations: fix.locations.map((other, i) => (i === at ? { ...row, switches } : other)),
          };
        }
      }
      break;
    case 'EXTEND_FUTURE_DATE_LIMIT': {
      const days = fix.days - 1;
      yield { ...fix, days, lastDay: dayAfter(fix.lastDay, -1) as Fix & never };
      break;
    }
    case 'RAISE_LIMIT':
      yield { ...fix, to: fix.to - 1 };
      break;
    case 'RECEIVE_OVERDUE_LOTS':
    case 'MOVE_LOTS_EARLIER':
      for (const lots of fewer(fix.lots)) yield { ...fix, lots };
      break;
    case 'COMBINED':
      for (const all of fewer(fix.all)) yield { ...fix, all };
      for (const [at, one] of fix.all.entries()) {
        for (const less of smaller(one)) yield { ...fix, all: fix.all.with(at, less as SingleFix) };
      }
      break;
    case 'ADD_UNITS':
      for (const [index, row] of fix.units.entries()) {
        const less = { ...row, quantity: row.quantity - 1 };
        const units = [...fix.units.slice(0, index), less, ...fix.units.slice(index + 1)];
        yield { ...fix, units: units.filter(({ quantity }) => quantity > 0) };
      }
  }
}
