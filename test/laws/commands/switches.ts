import fc from 'fast-check';
import { command, mostly, orNull, place, product, seldom } from './draw.ts';

export const products = command(
  'product',
  fc.record({
    productCode: product,
    manageStock: mostly,
    futureInventoryEnabled: fc.boolean(),
    outOfStockBehavior: fc.constantFrom('AllowBackOrder', 'AllowBackOrder', 'DisplayMessage'),
    backorderDays: orNull(fc.nat(9), 1, 3),
  }),
  { work: (site, drawn) => site.send('PUT', '/v1/products', { products: [drawn] }) },
);

export const locations = command(
  'location',
  fc.record({
    locationCode: place,
    active: mostly,
    directShip: mostly,
    pickup: mostly,
    cost: fc.nat(2),
    maxReleasesPerDay: orNull(fc.integer({ min: 1, max: 3 }), 1, 5),
  }),
  { work: (site, drawn) => site.send('PUT', '/v1/locations', { locations: [drawn] }) },
);

const limit = fc.constantFrom(
  { unit: 'days', quantity: 2 },
  { unit: 'days', quantity: 9 },
  { unit: 'months', quantity: 1 },
);

const job = fc.record({
  partialReleaseEnabled: seldom,
  partialReleaseType: fc.constantFrom('line', 'quantity'),
});

/** Every kind of setting that an attempt, or the queue, looks at. */
export const settings = command(
  'settings',
  fc.record({
    futureInventoryEnabled: mostly,
    futureDateLimit: limit,
    useCurrentInventory: fc.constantFrom(true, true, true, true, false),
    useFutureBeforeCurrent: seldom,
    maxFulfillingLocations: fc.constantFrom(null, null, 1),
    maxSplitItemLocations: fc.constantFrom(null, null, 1),
    maxChildShipments: fc.constantFrom(null, null, null, 1, 2),
    releaseOnInventoryChange: fc.constantFrom(true, true, true, true, false),
    pauseReleases: fc.constantFrom(false, false, false, false, false, false, true),
    newOrders: fc.constantFrom(
      'after-releasable',
      'after-releasable',
      'after-releasable',
      'after-all-waiting',
      'take-what-is-there',
    ),
    reserveAfterDays: fc.constantFrom(null, null, null, 4),
    improveFuture: mostly,
    improveMinDays: fc.constantFrom(1, 1, 3),
    freezeDays: fc.constantFrom(0, 2),
    overdueGraceDays: fc.constantFrom(0, 3),
    releaseBackorderJob: job,
    partialReleaseOn: fc.constantFrom('schedule', 'change'),
    minPartialUnits: fc.constantFrom(1, 2),
    paymentVoidAndReauth: seldom,
  }),
  {
    async work(site, { paymentVoidAndReauth, ...drawn }) {
      const mayPay = !drawn.releaseBackorderJob.partialReleaseEnabled;
      return site.send('PUT', '/v1/settings', {
        ...drawn,
        paymentVoidAndReauth: mayPay && paymentVoidAndReauth,
      });
    },
  },
);

/** Back to what lets most go: a long sequence would else be spent behind some brake. */
export const plainly = command('settings-plain', fc.constant({}), {
  work: (site) => site.send('PUT', '/v1/settings', { futureInventoryEnabled: true }),
});
