import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { Random } from '../random.ts';

/** A size class: how its instances are drawn, and what it stands for. */
export interface InstanceClass {
  readonly name: string;
  readonly meaning: string;
  /** The same seed draws the same instance. */
  draw(seed: number): OptimizeRequestInput;
}

/** How large, and how scarce, the instances of a class are. */
export interface Shape {
  readonly lines: readonly [number, number];
  readonly locations: readonly [number, number];
  readonly dates: readonly [number, number];
  /** Chance that a location holds a line's product, now or at a date. */
  readonly density: number;
  /** Units that a source gives, as a part of the line's quantity. */
  readonly share: readonly [number, number];
  readonly settings?: OptimizeRequestInput['settings'];
}

const TODAY = '2026-05-01';
const dayAfter = (days: number) => new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10);

function drawStock(random: Random, shape: Shape, items: OptimizeRequestInput['shipment']['items']) {
  const locations = Array.from({ length: random.integer(...shape.locations) }, (_, index) => ({
    locationCode: `L${String(index).padStart(4, '0')}`,
    cost: random.integer(100, 999) / 100,
  }));
  const dates = Array.from({ length: random.integer(...shape.dates) }, () => dayAfter(random.integer(1, 40)));
  const inventory: NonNullable<OptimizeRequestInput['inventory']> = [];
  const futureInventory: NonNullable<OptimizeRequestInput['futureInventory']> = [];
  const wanted = new Map(items.map((item) => [item.productCode, item.quantity]));
  for (const [productCode, quantity] of wanted) {
    // Some products are out of stock everywhere today: they are why the shipment waits.
    const isOut = dates.length > 0 && random.chance(0.5);
    const units = () =>
      Math.max(
        1,
        Math.round(quantity * (shape.share[0] + random.next() * (shape.share[1] - shape.share[0]))),
      );
    for (const { locationCode } of locations) {
      if (random.chance(isOut ? shape.density / 8 : shape.density)) {
        inventory.push({ locationCode, productCode, available: units() });
      }
      for (const deliveryDate of dates) {
        if (!random.chance(shape.density)) continue;
        const futureInventoryId = `po-${futureInventory.length}`;
        futureInventory.push({
          futureInventoryId,
          locationCode,
          productCode,
          deliveryDate,
          available: units(),
        });
      }
    }
  }
  return { locations, inventory, futureInventory };
}

/** Draws one attempt of a shape. */
export function drawAttempt(seed: number, shape: Shape, lines?: readonly number[]): OptimizeRequestInput {
  const random = new Random(seed);
  const count = random.integer(...shape.lines);
  const quantities = lines ?? Array.from({ length: count }, () => random.integer(1, 40));
  const items = quantities.map((quantity, index) => ({
    lineId: index + 1,
    // One line in ten wants a product that another line wants too.
    productCode: `P${index > 0 && random.chance(0.1) ? index - 1 : index}`,
    quantity,
  }));
  return {
    asOf: TODAY,
    settings: { futureInventoryEnabled: true, ...shape.settings },
    shipment: { shipmentNumber: seed, items },
    ...drawStock(random, shape, items),
    limits: { timeLimitMs: 10_000 },
    explain: 'none',
  };
}

export const generatedClass = (name: string, meaning: string, shape: Shape): InstanceClass => ({
  name,
  meaning,
  draw: (seed) => drawAttempt(seed, shape),
});

/** The generated classes, small first. */
export const GENERATED_CLASSES: readonly InstanceClass[] = [
  generatedClass('small', '1–2 lines, 2–8 locations, 0–2 dates', {
    lines: [1, 2],
    locations: [2, 8],
    dates: [0, 2],
    density: 0.5,
    share: [0.2, 1.2],
  }),
  generatedClass('typical', '1–5 lines, 10–50 locations, 0–4 dates', {
    lines: [1, 5],
    locations: [10, 50],
    dates: [0, 4],
    density: 0.4,
    share: [0.2, 1.2],
  }),
];
