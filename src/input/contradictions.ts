import type { CalendarDate } from '../domain/calendar.ts';
import { FAULT_LIMIT, type Fault, formatPath } from '../domain/faults.ts';
import { groupFaults } from '../domain/group-faults.ts';
import type { OptimizeRequest } from '../domain/optimize-request.ts';
import type { Shipment } from '../domain/shipment.ts';

/** A row that does not go with an earlier one, both by their places in the request. */
export interface Clash {
  readonly row: number;
  readonly first: number;
}

/** What the written order finds of stock: rows with the key of an earlier one, and lots of another unit cost. */
export interface Clashes {
  readonly locations: Clash[];
  readonly inventory: Clash[];
  readonly futureInventory: Clash[];
  readonly unitCosts: Clash[];
}

/** In the order of the rows, and no more than are listed. */
const listed = (clashes: readonly Clash[]): Clash[] =>
  [...clashes].sort((a, b) => a.row - b.row).slice(0, FAULT_LIMIT);

/** Rows that have the key of an earlier one, in words. */
export function duplicates(
  clashes: readonly Clash[],
  base: readonly PropertyKey[],
  what: string,
  keyOf: (row: number) => readonly unknown[],
): Fault[] {
  return listed(clashes).map(({ row, first }) => ({
    path: formatPath([...base, row]),
    code: 'duplicate',
    message:
      `second row for ${what} (${keyOf(row).map(String).join(', ')}); ` +
      `the first is ${formatPath([...base, first])}`,
  }));
}

/** A pickup must have its location. */
const isWithoutPickup = ({ shipmentType, fulfillmentLocationCode }: Shipment): boolean =>
  shipmentType === 'BOPIS' && fulfillmentLocationCode === null;

/** Whether a shipment of which no two lines clash contradicts itself all the same. */
export const isContradictory = (shipment: Shipment): boolean =>
  isWithoutPickup(shipment) || groupFaults(shipment, []).length > 0;

/**
 * Every way in which a well-formed shipment contradicts itself, in words.
 *
 * @param base where it stands in the request
 */
export function shipmentFaults(
  shipment: Shipment,
  clashes: readonly Clash[],
  base: readonly PropertyKey[],
): Fault[] {
  const withoutPickup: Fault = {
    path: formatPath([...base, 'fulfillmentLocationCode']),
    code: 'required',
    message: 'is required for a BOPIS shipment: the pickup location',
  };
  return [
    ...(isWithoutPickup(shipment) ? [withoutPickup] : []),
    ...groupFaults(shipment, [...base, 'itemDependencies']),
    ...duplicates(clashes, [...base, 'items'], 'line', (row) => [shipment.items[row]!.lineId]),
  ];
}

/**
 * Every way in which the well-formed stock of a request contradicts itself, in words.
 *
 * @param dayOf the site's calendar day of each row of `futureInventory`
 */
export function stockFaults(
  {
    locations,
    inventory,
    futureInventory,
  }: Pick<OptimizeRequest, 'locations' | 'inventory' | 'futureInventory'>,
  clashes: Clashes,
  dayOf: readonly (CalendarDate | null)[],
): Fault[] {
  return [
    ...duplicates(clashes.locations, ['locations'], 'location', (row) => [locations[row]!.locationCode]),
    ...duplicates(clashes.inventory, ['inventory'], 'location and product', (row) => {
      const { locationCode, productCode } = inventory[row]!;
      return [locationCode, productCode];
    }),
    ...duplicates(clashes.futureInventory, ['futureInventory'], 'future lot', (row) => {
      const { futureInventoryId, locationCode, productCode } = futureInventory[row]!;
      return [futureInventoryId, locationCode, productCode, dayOf[row]];
    }),
    ...listed(clashes.unitCosts).map(({ row, first }) => {
      const lot = futureInventory[row]!;
      return {
        path: formatPath(['futureInventory', row, 'unitCost']),
        code: 'unit_cost_differs',
        message:
          `lots of ${lot.productCode} at ${lot.locationCode} on ${dayOf[row]} must agree on unitCost: ` +
          `${lot.unitCost} here, ${futureInventory[first]!.unitCost} at futureInventory[${first}]`,
      };
    }),
  ];
}
