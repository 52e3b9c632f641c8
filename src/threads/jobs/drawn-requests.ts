import type { OptimizeRequestInput } from '../../domain/optimize-request.ts';

/** How large drawn requests are. */
export interface DrawnShape {
  readonly lines: number;
  readonly locations: number;
  readonly dates: number;
}

const DAY_MS = 86_400_000;
const TODAY = Date.UTC(2026, 4, 1);
const dayAfter = (days: number): string => new Date(TODAY + days * DAY_MS).toISOString().slice(0, 10);

/** Lehmer's generator, the "minimal standard": the same numbers from 0 to 1 in every thread. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * Draws requests like those that a service is asked, to warm up with: some with costs, some with too little stock, some
 * released in part.
 */
export function drawRequests(count: number, { lines, locations, dates }: DrawnShape): OptimizeRequestInput[] {
  return Array.from({ length: count }, (_, kind) => {
    const next = numbersFrom(kind + 1);
    const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
    const items = Array.from({ length: lines }, (_, line) => ({
      lineId: line + 1,
      productCode: `P${kind % 4 === 3 ? line >> 1 : line}`,
      quantity: whole(20, 200),
    }));
    const isCostly = kind % 2 === 0;
    // Of the short ones every source together gives too little.
    const isShort = kind % 5 === 4;
    const inventory: NonNullable<OptimizeRequestInput['inventory']> = [];
    const futureInventory: NonNullable<OptimizeRequestInput['futureInventory']> = [];
    const codes = Array.from({ length: locations }, (_, location) => `L${String(location).padStart(3, '0')}`);
    for (const productCode of new Set(items.map((item) => item.productCode))) {
      const density = next();
      for (const locationCode of codes) {
        const row = () => ({ locationCode, productCode, available: isShort ? 1 : whole(5, 60) });
        if (next() < density) inventory.push(row());
        for (let date = 1; date <= dates; date++) {
          if (next() > 0.25) continue;
          const deliveryDate = dayAfter(date * 6);
          futureInventory.push({ ...row(), futureInventoryId: `po-${futureInventory.length}`, deliveryDate });
        }
      }
    }
    return {
      asOf: dayAfter(0),
      settings: {
        futureInventoryEnabled: true,
        partialRelease: kind % 6 === 5 ? ('quantity' as const) : ('none' as const),
      },
      shipment: { shipmentNumber: kind + 1, items },
      locations: codes.map((locationCode) => ({
        locationCode,
        ...(isCostly && { cost: whole(100, 999) / 100 }),
      })),
      inventory,
      futureInventory,
      explain: kind % 10 === 9 ? ('full' as const) : ('none' as const),
    };
  });
}
