import type { WaveRequestInput } from '../../src/domain/wave/request.ts';
import { Random } from '../random.ts';

type Shipment = WaveRequestInput['shipments'][number];

const TODAY = Date.UTC(2026, 4, 1, 9);
const DAY_MS = 86_400_000;
const LOCATIONS = 100;
/** Shipments for each product: a retailer's backlog wants a few products often and most of them seldom. */
const SHIPMENTS_A_PRODUCT = 10;
/** The exponent of the popularity of products (Zipf). */
const POPULARITY = 0.9;
/** Lines of most shipments, and of the large orders in the tail. */
const MOST_LINES = 5;
const LARGE_LINES: readonly [number, number] = [10, 30];
const LARGE_SHARE = 0.01;
const PICKUP_SHARE = 0.1;
const URGENT_SHARE = 0.05;
/** Stock covers such a part of what is wanted of a product. */
const COVER: readonly [number, number] = [0.4, 0.9];
/** The part of it that is there now; the rest comes in lots over so many days. */
const NOW_SHARE = 0.7;
const LOT_DAYS = 60;
/** Places that hold a product at most. */
const MOST_PLACES = 40;

const locationCode = (number: number): string => `L${String(number).padStart(3, '0')}`;
const dayOf = (millis: number): string => new Date(millis).toISOString().slice(0, 10);

/** Draws products by popularity. */
function popular(random: Random, products: number): () => number {
  const sums = new Float64Array(products);
  let total = 0;
  for (let product = 0; product < products; product++) {
    total += 1 / (product + 1) ** POPULARITY;
    sums[product] = total;
  }
  return () => {
    const drawn = random.next() * total;
    let low = 0;
    let high = products - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < drawn) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function drawShipments(random: Random, count: number, demand: Float64Array): Shipment[] {
  const drawProduct = popular(random, demand.length);
  return Array.from({ length: count }, (_, number): Shipment => {
    const isLarge = random.next() < LARGE_SHARE;
    const lines = isLarge ? random.integer(...LARGE_LINES) : 1 + Math.floor(random.next() ** 2 * MOST_LINES);
    const products = new Set(Array.from({ length: lines }, drawProduct));
    const items = [...products].map((product, at) => {
      const quantity = 1 + Math.floor(random.next() ** 3 * 6);
      demand[product]! += quantity;
      return { lineId: at + 1, productCode: `P${product}`, quantity };
    });
    const since = TODAY - Math.floor(random.next() * 60 * DAY_MS);
    return {
      shipmentNumber: number + 1,
      backorderedAt: `${new Date(since).toISOString().slice(0, 19)}Z`,
      items,
      ...(random.next() < PICKUP_SHARE && {
        shipmentType: 'BOPIS',
        fulfillmentLocationCode: locationCode(random.integer(0, LOCATIONS - 1)),
      }),
      ...(random.next() < URGENT_SHARE && { priority: 1 }),
    };
  });
}

/** Draws a retailer's backlog and its stock: popular products are short, everywhere a little of each. */
export function drawWave(seed: number, shipments: number): WaveRequestInput {
  const random = new Random(seed);
  const demand = new Float64Array(Math.max(20, Math.round(shipments / SHIPMENTS_A_PRODUCT)));
  const drawn = drawShipments(random, shipments, demand);
  const inventory: NonNullable<WaveRequestInput['inventory']> = [];
  const futureInventory: NonNullable<WaveRequestInput['futureInventory']> = [];
  for (const [product, wanted] of demand.entries()) {
    const productCode = `P${product}`;
    const units = Math.round(wanted * (COVER[0] + (COVER[1] - COVER[0]) * random.next()));
    const now = Math.round(units * NOW_SHARE);
    const places = new Map<number, number>();
    const spread = Math.max(1, Math.min(MOST_PLACES, Math.round(now / 2)));
    for (let unit = 0; unit < now; unit++) {
      const place = random.integer(0, spread - 1) * 37 + product * 11;
      places.set(place % LOCATIONS, (places.get(place % LOCATIONS) ?? 0) + 1);
    }
    for (const [place, available] of places) {
      inventory.push({ locationCode: locationCode(place), productCode, available });
    }
    for (let left = units - now, lot = 0; left > 0; lot++) {
      const available = random.integer(1, left);
      futureInventory.push({
        futureInventoryId: `po-${lot}`,
        locationCode: locationCode(random.integer(0, LOCATIONS - 1)),
        productCode,
        deliveryDate: dayOf(TODAY + random.integer(1, LOT_DAYS) * DAY_MS),
        available,
      });
      left -= available;
    }
  }
  return {
    asOf: new Date(TODAY).toISOString(),
    settings: { futureInventoryEnabled: true, futureDateLimit: { unit: 'days', quantity: 45 } },
    locations: Array.from({ length: LOCATIONS }, (_, place) => ({
      locationCode: locationCode(place),
      cost: 1 + (place % 7),
    })),
    shipments: drawn,
    inventory,
    futureInventory,
  };
}
