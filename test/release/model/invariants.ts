import { AMOUNT_FIELDS, addAmounts, NO_AMOUNTS } from '../../../src/domain/site/money.ts';
import type { OrderRecord } from '../../../src/domain/site/order.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import type { LotRow, StockAllocation, StockRow } from '../../../src/domain/site/stock.ts';
import type { StoreReader } from '../../../src/release/ports/store.ts';
import { ALLOCATED_STATUSES, isAllowed, TRIGGERS } from '../../../src/release/states.ts';

/** All that a site holds, as it is told from outside. */
interface Everything {
  readonly shipments: readonly ShipmentRecord[];
  readonly orders: readonly OrderRecord[];
  readonly allocations: readonly StockAllocation[];
  readonly stock: readonly StockRow[];
  readonly lots: readonly LotRow[];
}

async function readEverything(reader: StoreReader): Promise<Everything> {
  const shipments = await reader.shipments({ after: null, limit: 100_000 });
  const numbers = [...new Set(shipments.map((shipment) => shipment.orderNumber))];
  const orders = await Promise.all(numbers.map((number) => reader.order(number)));
  return {
    shipments,
    orders: orders.map((order) => order!),
    allocations: await reader.allocationsOf(shipments.map((shipment) => shipment.shipmentNumber)),
    stock: await reader.stockPage({ after: null, limit: 100_000 }),
    lots: await reader.lotPage({ after: null, limit: 100_000 }),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

/** Whether a row takes from a lot. */
const isOf = (row: StockAllocation, lot: LotRow) =>
  row.futureInventoryId === lot.futureInventoryId &&
  row.locationCode === lot.locationCode &&
  row.productCode === lot.productCode;

/** Counters are the sums of the allocations, and nothing is below nothing. */
function* stockFaults({ stock, lots, allocations }: Everything): Generator<string> {
  const unclaimed = new Set(allocations);
  const held = (matches: (row: StockAllocation) => boolean) => {
    const rows = allocations.filter(matches);
    for (const row of rows) unclaimed.delete(row);
    return sum(rows.map((row) => row.quantity));
  };
  for (const row of stock) {
    const units = held(
      (each) =>
        each.futureInventoryId === null &&
        each.locationCode === row.locationCode &&
        each.productCode === row.productCode,
    );
    const name = `${row.productCode} at ${row.locationCode}`;
    if (units !== row.allocated) yield `${name}: allocated ${row.allocated}, allocations ${units}`;
    if (row.onHand < 0 || row.allocated < 0)
      yield `${name}: on hand ${row.onHand}, allocated ${row.allocated}`;
  }
  for (const lot of lots) {
    const units = held((each) => isOf(each, lot));
    if (units !== lot.allocated) yield `lot ${lot.futureInventoryId}: ${lot.allocated}, allocations ${units}`;
    if (units > lot.quantity)
      yield `lot ${lot.futureInventoryId} brings ${lot.quantity}, ${units} are promised`;
  }
  for (const row of unclaimed) yield `shipment ${row.shipmentNumber} holds units of nothing`;
  for (const row of allocations) if (row.quantity <= 0) yield `shipment ${row.shipmentNumber} holds nothing`;
}

/** Those that leave hold exactly their units, at their location and date; all others hold none. */
function* holdingFaults({ shipments, allocations, lots }: Everything): Generator<string> {
  for (const shipment of shipments) {
    const rows = allocations.filter((row) => row.shipmentNumber === shipment.shipmentNumber);
    const name = `shipment ${shipment.shipmentNumber} (${shipment.shipmentStatus})`;
    if (!ALLOCATED_STATUSES.includes(shipment.shipmentStatus)) {
      if (rows.length > 0) yield `${name} holds stock`;
      continue;
    }
    for (const item of shipment.items) {
      const units = sum(rows.filter((row) => row.lineId === item.lineId).map((row) => row.quantity));
      if (item.manageStock && units !== item.quantity) {
        yield `${name} holds ${units} of ${item.quantity} of line ${item.lineId}`;
      }
    }
    if (rows.some((row) => row.locationCode !== shipment.fulfillmentLocationCode)) {
      yield `${name} holds stock of another location`;
    }
    const dated = rows.filter((row) => row.futureInventoryId !== null);
    if ((shipment.shipmentStatus === 'FUTURE') !== dated.length > 0)
      yield `${name} holds ${dated.length} lots`;
    const days = dated.map((row) => lots.find((lot) => isOf(row, lot))?.deliveryDate ?? null);
    // It can leave once the last of its lots has come.
    const last = days.includes(null) ? 'unknown' : (days.sort().at(-1) ?? null);
    if (last !== shipment.futureDate)
      yield `${name} waits for ${shipment.futureDate}, its lots come on ${last}`;
  }
}

/** Every unit and cent of every order is in exactly one place, and children add up to their parents. */
function* lineageFaults({ shipments, orders }: Everything): Generator<string> {
  for (const order of orders) {
    const items = shipments
      .filter((shipment) => shipment.orderNumber === order.orderNumber)
      .flatMap((shipment) => shipment.items);
    for (const line of order.request.items) {
      const units = sum(items.filter((item) => item.lineId === line.lineId).map((item) => item.quantity));
      if (units !== line.quantity) yield `order ${order.orderNumber} line ${line.lineId}: ${units} units`;
    }
    const placed = addAmounts([order.request.amounts, ...order.request.items.map((line) => line.amounts)]);
    const there = addAmounts(items.map((item) => item.amounts));
    for (const field of AMOUNT_FIELDS) {
      if (placed[field] !== there[field]) yield `order ${order.orderNumber}: ${field} ${there[field]} cents`;
    }
  }
  const byNumber = new Map(shipments.map((shipment) => [shipment.shipmentNumber, shipment]));
  for (const parent of shipments) {
    if (parent.shipmentStatus === 'REASSIGNED' && parent.items.length > 0)
      yield `${parent.shipmentNumber} keeps lines`;
    for (const number of parent.childShipmentNumbers) {
      const child = byNumber.get(number);
      if (child?.parentShipmentNumber !== parent.shipmentNumber) yield `${number} does not know its parent`;
      if (child?.originalShipmentNumber !== parent.originalShipmentNumber)
        yield `${number}: another original`;
      const given = parent.reassignedItems.filter((item) => item.childShipmentNumber === number);
      // What a child was given is in it, or it has given it on.
      const has = [...(child?.items ?? []), ...(child?.reassignedItems ?? [])];
      if (sum(given.map((item) => item.quantity)) !== sum(has.map((item) => item.quantity))) {
        yield `${parent.shipmentNumber} gave ${number} other units than it has`;
      }
      const [gave, got] = [given, has].map((list) =>
        addAmounts([NO_AMOUNTS, ...list.map((item) => item.amounts)]),
      );
      for (const field of AMOUNT_FIELDS) {
        if (gave![field] !== got![field]) yield `${parent.shipmentNumber} → ${number}: ${field} differs`;
      }
    }
  }
}

/** The stream tells each shipment's way from nothing to where it is, each step one that the table has. */
async function* eventFaults(reader: StoreReader, { shipments }: Everything): AsyncGenerator<string> {
  const status = new Map<string, string>();
  for (const event of await reader.events(0, 1_000_000)) {
    if (event.topic !== 'shipment.statuschanged') continue;
    const value = (key: string) => event.extendedProperties.find((each) => each.key === key)?.value;
    const [from, to] = [(value('oldstatus') ?? null) as string | null, value('newstatus') as string];
    const before = status.get(event.entityId) ?? null;
    if (from !== before) yield `shipment ${event.entityId} is told to leave ${from}, it was ${before}`;
    const isWay = TRIGGERS.some((trigger) => isAllowed(from as never, trigger, to as never));
    if (!isWay) yield `shipment ${event.entityId} went from ${from} to ${to}`;
    status.set(event.entityId, to);
  }
  for (const shipment of shipments) {
    const told = status.get(String(shipment.shipmentNumber));
    if (told !== shipment.shipmentStatus) {
      yield `shipment ${shipment.shipmentNumber} is ${shipment.shipmentStatus}, told ${told}`;
    }
  }
}

/** Money that a release asked for is held for a shipment that lives on it, has left with it or is about to go, or is being let go. */
async function* moneyFaults(reader: StoreReader, { shipments, orders }: Everything): AsyncGenerator<string> {
  const over = ['CANCELED', 'REASSIGNED'];
  for (const { orderNumber, request } of orders) {
    if (request.payment === null) continue;
    const restedOn = shipments
      .filter((each) => each.orderNumber === orderNumber && !over.includes(each.shipmentStatus))
      .map((each) => each.paymentAuthorizationId);
    for (const { authorizationId, status } of await reader.authorizationsOf(orderNumber)) {
      const isRestedOn = restedOn.includes(authorizationId);
      if (status === 'VOIDED' && isRestedOn) yield `a shipment rests on ${authorizationId}, which is voided`;
      const isOurs = authorizationId.startsWith('authorize:');
      if (status !== 'AUTHORIZED' || !isOurs || isRestedOn) continue;
      const isAboutToGo = shipments.some(
        ({ shipmentStatus, shipmentNumber, version }) =>
          shipmentStatus === 'BACKORDER' && authorizationId.endsWith(`:${shipmentNumber}:${version}`),
      );
      const isLetGo = (await reader.step(`void:${authorizationId}`)) !== null;
      if (!isAboutToGo && !isLetGo) yield `${authorizationId} is held for nothing`;
    }
  }
}

/** Everything that must always hold of a site; empty where it does. */
export async function brokenInvariants(reader: StoreReader): Promise<string[]> {
  const everything = await readEverything(reader);
  const faults = [...stockFaults(everything), ...holdingFaults(everything), ...lineageFaults(everything)];
  for await (const fault of eventFaults(reader, everything)) faults.push(fault);
  for await (const fault of moneyFaults(reader, everything)) faults.push(fault);
  return faults;
}
