import { calendarDayOf } from '../../src/domain/calendar.ts';
import { type Fault, formatPath } from '../../src/domain/faults.ts';
import type { OptimizeRequest } from '../../src/domain/optimize-request.ts';

/** Faults of one kind that are listed; a file that repeats itself says no more by repeating it a million times. */
const MOST_OF_A_KIND = 1000;

/** Reports each row whose key an earlier row already has. */
function duplicates<Row>(
  rows: readonly Row[],
  base: readonly PropertyKey[],
  what: string,
  keyOf: (row: Row) => readonly unknown[],
): Fault[] {
  const first = new Map<string, number>();
  const faults: Fault[] = [];
  rows.forEach((row, index) => {
    if (faults.length >= MOST_OF_A_KIND) return;
    const parts = keyOf(row);
    const key = JSON.stringify(parts);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      return;
    }
    const names = parts.map(String).join(', ');
    faults.push({
      path: formatPath([...base, index]),
      code: 'duplicate',
      message: `second row for ${what} (${names}); the first is ${formatPath([...base, earlier])}`,
    });
  });
  return faults;
}

/** Lots that share location, product and day are one source, so they must agree on `unitCost`. */
function disagreeingUnitCosts(request: OptimizeRequest): Fault[] {
  const first = new Map<string, { index: number; unitCost: number }>();
  const faults: Fault[] = [];
  request.futureInventory.forEach((lot, index) => {
    if (lot.deliveryDate === null || faults.length >= MOST_OF_A_KIND) return;
    const day = calendarDayOf(lot.deliveryDate, request.timeZone);
    const key = JSON.stringify([lot.locationCode, lot.productCode, day]);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, { index, unitCost: lot.unitCost });
    else if (earlier.unitCost !== lot.unitCost) {
      faults.push({
        path: formatPath(['futureInventory', index, 'unitCost']),
        code: 'unit_cost_differs',
        message:
          `lots of ${lot.productCode} at ${lot.locationCode} on ${day} must agree on unitCost: ` +
          `${lot.unitCost} here, ${earlier.unitCost} at futureInventory[${earlier.index}]`,
      });
    }
  });
  return faults;
}

function missingPickupLocation({ shipment }: OptimizeRequest): Fault[] {
  if (shipment.shipmentType !== 'BOPIS' || shipment.fulfillmentLocationCode !== null) return [];
  return [
    {
      path: 'shipment.fulfillmentLocationCode',
      code: 'required',
      message: 'is required for a BOPIS shipment: the pickup location',
    },
  ];
}

/** Rules of groups that no line states, and those of a group that has one already. */
function faultyGroups({ shipment: { itemDependencies, items } }: OptimizeRequest): Fault[] {
  return itemDependencies
    .flatMap(({ itemDependency: group }, row): Fault[] => {
      const path = `shipment.itemDependencies[${row}].itemDependency`;
      if (items.every((line) => line.itemDependency !== group)) {
        return [{ path, code: 'unknown_group', message: `no line has the itemDependency "${group}"` }];
      }
      const first = itemDependencies.findIndex((rule) => rule.itemDependency === group);
      if (first === row) return [];
      const message = `second row for group (${group}); the first is shipment.itemDependencies[${first}]`;
      return [{ path, code: 'duplicate', message }];
    })
    .slice(0, MOST_OF_A_KIND);
}

/** Every contradiction of a well-formed request, looked for row by row: what the sorted order must find as well. */
export function findContradictions(request: OptimizeRequest): Fault[] {
  return [
    ...missingPickupLocation(request),
    ...faultyGroups(request),
    ...duplicates(request.shipment.items, ['shipment', 'items'], 'line', (line) => [line.lineId]),
    ...duplicates(request.locations, ['locations'], 'location', (row) => [row.locationCode]),
    ...duplicates(request.inventory, ['inventory'], 'location and product', (row) => [
      row.locationCode,
      row.productCode,
    ]),
    ...duplicates(request.futureInventory, ['futureInventory'], 'future lot', (row) => [
      row.futureInventoryId,
      row.locationCode,
      row.productCode,
      row.deliveryDate === null ? null : calendarDayOf(row.deliveryDate, request.timeZone),
    ]),
    ...disagreeingUnitCosts(request),
  ];
}
