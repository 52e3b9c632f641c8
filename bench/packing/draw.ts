import type { PackingProgram } from '../../src/program/packing-program.ts';
import { Random } from '../random.ts';

const LOCATIONS = 100;
/** Shipments for each product. */
const SHIPMENTS_A_PRODUCT = 20;
/** The n-th product is wanted in proportion to n to minus this. */
const ZIPF = 1;
const PICKUPS = 0.1;
const OLDEST_DAYS = 60;
const LEAST_STOCK = 0.4;
const MOST_STOCK = 0.9;

interface Wanted {
  readonly product: number;
  readonly units: number;
}

interface Shipment {
  readonly lines: readonly Wanted[];
  /** Where it is picked up; null where it is shipped from anywhere. */
  readonly location: number | null;
}

/** Draws products by their popularity. */
function popularity(random: Random, products: number): () => number {
  const sums = new Float64Array(products);
  let sum = 0;
  for (let product = 0; product < products; product++) {
    sum += (product + 1) ** -ZIPF;
    sums[product] = sum;
  }
  return () => {
    const at = random.next() * sum;
    let low = 0;
    let high = products - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const lineCount = (random: Random) =>
  random.chance(0.05) ? random.integer(6, 20) : random.pick([1, 1, 1, 2, 2, 3, 4, 5]);
const units = (random: Random) => (random.chance(0.1) ? random.integer(3, 10) : random.pick([1, 1, 1, 2]));

function drawShipment(random: Random, product: () => number): Shipment {
  const wanted = new Map<number, number>();
  for (let lines = lineCount(random); lines > 0; lines--) {
    const code = product();
    wanted.set(code, (wanted.get(code) ?? 0) + units(random));
  }
  return {
    lines: [...wanted].map(([code, quantity]) => ({ product: code, units: quantity })),
    location: random.chance(PICKUPS) ? random.integer(0, LOCATIONS - 1) : null,
  };
}

/**
 * A backlog shaped like a retailer's, as a packing program: a row for each product's total and one, nested in it, for each
 * shelf that pickups want. Stock is 40 to 90 % of what is wanted, product by product; each shelf on which a pickup counts
 * holds about what its pickups want of it, at most what the product has.
 */
export function drawPacking(seed: number, items: number): PackingProgram {
  const random = new Random(seed);
  const products = Math.max(1, Math.round(items / SHIPMENTS_A_PRODUCT));
  const product = popularity(random, products);
  const shipments = Array.from({ length: items }, () => drawShipment(random, product));
  const wanted = new Float64Array(products);
  const shelves = new Map<number, { row: number; wanted: number }>();
  for (const { lines, location } of shipments) {
    for (const line of lines) {
      wanted[line.product]! += line.units;
      if (location === null) continue;
      const key = line.product * LOCATIONS + location;
      const shelf = shelves.get(key) ?? { row: products + shelves.size, wanted: 0 };
      shelf.wanted += line.units;
      shelves.set(key, shelf);
    }
  }
  const capacity = new Float64Array(products + shelves.size);
  for (let code = 0; code < products; code++) {
    capacity[code] = Math.round(wanted[code]! * (LEAST_STOCK + random.next() * (MOST_STOCK - LEAST_STOCK)));
  }
  for (const [key, shelf] of shelves) {
    const most = capacity[Math.floor(key / LOCATIONS)]!;
    capacity[shelf.row] = Math.min(most, Math.round(shelf.wanted * random.next() * 1.6));
  }
  const itemStart = new Int32Array(items + 1);
  const row: number[] = [];
  const weight: number[] = [];
  shipments.forEach(({ lines, location }, item) => {
    for (const line of lines) {
      row.push(line.product);
      weight.push(line.units);
      if (location === null) continue;
      row.push(shelves.get(line.product * LOCATIONS + location)!.row);
      weight.push(line.units);
    }
    itemStart[item + 1] = row.length;
  });
  return {
    items,
    rows: capacity.length,
    level: new Int32Array(items),
    value: new Float64Array(items).fill(1),
    age: Float64Array.from({ length: items }, () => random.integer(0, OLDEST_DAYS)),
    must: new Uint8Array(items),
    itemStart,
    row: Int32Array.from(row),
    weight: Float64Array.from(weight),
    capacity,
  };
}
