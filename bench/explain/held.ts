import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { drawAttempt } from '../instances/draw-attempt.ts';
import { LIMITED, leastLocations } from '../instances/limits.ts';
import { TYPICAL } from '../instances/plain.ts';
import type { Shape } from '../instances/shape.ts';
import { Random } from '../random.ts';

/** Attempts that are held, most of them; those that are released are not counted. */
export interface HeldClass {
  readonly name: string;
  readonly meaning: string;
  readonly count: number;
  readonly draw: (seed: number) => OptimizeRequestInput | Promise<OptimizeRequestInput>;
}

const MANY_LOCATIONS: Shape = {
  ...TYPICAL,
  lines: [3, 3],
  locations: [2000, 2000],
  dates: [4, 4],
  share: [0.001, 0.01],
};

const MANY_ROWS: Shape = {
  ...TYPICAL,
  lines: [10, 10],
  locations: [250, 250],
  dates: [8, 8],
  density: [0.6, 0.8],
  lotDensity: [0.4, 0.6],
  share: [0.005, 0.05],
};

const CROWD: Shape = {
  ...TYPICAL,
  lines: [10, 20],
  locations: [100, 200],
  sameProduct: 0.7,
};

/** Holds an attempt in one of the ways in which attempts are held: too little, too late, or not promised at all. */
function held(seed: number, shape: Shape): OptimizeRequestInput {
  const way = seed % 3;
  const request = drawAttempt(seed, way === 0 ? { ...shape, supply: [0.5, 0.98] } : shape);
  if (way === 0) return request;
  const settings =
    way === 1
      ? { futureDateLimit: { unit: 'days' as const, quantity: 2 } }
      : { futureInventoryEnabled: false };
  return { ...request, settings: { ...request.settings, ...settings } };
}

/** Lines that each exclude a few locations of their own. */
function withExclusions(seed: number, request: OptimizeRequestInput): OptimizeRequestInput {
  const random = new Random(seed + 1_000_000);
  const codes = request.locations!.map(({ locationCode }) => locationCode);
  const few = () => codes.filter(() => random.chance(0.15));
  const items = request.shipment.items.map((item) => ({
    ...item,
    allowsFutureAllocate: !random.chance(0.2),
    excludedLocationCodes: few(),
    excludedFutureLocationCodes: few(),
  }));
  return { ...request, shipment: { ...request.shipment, items } };
}

/** One location less than the fewest that suffice. */
async function withoutOneLocation(seed: number): Promise<OptimizeRequestInput> {
  const request = drawAttempt(seed, LIMITED);
  const least = await leastLocations(request);
  return { ...request, settings: { ...request.settings, maxFulfillingLocations: Math.max(1, least - 1) } };
}

export const HELD_CLASSES: readonly HeldClass[] = [
  {
    name: 'typical',
    meaning: '1–5 lines, 10–50 locations, 0–4 dates',
    count: 120,
    draw: (seed) => held(seed, TYPICAL),
  },
  {
    name: 'many locations',
    meaning: '3 lines, 2,000 locations, 4 dates',
    count: 30,
    draw: (seed) => held(seed, MANY_LOCATIONS),
  },
  {
    name: 'many rows',
    meaning: '10 lines, some 10,000 rows',
    count: 30,
    draw: (seed) => held(seed, MANY_ROWS),
  },
  {
    name: 'crowd',
    meaning: '10–20 lines of few products, each with exclusions, 100–200 locations',
    count: 60,
    draw: (seed) => withExclusions(seed, held(seed, CROWD)),
  },
  {
    name: 'limits',
    meaning: '2–6 lines, 15–50 locations, one location fewer than the least feasible',
    count: 60,
    draw: withoutOneLocation,
  },
];
