import { Random } from '../random.ts';
import { drawAttempt } from './draw-attempt.ts';
import { type InstanceClass, seededClass } from './instance.ts';
import type { Shape } from './shape.ts';

const WEIGHTED: Shape = {
  lines: [2, 6],
  quantity: [5, 100],
  locations: [15, 50],
  dates: [1, 3],
  density: [0.4, 0.8],
  lotDensity: [0.2, 0.5],
  share: [0.05, 0.6],
  shortToday: 0.5,
  unitCost: [0, 2],
  costly: 0.7,
};

/** Two decimals, as a person would write a price. */
const price = (random: Random, least: number, most: number) =>
  Math.round((least + random.next() * (most - least)) * 100) / 100;

/**
 * Prices at which it pays now and then to wait for one child more to fall away, or to pay for a nearer unit. A
 * third of the seeds may leave units behind, at a price that some units are worth and others not.
 */
export const weighted: InstanceClass = seededClass(
  {
    name: 'weighted',
    meaning: '2–6 lines, 15–50 locations, 1–3 dates, unit costs, prices that trade tiers off',
    usual: 12,
    target: { times: 10, at: 'mean' },
  },
  (seed) => {
    const random = new Random(seed ^ 0x5eed);
    const leavesBehind = seed % 3 === 0;
    const weights = {
      unfilledUnit: leavesBehind ? price(random, 0.5, 4) : 0,
      futureUnit: price(random, 0, 0.5),
      unitDay: price(random, 0.01, 0.1),
      childShipment: price(random, 2, 20),
      locationCost: 1,
    };
    const partialRelease = leavesBehind ? ('quantity' as const) : ('none' as const);
    return drawAttempt(seed, {
      ...WEIGHTED,
      settings: { partialRelease, objective: { mode: 'weighted', weights } },
    });
  },
);
