import { drawVaried } from '../../../bench/instances/varied/draw.ts';
import type { Item, Settings, VariedShape } from '../../../bench/instances/varied/shape.ts';
import type { Random } from '../../../bench/random.ts';
import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';

/** Small enough that the textbook program is proven in a blink, and crowded enough that limits, groups and dates meet. */
const SMALL: VariedShape = {
  lines: [1, 8],
  quantity: [
    [1, 6],
    [1, 6],
    [5, 60],
  ],
  locations: [2, 16],
  dates: [0, 3],
  products: [1, 1, 0.6, 0.3],
  pieces: ['ones', 'few', 'few', 'shares', 'all', 'uneven'],
  supply: [0.7, 1, 1.2, 2, 5],
  density: [0, 0, 0.5],
  shortToday: 0.5,
  costs: ['none', 'whole', 'prices', 'near', 'steps'],
  unitCosts: ['none', 'none', 'whole', 'prices', 'near'],
  ruled: 0.3,
};
/** One or two lines of many units, from places whose costs lie close together: a knapsack with fixed charges. */
const ONE_PRODUCT: VariedShape = {
  ...SMALL,
  lines: [1, 2],
  quantity: [
    [10, 60],
    [50, 400],
  ],
  locations: [8, 40],
  dates: [0, 1],
  products: [0.5, 1],
  pieces: ['few', 'shares', 'spread', 'uneven'],
  supply: [1.1, 2, 10],
  costs: ['near', 'near', 'steps', 'prices'],
  ruled: 0.15,
};
/** Many lines of few products, of which each may use other locations. */
const CROWDED: VariedShape = {
  ...SMALL,
  lines: [3, 12],
  locations: [4, 25],
  products: [0.1, 0.2, 0.4],
  pieces: ['ones', 'few', 'shares'],
  supply: [1, 1.2, 2],
  ruled: 0.7,
};
/** Large quantities, nearly all that there is. */
const BULK: VariedShape = {
  ...SMALL,
  quantity: [[200, 2_000]],
  locations: [4, 16],
  pieces: ['spread', 'uneven'],
  supply: [1 / 0.9, 1.3],
  shortToday: 0.8,
  ruled: 0.1,
};
/** Larger ones, near what the search and HiGHS still prove within a second. */
const LARGE: VariedShape = { ...SMALL, lines: [3, 12], locations: [15, 60], supply: [1.1, 2, 5], ruled: 0.2 };
/** Taken in turn; those in which every rule meets every other come oftenest. */
const SHAPES = [SMALL, SMALL, ONE_PRODUCT, SMALL, CROWDED, SMALL, BULK, LARGE];
const PLANTED = { locations: [1, 5], split: [1, 3] } as const;

/** Puts some lines together, in equal or in different quantities. */
function drawGroups(
  random: Random,
  items: readonly Item[],
): NonNullable<OptimizeRequestInput['shipment']['itemDependencies']> {
  if (!random.chance(0.5)) return [];
  const names = ['a', 'b'];
  const multiple = random.pick([1, 1, 2, 3]);
  for (const item of items) {
    if (!random.chance(0.5)) continue;
    item.itemDependency = random.pick(names);
    item.quantity *= multiple;
  }
  return names
    .filter((name) => items.some(({ itemDependency }) => itemDependency === name))
    .map((itemDependency) => ({
      itemDependency,
      ship: random.chance(0.5) ? ('together' as const) : ('independently' as const),
    }));
}

function drawSettings(random: Random, locations: number, split: number): Settings {
  const price = (choices: readonly number[]) => random.pick(choices);
  const near = (needed: number) => Math.max(1, needed + random.pick([-1, 0, 0, 1]));
  return {
    partialRelease: random.pick(['none', 'none', 'none', 'line', 'quantity']),
    useCurrentInventory: random.chance(0.95),
    useFutureBeforeCurrent: random.chance(0.15),
    ...(random.chance(0.4) && { maxFulfillingLocations: near(locations) }),
    ...(random.chance(0.4) && { maxSplitItemLocations: near(split) }),
    ...(random.chance(0.3) && { maxChildShipments: near(locations) }),
    ...(random.chance(0.25) && {
      objective: {
        mode: 'weighted' as const,
        weights: {
          unfilledUnit: price([0.5, 4, 50]),
          futureUnit: price([0, 0.2, 1]),
          unitDay: price([0, 0.01, 0.1]),
          childShipment: price([0, 3, 8.5]),
          locationCost: price([0, 0.5, 1]),
        },
      },
    }),
  };
}

/** Draws an attempt in which every rule may meet every other, the same for the same seed. */
export function drawAnything(seed: number): OptimizeRequestInput {
  const shape = SHAPES[seed % SHAPES.length]!;
  const isPlanted = seed % 3 === 0;
  let groups: ReturnType<typeof drawGroups> = [];
  const request = drawVaried(
    seed,
    isPlanted ? { ...shape, planted: PLANTED } : shape,
    (random, plan, items) => {
      if (!isPlanted && shape !== ONE_PRODUCT) groups = drawGroups(random, items);
      return drawSettings(
        random,
        plan?.locations ?? random.integer(1, 5),
        plan?.split ?? random.integer(1, 3),
      );
    },
  );
  return { ...request, shipment: { ...request.shipment, itemDependencies: groups } };
}
