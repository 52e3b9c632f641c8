import type { WaveRequestInput } from '../../src/domain/wave/request.ts';
import { Random } from '../random.ts';

const LOCATIONS = 100;
/** Shipments for each product. */
const SHIPMENTS_A_PRODUCT = 20;
const PICKUPS = 0.1;
const OLDEST_DAYS = 60;
const LEAST_STOCK = 0.4;
const MOST_STOCK = 0.9;
/** Of the units of a product those that are still to come. */
const IN_LOTS = 0.3;
const LOTS_A_PRODUCT = 3;
const PLACES_A_PRODUCT = 12;
const TODAY = Date.UTC(2026, 4, 1);
const DAY_MS = 86_400_000;

const dayAt = (offset: number): string => new Date(TODAY + offset * DAY_MS).toISOString().slice(0, 10);
const placeAt = (index: number): string => `L${String(index).padStart(3, '0')}`;

/** Draws the n-th product in proportion to 1/n. */
function byPopularity(random: Random, products: number): () => number {
  const sums = new Float64Array(products);
  let sum = 0;
  for (let product = 0; product < products; product++) {
    sum += 1 / (product + 1);
    sums[product] = sum;
  }
  return () => {
    const at = random.next() * sum;
    let [low, high] = [0, products - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const linesOf = (random: Random): number =>
  random.chance(0.05) ? random.integer(6, 20) : random.pick([1, 1, 1, 2, 2, 3, 4, 5]);
const unitsOf = (random: Random): number =>
  random.chance(0.1) ? random.integer(3, 10) : random.pick([1, 1, 1, 2]);

/** Splits units over so many places at random; nothing is lost. */
function spread(random: Random, units: number, places: number): number[] {
  const cuts = Array.from({ length: places - 1 }, () => random.integer(0, units)).sort((a, b) => a - b);
  return [...cuts, units].map((cut, index) => cut - (cuts[index - 1] ?? 0));
}

/**
 * A backlog shaped like a retailer's: mostly 1 to 5 lines and a tail of large orders, few products that many want, a tenth
 * picked up at one of 100 locations. Product by product there is 40 to 90 % of what is wanted, on a dozen shelves, a third
 * of it in lots over 60 days; pickups find at their shelf about what they want.
 */
export function drawWave(seed: number, count: number): WaveRequestInput {
  const random = new Random(seed);
  const products = Math.max(1, Math.round(count / SHIPMENTS_A_PRODUCT));
  const product = byPopularity(random, products);
  const wanted = new Float64Array(products);
  const shelves = new Map<string, number>();
  const shipments = Array.from({ length: count }, (_, index) => {
    const pickup = random.chance(PICKUPS) ? placeAt(random.integer(0, LOCATIONS - 1)) : null;
    const lines = new Map<number, number>();
    for (let left = linesOf(random); left > 0; left--) {
      const code = product();
      lines.set(code, (lines.get(code) ?? 0) + unitsOf(random));
    }
    for (const [code, units] of lines) {
      wanted[code]! += units;
      if (pickup === null) continue;
      const key = `${code} ${pickup}`;
      shelves.set(key, (shelves.get(key) ?? 0) + units);
    }
    return {
      shipmentNumber: index + 1,
      shipmentType: pickup === null ? ('STH' as const) : ('BOPIS' as const),
      fulfillmentLocationCode: pickup,
      backorderedAt: dayAt(-random.integer(0, OLDEST_DAYS)),
      items: [...lines].map(([code, quantity], line) => ({
        lineId: line + 1,
        productCode: `P${code}`,
        quantity,
      })),
    };
  });
  const inventory = new Map<string, { locationCode: string; productCode: string; available: number }>();
  const futureInventory: NonNullable<WaveRequestInput['futureInventory']> = [];
  const put = (locationCode: string, productCode: string, available: number) => {
    if (available === 0) return;
    const row = inventory.get(`${productCode} ${locationCode}`);
    if (row === undefined)
      inventory.set(`${productCode} ${locationCode}`, { locationCode, productCode, available });
    else row.available += available;
  };
  for (let code = 0; code < products; code++) {
    const productCode = `P${code}`;
    const units = Math.round(wanted[code]! * (LEAST_STOCK + random.next() * (MOST_STOCK - LEAST_STOCK)));
    const later = Math.round(units * IN_LOTS);
    for (const part of spread(random, units - later, PLACES_A_PRODUCT)) {
      put(placeAt(random.integer(0, LOCATIONS - 1)), productCode, part);
    }
    for (const [lot, available] of spread(random, later, LOTS_A_PRODUCT).entries()) {
      if (available === 0) continue;
      futureInventory.push({
        futureInventoryId: `po-${code}-${lot}`,
        locationCode: placeAt(random.integer(0, LOCATIONS - 1)),
        productCode,
        deliveryDate: dayAt(random.integer(1, OLDEST_DAYS)),
        available,
      });
    }
  }
  for (const [key, units] of shelves) {
    const [code, locationCode] = key.split(' ') as [string, string];
    put(locationCode, `P${code}`, Math.round(units * random.next()));
  }
  return {
    asOf: dayAt(0),
    settings: { futureInventoryEnabled: true, futureDateLimit: { unit: 'days', quantity: OLDEST_DAYS } },
    shipments,
    inventory: [...inventory.values()],
    futureInventory,
    explain: 'none',
  };
}
