import { expect, it } from 'vitest';
import { limitsThatCouldBind } from '../../../../../src/solver/structured/allocation/limits/binding-limits.ts';
import { type ProblemDraft, problemOf } from '../../problem.ts';

/** Current stock and a lot of each location. */
const bindingOf = (locations: number, limits: Partial<ProblemDraft>) =>
  limitsThatCouldBind(
    problemOf({
      ...limits,
      lines: [{ product: 0, quantity: 2 }],
      packages: Array.from({ length: 2 * locations }, (_, at) => ({
        location: at >> 1,
        ...(at % 2 === 1 && { day: 5 }),
        stock: [{ product: 0, units: 1 }],
      })),
    }),
  );

it.each([
  { locations: 1, most: 1, packages: 1 },
  { locations: 2, most: 3, packages: 3 },
  { locations: 2, most: 4, packages: undefined },
])('keeps a limit of $most children on the packages of $locations locations', (drawn) => {
  const { packages } = bindingOf(drawn.locations, { maxChildShipments: drawn.most });
  expect(packages?.most).toBe(drawn.packages);
});

it.each([
  { limits: { maxFulfillingLocations: 2 }, binding: { locations: 2, split: undefined } },
  { limits: { maxFulfillingLocations: 3 }, binding: { locations: undefined, split: undefined } },
  { limits: { maxSplitItemLocations: 2 }, binding: { locations: undefined, split: 2 } },
  { limits: { maxSplitItemLocations: 3 }, binding: { locations: undefined, split: undefined } },
  {
    limits: { maxSplitItemLocations: 2, maxFulfillingLocations: 2 },
    binding: { locations: 2, split: undefined },
  },
  {
    limits: { maxFulfillingLocations: 2, maxChildShipments: 2 },
    binding: { locations: undefined, split: undefined },
  },
])('of $limits keeps what no other limit implies', ({ limits, binding }) => {
  const { locations, split } = bindingOf(3, limits);
  expect({ locations: locations?.most, split: split ?? undefined }).toEqual(binding);
});
