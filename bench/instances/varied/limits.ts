import type { InstanceClass } from '../instance.ts';
import type { Range } from '../shape.ts';
import { drawVaried, type Finish } from './draw.ts';
import type { CostStyle, VariedShape } from './shape.ts';
import { variedClass } from './varied-class.ts';

const ANY_COSTS: readonly CostStyle[] = ['none', 'whole', 'prices', 'near', 'steps'];

/** Lines and locations of an attempt; classes that say so take them in turn. */
type Size = readonly [lines: number, locations: number];
const exactly = (count: number): Range => [count, count];
const sized = (shape: VariedShape, sizes: readonly Size[], seed: number): VariedShape => {
  const [lines, locations] = sizes[seed % sizes.length]!;
  return { ...shape, lines: exactly(lines), locations: exactly(locations) };
};

const LIMITED: VariedShape = {
  lines: [5, 20],
  quantity: [
    [1, 4],
    [1, 6],
    [5, 60],
  ],
  locations: [100, 200],
  dates: [0, 2],
  pieces: ['ones', 'few', 'shares', 'all'],
  supply: [1.2, 2, 4, 10],
  density: [0, 0.2, 0.35, 0.7],
  shortToday: 0.3,
  costs: ANY_COSTS,
  unitCosts: ['none', 'none', 'whole', 'near'],
};

/** Lines of few units that are in plenty everywhere, so that the best plan seldom needs more than three locations. */
export const splitLoose: InstanceClass = variedClass(
  {
    name: 'split-loose',
    meaning: '10–20 lines, 100–200 locations, maxSplitItemLocations 3, which seldom binds',
    usual: 12,
    timesFaster: 10,
  },
  (seed) =>
    drawVaried(
      seed,
      sized(
        {
          ...LIMITED,
          quantity: [
            [1, 4],
            [1, 4],
            [2, 8],
          ],
          pieces: ['few', 'few', 'all'],
          supply: [4, 10, 20],
          density: [0.2, 0.35, 0.7],
        },
        [
          [20, 200],
          [10, 100],
        ],
        seed,
      ),
      () => ({ maxSplitItemLocations: 3 }),
    ),
);

/** One or two locations a line, where most sources give less than a line wants: a plan that keeps it is planted. */
export const splitBinding: InstanceClass = variedClass(
  {
    name: 'split-binding',
    meaning: '10–20 lines, 100–200 locations, maxSplitItemLocations 1 or 2, which binds',
    usual: 12,
    timesFaster: 10,
  },
  (seed) =>
    drawVaried(
      seed,
      sized(
        { ...LIMITED, planted: { locations: [4, 12], split: [1, 2] } },
        [
          [10, 100],
          [20, 200],
        ],
        seed,
      ),
      (_, plan) => ({ maxSplitItemLocations: plan!.split }),
    ),
);

/** What a planted plan needs, now and then one more or, which may leave no plan, one location less. */
const limitsOfPlan: Finish = (random, plan) => ({
  maxFulfillingLocations: Math.max(1, plan!.locations + random.pick([-1, 0, 0, 0, 1])),
  maxSplitItemLocations: plan!.split,
});

export const bothLimits: InstanceClass = variedClass(
  {
    name: 'both-limits',
    meaning: '10 × 100, 20 × 200 and 20 × 500 lines × locations, limits on locations and on a line’s split',
    usual: 12,
    timesFaster: 10,
  },
  (seed) =>
    drawVaried(
      seed,
      sized(
        { ...LIMITED, planted: { locations: [3, 8], split: [1, 3] } },
        [
          [10, 100],
          [20, 200],
          [20, 500],
        ],
        seed,
      ),
      limitsOfPlan,
    ),
);

/** A limit on packages: with several days one location may need more than one. */
export const children: InstanceClass = variedClass(
  {
    name: 'children',
    meaning:
      '5–20 lines, 40–200 locations, 0–2 dates, maxChildShipments that a planted plan needs, or one off it',
    usual: 12,
    timesFaster: 1,
  },
  (seed) =>
    drawVaried(
      seed,
      { ...LIMITED, locations: [40, 200], planted: { locations: [1, 5], split: [1, 3] } },
      (random, plan) => ({
        maxChildShipments: Math.max(1, plan!.packages + random.pick([-1, 0, 0, 1])),
      }),
    ),
);

/** Small attempts in which limits, groups, several lines of a product and either order of time come together. */
export const mid: InstanceClass = variedClass(
  {
    name: 'mid',
    meaning:
      '4–10 lines of shared products, 10–40 locations, 0–3 dates, both limits, groups, every objective and release mode',
    usual: 16,
    timesFaster: 10,
  },
  (seed) =>
    drawVaried(
      seed,
      {
        ...LIMITED,
        lines: [4, 10],
        locations: [10, 40],
        dates: [0, 3],
        products: [1, 0.7, 0.5],
        ruled: 0.2,
        planted: { locations: [2, 6], split: [1, 3] },
      },
      (random, plan, items) => {
        for (const item of items) if (random.chance(0.3)) item.itemDependency = random.pick(['g', 'k']);
        return {
          ...limitsOfPlan(random, plan, items),
          useFutureBeforeCurrent: random.chance(0.2),
          partialRelease: random.pick(['none', 'none', 'none', 'line', 'quantity']),
          ...(random.chance(0.25) && {
            objective: {
              mode: 'weighted' as const,
              weights: {
                unfilledUnit: random.pick([5, 50]),
                futureUnit: random.pick([0, 0.2]),
                unitDay: random.pick([0.01, 0.05]),
                childShipment: random.pick([3, 8.5]),
                locationCost: random.pick([0.5, 1]),
              },
            },
          }),
        };
      },
    ),
);
