import fc from 'fast-check';
import type { LawSite } from '../site.ts';
import { command, dayIn, daysAgo, inDays, orNull, place, product, seldom } from './draw.ts';

const drawnOrder = fc.record({
  lines: fc.uniqueArray(product, { minLength: 1, maxLength: 2 }),
  quantity: fc.integer({ min: 1, max: 3 }),
  priority: fc.nat(1),
  ago: fc.nat(5),
  pickup: orNull(place, 1, 4),
  notBefore: orNull(inDays, 1, 7),
  future: orNull(fc.boolean(), 1, 6),
  excluded: orNull(place, 1, 6),
  isKit: seldom,
  cents: fc.integer({ min: 0, max: 999 }),
  card: fc.constantFrom(null, null, 'card', 'sandbox_declined'),
});
type DrawnOrder = typeof drawnOrder extends fc.Arbitrary<infer Value> ? Value : never;

/** An order as it is placed. */
const orderOf = (site: LawSite, drawn: DrawnOrder): object => ({
  items: drawn.lines.map((productCode, index) => ({
    lineId: index + 1,
    productCode,
    quantity: drawn.quantity,
    amounts: { item: drawn.cents * drawn.quantity, tax: drawn.cents % 7, discount: drawn.cents % 3 },
    ...(drawn.future !== null && { allowsFutureAllocate: drawn.future }),
    ...(drawn.excluded !== null && { excludedLocationCodes: [drawn.excluded] }),
    ...(drawn.isKit && { itemDependency: 'set' }),
  })),
  amounts: { shipping: drawn.cents },
  priority: drawn.priority,
  submittedAt: daysAgo(site, drawn.ago),
  ...(drawn.pickup !== null && { shipmentType: 'BOPIS', pickupLocationCode: drawn.pickup }),
  ...(drawn.notBefore !== null && { releaseNotBefore: dayIn(site, drawn.notBefore) }),
  ...(drawn.card !== null && { payment: { paymentMethod: drawn.card } }),
});

export const order = command('order', drawnOrder, {
  places: true,
  work: (site, drawn) => site.send('POST', '/v1/orders', orderOf(site, drawn)),
});

/** Stock comes, and before anybody is tried an order that could take it: the moment in which one overtakes. */
export const rush = command(
  'rush',
  fc.record({
    product,
    place,
    units: fc.integer({ min: 1, max: 4 }),
    quantity: fc.integer({ min: 1, max: 2 }),
  }),
  {
    places: true,
    movesSupply: true,
    async work(site, { product: productCode, place: locationCode, units, quantity }) {
      const row = { locationCode, productCode, quantity: units };
      await site.send('POST', '/v1/inventory/adjust', { inventory: [row] });
      return site.send('POST', '/v1/orders', { items: [{ lineId: 1, productCode, quantity }] });
    },
  },
);

/** Several at once, and stock between them. */
export const crowd = command(
  'crowd',
  fc.record({
    orders: fc.array(drawnOrder, { minLength: 2, maxLength: 4 }),
    product,
    place,
    units: fc.integer({ min: 1, max: 4 }),
  }),
  {
    places: true,
    isCrowd: true,
    movesSupply: true,
    async work(site, { orders, product: productCode, place: locationCode, units }) {
      const row = { locationCode, productCode, quantity: units };
      const all = await Promise.all([
        site.send('POST', '/v1/inventory/adjust', { inventory: [row] }),
        ...orders.map((drawn) => site.send('POST', '/v1/orders', orderOf(site, drawn))),
      ]);
      return all.at(-1);
    },
  },
);
