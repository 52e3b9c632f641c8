import fc from 'fast-check';
import { forgotten, overtaken } from './laws.ts';
import type { RunningSite, Seen } from './site.ts';

/** What the sequences of a test came to, all of them together. */
export class Totals {
  readonly done = new Map<string, number>();
  refused = 0;
  served = 0;
  waited = 0;
}

interface Real {
  readonly site: RunningSite;
  readonly totals: Totals;
}

/** One thing that is done to the site. What a person decides against the queue overtakes whom it likes. */
interface Drawn {
  readonly kind: string;
  readonly details: string;
  readonly isByPerson?: boolean;
  readonly work: (site: RunningSite) => Promise<unknown>;
}

/** Does it, and at a moment of calm looks whether the laws hold. */
class Step implements fc.AsyncCommand<object, Real> {
  constructor(
    readonly drawn: Drawn,
    /** Whether what follows from it is worked off before the next one. After an order it always is. */
    readonly settles: boolean,
  ) {}

  check(): boolean {
    return true;
  }

  async run(_model: object, { site, totals }: Real): Promise<void> {
    const { kind, work, isByPerson = false } = this.drawn;
    const before = new Map((await site.shipments()).map((each) => [each.shipmentNumber, each] as const));
    const reply = (await work(site)) as { status: number } | undefined;
    if (reply !== undefined && reply.status >= 400) totals.refused += 1;
    totals.done.set(kind, (totals.done.get(kind) ?? 0) + 1);
    if (!this.settles && kind !== 'order') return;
    await site.settle();
    await this.#look(site, totals, before, isByPerson);
  }

  async #look(
    site: RunningSite,
    totals: Totals,
    before: ReadonlyMap<number, Seen>,
    isByPerson: boolean,
  ): Promise<void> {
    const couldGo = await forgotten(site);
    if (couldGo.length > 0) throw new Error(`after ${this}: ${couldGo.join(', ')} wait and could go`);
    const pairs = isByPerson ? [] : await overtaken(site, before);
    if (pairs.length > 0) throw new Error(`after ${this}: served ${pairs.join(', ')}`);
    const { examine } = site.ports.store;
    const differences = (await examine(10)).filter((each) => each.siteId === site.siteId);
    if (differences.length > 0) throw new Error(`after ${this}: ${JSON.stringify(differences)}`);
    const all = await site.shipments();
    totals.waited += all.filter((each) => each.shipmentStatus === 'BACKORDER').length;
    totals.served += all.filter((each) => ['READY', 'FUTURE'].includes(each.shipmentStatus)).length;
  }

  toString(): string {
    return `${this.drawn.kind} ${this.drawn.details}${this.settles ? '' : ' …'}`;
  }
}

const PRODUCTS = ['P', 'Q'];
const PLACES = ['A', 'B'];
const DAYS = ['2026-05-04', '2026-05-08', '2026-05-14'];

const product = fc.constantFrom(...PRODUCTS);
const place = fc.constantFrom(...PLACES);
const day = fc.constantFrom(...DAYS);
const units = fc.nat(4);
const settles = fc.boolean();
const mostly = fc.constantFrom(true, true, true, false);

/** Null in `without` of `given + without` draws. */
const seldom = <Value>(of: fc.Arbitrary<Value>, given: number, without: number) =>
  fc.oneof({ weight: without, arbitrary: fc.constant(null) }, { weight: given, arbitrary: of });

const step = (drawn: fc.Arbitrary<Drawn>) =>
  fc.tuple(drawn, settles).map(([what, calm]) => new Step(what, calm));

const plain = <Values>(
  kind: string,
  values: fc.Arbitrary<Values>,
  work: (site: RunningSite, values: Values) => Promise<unknown>,
  isByPerson = false,
) =>
  step(
    values.map((drawn) => ({
      kind,
      details: JSON.stringify(drawn),
      isByPerson,
      work: (site: RunningSite) => work(site, drawn),
    })),
  );

const order = plain(
  'order',
  fc.record({
    lines: fc.uniqueArray(product, { minLength: 1, maxLength: 2 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    priority: fc.nat(1),
    daysAgo: fc.nat(5),
    pickup: seldom(place, 1, 4),
    notBefore: seldom(day, 1, 7),
  }),
  (site, { lines, quantity, priority, daysAgo, pickup, notBefore }) =>
    site.send('POST', '/v1/orders', {
      items: lines.map((productCode, index) => ({ lineId: index + 1, productCode, quantity })),
      priority,
      submittedAt: new Date(Date.parse(site.clock.now()) - daysAgo * 86_400_000).toISOString(),
      ...(pickup !== null && { shipmentType: 'BOPIS', pickupLocationCode: pickup }),
      releaseNotBefore: notBefore,
    }),
);

const refresh = plain(
  'refresh',
  fc.record({ product, place, units, day: seldom(day, 1, 2) }),
  (site, drawn) =>
    site.send('POST', '/v1/inventory/refresh', {
      inventory: [
        {
          locationCode: drawn.place,
          productCode: drawn.product,
          quantity: drawn.units,
          ...(drawn.day !== null && {
            deliveryDate: drawn.day,
            futureInventoryId: `${drawn.product}-${drawn.place}`,
          }),
        },
      ],
    }),
);

const adjust = plain(
  'adjust',
  fc.record({ product, place, more: fc.integer({ min: -1, max: 2 }) }),
  (site, drawn) =>
    site.send('POST', '/v1/inventory/adjust', {
      inventory: [{ locationCode: drawn.place, productCode: drawn.product, quantity: drawn.more }],
    }),
);

const lotChange = plain(
  'lot',
  fc.record({ product, place, quantity: units, day }),
  (site, { product: code, place: at, quantity, day: deliveryDate }) =>
    site.send('PATCH', `/v1/future-inventory/${code}-${at}`, { quantity, deliveryDate }),
);

const switches = plain(
  'product',
  fc.record({
    product,
    manageStock: fc.constantFrom(true, true, false),
    futureInventoryEnabled: fc.boolean(),
  }),
  (site, { product: productCode, ...flags }) =>
    site.send('PUT', '/v1/products', {
      products: [{ productCode, outOfStockBehavior: 'AllowBackOrder', ...flags }],
    }),
);

const locations = plain(
  'location',
  fc.record({ place, active: mostly, directShip: mostly, pickup: mostly }),
  (site, { place: locationCode, ...flags }) =>
    site.send('PUT', '/v1/locations', { locations: [{ locationCode, ...flags }] }),
);

const settings = plain(
  'settings',
  fc.record({
    futureInventoryEnabled: fc.boolean(),
    futureDateLimit: fc.constantFrom({ unit: 'days', quantity: 2 }, { unit: 'days', quantity: 9 }),
    maxFulfillingLocations: fc.constantFrom(null, null, 1),
    releaseOnInventoryChange: fc.constantFrom(true, true, false),
  }),
  (site, drawn) => site.send('PUT', '/v1/settings', drawn),
);

/** A command on one of the shipments that have a status, whichever the draw points at. */
const onShipment = (
  kind: string,
  statuses: readonly string[],
  body: fc.Arbitrary<object>,
  isByPerson = false,
) =>
  plain(
    kind,
    fc.record({ draw: fc.nat(1000), body }),
    async (site, drawn) => {
      const some = (await site.shipments()).filter((each) => statuses.includes(each.shipmentStatus));
      if (some.length === 0) return undefined;
      const { shipmentNumber } = some[drawn.draw % some.length]!;
      return site.send('POST', `/v1/shipments/${shipmentNumber}/${kind}`, drawn.body);
    },
    isByPerson,
  );

const run = plain('run', fc.constant({}), (site) => site.send('POST', '/v1/release-runs', {}));
const nextDay = plain('day', fc.constant({}), (site) => site.nextDay());

/** Every command, as fast-check draws them. */
export const commands = [
  order,
  order,
  order,
  order,
  refresh,
  refresh,
  refresh,
  adjust,
  adjust,
  lotChange,
  switches,
  locations,
  settings,
  run,
  nextDay,
  onShipment('hold', ['BACKORDER'], fc.record({ onHold: fc.boolean() })),
  onShipment('priority', ['BACKORDER'], fc.record({ priority: fc.nat(2) })),
  onShipment('not-before', ['BACKORDER'], fc.record({ releaseNotBefore: seldom(day, 1, 1) })),
  onShipment('cancel', ['BACKORDER', 'READY', 'FUTURE'], fc.constant({})),
  onShipment('unrelease', ['READY', 'FUTURE'], fc.record({ onHold: fc.boolean() })),
  onShipment('release', ['BACKORDER'], fc.constant({}), true),
];
