import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { dayAfter } from './calendar.ts';

/** One real order. */
interface Basket {
  readonly invoice: string;
  readonly lines: readonly { readonly productCode: string; readonly quantity: number }[];
}

/** A fortnight of a shop's orders. */
export interface RetailOrders {
  readonly baskets: readonly Basket[];
  /** Of each product, the share of orders that hold it. */
  readonly popularity: ReadonlyMap<string, number>;
}

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Where the public data lies: `BENCH_DATA`, by default beside the project. */
const retailFile = join(
  process.env.BENCH_DATA ?? join(projectRoot, '..', 'shared', 'data'),
  'retail',
  'online-retail-2011-11.csv',
);

/** Sales only: no cancellations, no postage, no gifts. */
const isSale = (invoice: string, product: string, quantity: number, price: number) =>
  /^\d+$/.test(invoice) && /^\d{5}/.test(product) && quantity > 0 && price > 0;

/**
 * Reads the real orders.
 *
 * @returns null where the data is not there, so that tests and benchmarks skip with a line that says so
 */
export function readRetail(): RetailOrders | null {
  if (!existsSync(retailFile)) return null;
  const baskets = new Map<string, { productCode: string; quantity: number }[]>();
  for (const row of readFileSync(retailFile, 'utf8').split('\n').slice(1)) {
    const [invoice = '', productCode = '', quantity, , price] = row.split(',');
    if (!isSale(invoice, productCode, Number(quantity), Number(price))) continue;
    const lines = baskets.get(invoice) ?? [];
    lines.push({ productCode, quantity: Number(quantity) });
    baskets.set(invoice, lines);
  }
  const orders = new Map<string, number>();
  for (const lines of baskets.values()) {
    for (const product of new Set(lines.map((line) => line.productCode))) {
      orders.set(product, (orders.get(product) ?? 0) + 1);
    }
  }
  return {
    baskets: [...baskets].map(([invoice, lines]) => ({ invoice, lines })),
    popularity: new Map([...orders].map(([product, count]) => [product, count / baskets.size])),
  };
}

/** How large the problems around a basket are. */
export interface RetailSize {
  readonly mostLines: number;
  readonly locations: number;
  readonly days: number;
}

const AS_OF = '2011-11-21';

/** Where one product's stock lies, as drawn. */
interface Placing {
  readonly places: readonly { location: number; day: number; weight: number }[];
  readonly slack: number;
}

/** Popular products lie at more locations; hardly any holds more than is wanted. */
function placingOf(popularity: number, { locations, days }: RetailSize): fc.Arbitrary<Placing> {
  const most = popularity > 0.02 ? 5 : popularity > 0.005 ? 3 : 2;
  const place = fc.record({
    location: fc.nat(locations - 1),
    // Two in three lie there now (0); the others are due on one of the days.
    day: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(days) }),
    weight: fc.integer({ min: 1, max: 4 }),
  });
  return fc.record({
    places: fc.uniqueArray(place, {
      minLength: 1,
      maxLength: most,
      selector: ({ location, day }) => `${location} ${day}`,
    }),
    slack: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2, 3, 5),
  });
}

/** Splits a product's units over its places by their weights; what is left over goes to the first. */
function unitsAt({ places, slack }: Placing, wanted: number): number[] {
  const total = wanted + slack;
  const weights = places.reduce((sum, { weight }) => sum + weight, 0);
  const units = places.map(({ weight }) => Math.floor((total * weight) / weights));
  units[0]! += total - units.reduce((sum, one) => sum + one, 0);
  return units;
}

function requestFor(
  basket: Basket,
  demand: ReadonlyMap<string, number>,
  placings: readonly Placing[],
): OptimizeRequestInput {
  const stock = [...demand].flatMap(([productCode, wanted], index) => {
    const placing = placings[index]!;
    const units = unitsAt(placing, wanted);
    return placing.places.map(({ location, day }, at) => ({
      locationCode: `L${String(location + 1).padStart(3, '0')}`,
      productCode,
      available: units[at]!,
      day,
    }));
  });
  return {
    asOf: AS_OF,
    settings: { futureInventoryEnabled: true, futureDateLimit: { unit: 'days', quantity: 60 } },
    shipment: {
      shipmentNumber: Number(basket.invoice),
      items: basket.lines.map((line, index) => ({ lineId: index + 1, ...line })),
    },
    inventory: stock.filter(({ day }) => day === 0).map(({ day: _now, ...row }) => row),
    futureInventory: stock
      .filter(({ day }) => day > 0)
      .map(({ day, ...row }) => ({
        ...row,
        futureInventoryId: `po-${row.productCode}-${day}`,
        deliveryDate: dayAfter(AS_OF, day * 5),
      })),
    limits: { timeLimitMs: 60_000 },
  };
}

/** Draws a release attempt for one of the real baskets, with stock near its demand. */
export function retailRequest(
  { baskets, popularity }: RetailOrders,
  size: RetailSize,
): fc.Arbitrary<OptimizeRequestInput> {
  const fitting = baskets.filter(({ lines }) => lines.length <= size.mostLines);
  return fc.constantFrom(...fitting).chain((basket) => {
    const demand = new Map<string, number>();
    for (const { productCode, quantity } of basket.lines) {
      demand.set(productCode, (demand.get(productCode) ?? 0) + quantity);
    }
    const placings = [...demand.keys()].map((product) => placingOf(popularity.get(product) ?? 0, size));
    return fc.tuple(...placings).map((drawn) => requestFor(basket, demand, drawn));
  });
}
