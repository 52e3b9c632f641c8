import fc from 'fast-check';
import type { End, LawSite } from '../site.ts';
import { command, dayIn, daysAgo, place, product } from './draw.ts';

const midnight = (site: LawSite, days: number): string => `${dayIn(site, days)}T00:00:00.000Z`;

/** Some days pass, each with what its first minute brings. */
export const days = command('days', fc.integer({ min: 1, max: 3 }), {
  movesSupply: true,
  async work(site, count) {
    for (let day = 0; day < count; day += 1) {
      await site.moveTo(midnight(site, 1));
      await site.beginDay();
    }
    return undefined;
  },
});

/** A day has begun, and before anything has noticed an order is placed. */
export const atMidnight = command(
  'midnight',
  fc.record({ product, quantity: fc.integer({ min: 1, max: 3 }) }),
  {
    movesSupply: true,
    places: true,
    async work(site, { product: productCode, quantity }) {
      await site.moveTo(midnight(site, 1));
      const placed = await site.send('POST', '/v1/orders', { items: [{ lineId: 1, productCode, quantity }] });
      await site.beginDay();
      return placed;
    },
  },
);

/** A process ends, and others or its successor go on. */
export const end = (how: End) =>
  command(how, fc.nat(1000), {
    async work(site, draw) {
      await site.end(draw, how);
      return undefined;
    },
  });

/** A process ends while it is asked for several things, and works on what they change. */
export const endInMidst = command(
  'SIGKILL-in-midst',
  fc.record({
    draw: fc.nat(1000),
    product,
    place,
    units: fc.integer({ min: 1, max: 6 }),
    quantities: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 5 }),
  }),
  {
    places: true,
    isCrowd: true,
    movesSupply: true,
    async work(site, { draw, product: productCode, place: locationCode, units, quantities }) {
      const row = { locationCode, productCode, quantity: units };
      const asked = quantities.map((quantity, index) =>
        site.send('POST', '/v1/orders', {
          items: [{ lineId: 1, productCode, quantity }],
          submittedAt: daysAgo(site, index),
        }),
      );
      const refreshed = site.send('POST', '/v1/inventory/refresh', { inventory: [row] });
      await site.end(draw, 'SIGKILL');
      const [last] = await Promise.all([refreshed, ...asked]);
      return last;
    },
  },
);

/** A process stands still while it works on a run, and others go on with what it has begun. */
export const haltInMidst = command(
  'SIGSTOP-in-midst',
  fc.record({
    draw: fc.nat(1000),
    productCode: product,
    locationCode: place,
    units: fc.integer({ min: 1, max: 6 }),
  }),
  {
    movesSupply: true,
    async work(site, { draw, units, ...source }) {
      await site.send('POST', '/v1/inventory/refresh', { inventory: [{ ...source, quantity: units }] });
      const run = site.send('POST', '/v1/release-runs', {});
      await site.halt(draw);
      return run;
    },
  },
);

/** The same run is asked for twice at once, as by a client that gave up waiting: it is one. */
export const runTwice = command('run-twice', fc.uuid(), {
  async work(site, key) {
    const both = await Promise.all([1, 2].map(() => site.send('POST', '/v1/release-runs', {}, key)));
    const [first, second] = both.map(({ body }) => body.runId);
    if (first !== second) throw new Error(`one key has two runs: ${JSON.stringify(both)}`);
    return both[0];
  },
});
