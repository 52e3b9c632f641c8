import type { InstanceClass } from '../instance.ts';
import { drawVaried } from './draw.ts';
import type { VariedShape } from './shape.ts';
import { variedClass } from './varied-class.ts';

const CROWD: VariedShape = {
  lines: [5, 20],
  quantity: [
    [1, 6],
    [1, 6],
    [5, 60],
  ],
  locations: [50, 500],
  dates: [0, 2],
  products: [0.1, 0.2, 0.4],
  pieces: ['ones', 'few', 'shares'],
  supply: [1.2, 1.5, 2, 6],
  density: [0, 0, 0.2, 0.5],
  shortToday: 0.3,
  costs: ['none', 'whole', 'prices', 'near'],
  unitCosts: ['none', 'whole', 'prices'],
  ruled: 0.6,
};

/** Lines of one product that may come from different locations, or of which only some take future stock. */
export const crowd: InstanceClass = variedClass(
  {
    name: 'crowd',
    meaning: '5–20 lines of a few products, 50–500 locations, 0–2 dates, exclusions and switches by line',
    usual: 16,
    timesFaster: 10,
  },
  (seed) => drawVaried(seed, CROWD),
);

const ONE_LINE: VariedShape = {
  lines: [1, 1],
  quantity: [
    [10, 60],
    [50, 150],
    [200, 2_000],
  ],
  locations: [60, 150],
  dates: [0, 1],
  pieces: ['few', 'few', 'few', 'shares', 'spread', 'uneven'],
  supply: [1.2, 2, 10],
  density: [0, 1, 1],
  shortToday: 0.5,
  costs: ['near', 'near', 'near', 'steps'],
  unitCosts: ['none', 'none', 'near'],
};

/** A knapsack with fixed charges. */
export const oneLine: InstanceClass = variedClass(
  {
    name: 'one-line',
    meaning: 'one line, 60–150 locations, costs cents apart',
    usual: 16,
    timesFaster: 10,
  },
  (seed) => drawVaried(seed, ONE_LINE),
);

/** Two lines of one product, one of them with an excluded location, or two or three products. */
export const nearTies: InstanceClass = variedClass(
  {
    name: 'near-ties',
    meaning: '2–3 lines of one to three products, 40–150 locations, costs cents apart, a few exclusions',
    usual: 12,
    timesFaster: 10,
  },
  (seed) =>
    drawVaried(seed, { ...ONE_LINE, lines: [2, 3], locations: [40, 150], products: [0.3, 1], ruled: 0.4 }),
);

const BULK: VariedShape = {
  lines: [20, 20],
  quantity: [[200, 2_000]],
  locations: [200, 200],
  dates: [3, 5],
  pieces: ['spread', 'uneven'],
  supply: [1 / 0.9, 1 / 0.9, 1.3],
  shortToday: 0.85,
  costs: ['prices', 'near', 'whole'],
  unitCosts: ['near', 'prices'],
};
const BULK_LOCATIONS = [200, 500, 1_000, 2_000];

/** Nine units in ten of all there are, from hundreds of locations: here the bound is the work. */
export const bulk: InstanceClass = variedClass(
  {
    name: 'bulk',
    meaning: '20 lines of 200–2,000 units, 200–2,000 locations, 3–5 dates, wanting 90 % of supply',
    usual: 8,
    timesFaster: 1,
  },
  (seed) => {
    const locations = BULK_LOCATIONS[seed % BULK_LOCATIONS.length]!;
    return drawVaried(seed, { ...BULK, locations: [locations, locations] });
  },
);
