import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarDayOf, type TimeZone } from '../../src/domain/calendar.ts';
import type { Fix } from '../../src/domain/fix.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { dayAfter } from '../arbitraries/calendar.ts';
import { requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { snapshotOf } from '../arbitraries/snapshot-of.ts';
import { isReleased, lexicographic, onHeld, withLines, withSettings } from './changed-requests.ts';

/** The request with units added at one place: in stock now, or as one more lot of that day. */
function withUnits(
  request: OptimizeRequestInput,
  fix: Extract<Fix, { kind: 'ADD_UNITS' }>,
): OptimizeRequestInput {
  const { today } = snapshotOf(request);
  const draft = structuredClone(request);
  const inventory = draft.inventory ?? [];
  const lots = draft.futureInventory ?? [];
  const zone = (request.timeZone ?? 'UTC') as TimeZone;
  for (const { productCode, locationCode, byDay, quantity } of fix.units) {
    const isHere = (row: { productCode: string; locationCode: string }) =>
      row.productCode === productCode && row.locationCode === locationCode;
    if (byDay === today) {
      const row = inventory.find(isHere);
      if (row !== undefined) row.available = Math.max(0, row.available) + quantity;
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

function applied(request: OptimizeRequestInput, fix: Fix): OptimizeRequestInput {
  switch (fix.kind) {
    case 'ENABLE_FUTURE_FOR_SITE':
      return withSettings(request, { futureInventoryEnabled: true });
    case 'ENABLE_FUTURE_FOR_PRODUCT':
      return withLines(request, (line) =>
        (fix.productCodes as string[]).includes(line.productCode) ? { allowsFutureAllocate: true } : {},
      );
    case 'EXTEND_FUTURE_DATE_LIMIT':
      return withSettings(request, { futureDateLimit: { unit: 'days', quantity: fix.days } });
    case 'ADD_UNITS':
      return withUnits(request, fix);
  }
}

/** Fixes that are a step smaller; none of them may do. */
function* smaller(fix: Fix): Iterable<Fix> {
  if (fix.kind === 'EXTEND_FUTURE_DATE_LIMIT') {
    const days = fix.days - 1;
    yield { ...fix, days, lastDay: dayAfter(fix.lastDay, -1) as Fix & never };
  }
  if (fix.kind === 'ADD_UNITS') {
    for (const [index, row] of fix.units.entries()) {
      const fewer = { ...row, quantity: row.quantity - 1 };
      const units = [...fix.units.slice(0, index), fewer, ...fix.units.slice(index + 1)];
      yield { ...fix, units: units.filter(({ quantity }) => quantity > 0) };
    }
  }
}

describe('a fix', () => {
  test.each(['none', 'line', 'quantity'] as const)(
    'releases the shipment, and nothing smaller of its kind does, with partial release %s',
    async (partialRelease) => {
      const claim = onHeld(
        requestWith('small', { ...lexicographic, partialRelease }),
        async (request, hold) => {
          for (const fix of hold.fixes) {
            expect(await isReleased(applied(request, fix)), JSON.stringify(fix)).toBe(true);
            for (const less of smaller(fix)) {
              expect(await isReleased(applied(request, less)), `${JSON.stringify(less)} does as well`).toBe(
                false,
              );
            }
          }
        },
      );
      await fc.assert(claim, runs(0.7));
    },
  );
});
