import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import type { Random } from '../../random.ts';
import type { InstanceClass } from '../instance.ts';
import { drawVaried } from './draw.ts';
import type { Item, VariedShape } from './shape.ts';
import { variedClass } from './varied-class.ts';

const KITS: VariedShape = {
  lines: [4, 12],
  quantity: [[1, 6]],
  locations: [20, 120],
  dates: [0, 2],
  products: [1, 1, 0.7],
  pieces: ['few', 'shares', 'all'],
  supply: [0.6, 0.9, 1.2, 3],
  shortToday: 0.4,
  costs: ['none', 'whole', 'prices', 'near'],
  unitCosts: ['none', 'none', 'prices'],
  ruled: 0.15,
};

/** Makes kits of two to four lines one after another: so many kits, each of a few units of every line. */
function makeKits(random: Random, items: readonly Item[]): string[] {
  const names: string[] = [];
  for (let line = 0; line < items.length; ) {
    const size = random.integer(1, 4);
    const kits = random.pick([2, 3, 6, 10, 24]);
    const name = `kit-${names.length + 1}`;
    for (const item of items.slice(line, line + size)) {
      item.quantity = kits * random.integer(1, 3);
      if (size > 1) item.itemDependency = name;
    }
    names.push(name);
    line += size;
  }
  return names;
}

/** A shipment's declaration of its groups. */
type Dependencies = NonNullable<OptimizeRequestInput['shipment']['itemDependencies']>;

/** Kits of which each package takes whole ones: each kit's lines have to lie at one place on one day. */
export const together: InstanceClass = variedClass(
  {
    name: 'together',
    meaning: '4–12 lines in kits of 2–4 that ship together, 20–120 locations, 0–2 dates, every release mode',
    usual: 12,
    timesFaster: 1,
  },
  (seed) => {
    let groups: Dependencies = [];
    const shape = { ...KITS, pieces: ['shares', 'all'], supply: [0.9, 3, 6], density: [0.3, 0.7] } as const;
    const request = drawVaried(seed, shape, (random, _, items) => {
      const names = makeKits(random, items);
      groups = names
        .filter((name) => items.some(({ itemDependency }) => itemDependency === name))
        .map((itemDependency) => ({
          itemDependency,
          ship: random.chance(0.8) ? ('together' as const) : ('independently' as const),
        }));
      return { partialRelease: random.pick(['none', 'none', 'line', 'quantity']) };
    });
    return { ...request, shipment: { ...request.shipment, itemDependencies: groups } };
  },
);

/** Kits released in whole ones, as many as stock allows. */
export const kits: InstanceClass = variedClass(
  {
    name: 'kits',
    meaning: '4–12 lines in kits of 2–4, 20–120 locations, 0–2 dates, supply 60–300 %, released by quantity',
    usual: 12,
    timesFaster: 10,
  },
  (seed) =>
    drawVaried(seed, KITS, (random, _, items) => {
      makeKits(random, items);
      return { partialRelease: 'quantity' };
    }),
);
