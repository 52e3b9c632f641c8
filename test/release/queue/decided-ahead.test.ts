import { describe, expect, it } from 'vitest';
import { Product, SiteLocation } from '../../../src/domain/site/catalogue.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { putLocations, putProducts } from '../../../src/release/catalogue.ts';
import { type DecidedAhead, decidedAhead, holdsFor } from '../../../src/release/run/together/ahead.ts';
import { SiteWork } from '../../../src/release/run/work-on-site.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from '../service/site.ts';

/** Two shipments a page, so that each test needs few. */
const SIZES = { page: 2, ahead: 20 };

describeStores((under) => {
  /** A site whose first page is of two that nobody else has to do with. */
  async function siteOf(settings: Record<string, unknown> = {}) {
    const site = new TestSite(under().store);
    await site.products('P', 'Q');
    await site.settings({ futureInventoryEnabled: true, ...settings });
    const first = [await one(site, { Q: 1 }), await one(site, { Q: 1 })];
    const sizes: number[] = [];
    const { decideWave } = site.ports;
    const counting: typeof decideWave = (request) => {
      sizes.push(request.shipments.length);
      return decideWave(request);
    };
    Object.assign(site.ports, { decideWave: counting });
    return { site, first, sizes };
  }
  const one = async (site: TestSite, lines: Record<string, number>, more = {}): Promise<ShipmentRecord> =>
    (await site.order(lines, more))[0]!;
  /** Decides all that wait, carries out the first page, lets something happen, and goes on with the rest. */
  async function between(
    { site, first }: Awaited<ReturnType<typeof siteOf>>,
    happens: (work: SiteWork) => Promise<unknown>,
  ) {
    const work = new SiteWork(site.ports, site.siteId, SIZES);
    expect(await work.stepOfChanges()).toBe(true);
    for (const each of first) expect(await site.leaves(each)).toEqual(['READY@C Q×1']);
    await happens(work);
    while (await work.stepOfChanges());
  }
  const locations = (site: TestSite, code: string, flags: object) =>
    putLocations(site.ports, site.write(), [SiteLocation.parse({ locationCode: code, ...flags })]);
  const pickup = { shipmentType: 'BOPIS', pickupLocationCode: 'A' };

  describe('between pages that were decided together', () => {
    it('nothing happens, and they are carried out as they were decided', async () => {
      const known = await siteOf();
      const { site, sizes } = known;
      const [shipped, other, picked] = [
        await one(site, { P: 2 }),
        await one(site, { Q: 1 }),
        await one(site, { P: 4 }, pickup),
      ];
      await site.refresh(row('P', 'A', 4), row('P', 'B', 2), row('Q', 'C', 3));
      await between(known, async () => {});
      expect(await site.leaves(shipped)).toEqual(['READY@B P×2']);
      expect(await site.leaves(other)).toEqual(['READY@C Q×1']);
      expect(await site.leaves(picked)).toEqual(['READY@A P×4']);
      expect(sizes).toEqual([5]);
    });

    it('units come, and those behind are decided anew with the page', async () => {
      const known = await siteOf();
      const { site, sizes } = known;
      const [shipped, other, picked] = [
        await one(site, { P: 2 }),
        await one(site, { Q: 1 }),
        await one(site, { P: 5 }, pickup),
      ];
      await site.refresh(row('P', 'A', 4), row('P', 'B', 2), row('Q', 'C', 3));
      await between(known, () => site.refresh(row('P', 'A', 5)));
      expect(await site.leaves(shipped)).toEqual(['READY@B P×2']);
      expect(await site.leaves(other)).toEqual(['READY@C Q×1']);
      expect(await site.leaves(picked)).toEqual(['READY@A P×5']);
      expect(sizes).toEqual([5, 3]);
    });

    it('units come for one that was held, and nobody behind takes what it needs', async () => {
      const known = await siteOf();
      const { site } = known;
      const [older, younger] = [await one(site, { P: 5 }), await one(site, { P: 2 })];
      await site.refresh(row('P', 'A', 4), row('Q', 'C', 2));
      await between(known, () => site.refresh(row('P', 'A', 5)));
      expect(await site.leaves(older)).toEqual(['READY@A P×5']);
      expect(await site.leaves(younger)).toEqual(['BACKORDER@- P×2']);
    });

    it('a first source comes for one that was held', async () => {
      const known = await siteOf();
      const { site } = known;
      const [older, younger] = [await one(site, { P: 5 }), await one(site, { P: 2 })];
      await site.refresh(row('P', 'A', 4), row('Q', 'C', 2));
      await between(known, () => site.refresh(row('P', 'B', 1)));
      expect(await site.leaves(older)).toEqual(['READY@A P×4', 'READY@B P×1']);
      expect(await site.leaves(younger)).toEqual(['BACKORDER@- P×2']);
    });

    it('a lot slips, and is promised for its new day', async () => {
      const known = await siteOf();
      const { site } = known;
      const promised = await one(site, { P: 2 });
      await site.refresh(row('P', 'A', 2, ['po-1', '2026-05-10']), row('Q', 'C', 2));
      await between(known, () => site.refresh(row('P', 'A', 2, ['po-1', '2026-05-20'])));
      expect(await site.leaves(promised)).toEqual(['FUTURE@A 05-20 P×2']);
    });

    it('a location closes, and nobody leaves from there', async () => {
      const known = await siteOf();
      const { site } = known;
      const shipped = await one(site, { P: 2 });
      await site.refresh(row('P', 'A', 2), row('Q', 'C', 2));
      await between(known, () => locations(site, 'A', { directShip: false }));
      expect(await site.leaves(shipped)).toEqual(['BACKORDER@- P×2']);
    });

    it('a location gets a limit, and no more leave than that', async () => {
      const known = await siteOf();
      const { site } = known;
      const [older, younger] = [await one(site, { P: 1 }), await one(site, { P: 1 })];
      await site.refresh(row('P', 'A', 2), row('Q', 'C', 2));
      await between(known, () => locations(site, 'A', { maxReleasesPerDay: 1 }));
      expect(await site.leaves(older)).toEqual(['READY@A P×1']);
      expect(await site.leaves(younger)).toEqual(['BACKORDER@- P×1']);
    });

    it('a product may no longer be promised, and is not', async () => {
      const known = await siteOf();
      const { site } = known;
      const waits = await one(site, { P: 2 });
      await site.refresh(row('P', 'A', 2, ['po-1', '2026-05-10']), row('Q', 'C', 2));
      const switches = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: false };
      const product = Product.parse({ productCode: 'P', ...switches });
      await between(known, () => putProducts(site.ports, site.write(), [product]));
      expect(await site.leaves(waits)).toEqual(['BACKORDER@- P×2']);
    });

    it('units come after the second page for one that was held on the third', async () => {
      const known = await siteOf();
      const { site } = known;
      const second = [await one(site, { P: 1 }), await one(site, { Q: 1 })];
      const [older, younger] = [await one(site, { P: 5 }), await one(site, { P: 2 })];
      await site.refresh(row('P', 'A', 5), row('Q', 'C', 3));
      await between(known, async (work) => {
        expect(await work.stepOfChanges()).toBe(true);
        expect(await site.leaves(second[0]!)).toEqual(['READY@A P×1']);
        await site.refresh(row('P', 'A', 6));
      });
      expect(await site.leaves(older)).toEqual(['READY@A P×5']);
      expect(await site.leaves(younger)).toEqual(['BACKORDER@- P×2']);
    });

    it('nothing happens, and a FUTURE one behind the page is improved before who stands behind it', async () => {
      const known = await siteOf();
      const { site } = known;
      await one(site, { Q: 1 });
      await site.refresh(row('P', 'A', 1, ['po-1', '2026-05-20']));
      const [promised, younger] = [await one(site, { P: 1 }), await one(site, { P: 1 })];
      await site.settle();
      expect(await site.leaves(promised)).toEqual(['FUTURE@A 05-20 P×1']);
      await site.refresh(row('P', 'B', 1), row('Q', 'C', 3));
      await between(known, async () => {});
      expect(await site.leaves(promised)).toEqual(['READY@B P×1']);
      expect(await site.leaves(younger)).toEqual(['FUTURE@A 05-20 P×1']);
    });

    it('something comes for a FUTURE one that stands between them', async () => {
      const known = await siteOf();
      const { site } = known;
      await site.products('R');
      const before = await one(site, { P: 1 });
      await site.refresh(row('R', 'A', 1, ['po-1', '2026-05-20']));
      const promised = await one(site, { R: 1 });
      const behind = await one(site, { P: 1 });
      await site.settle();
      await site.refresh(row('P', 'A', 2), row('Q', 'C', 2));
      await between(known, () => site.refresh(row('R', 'B', 1)));
      expect(await site.leaves(promised)).toEqual(['READY@B R×1']);
      for (const each of [before, behind]) expect(await site.leaves(each)).toEqual(['READY@A P×1']);
    });

    it('another process makes a step, and what was decided before is not used', async () => {
      const known = await siteOf();
      const { site, sizes } = known;
      const all = [];
      for (let count = 0; count < 4; count += 1) all.push(await one(site, { P: 1 }));
      await site.refresh(row('P', 'A', 4), row('Q', 'C', 2));
      await between(known, () => new SiteWork(site.ports, site.siteId, SIZES).stepOfChanges());
      for (const each of all) expect(await site.leaves(each)).toEqual(['READY@A P×1']);
      // The first decides six, the other four, and the first again what is left.
      expect(sizes).toEqual([6, 4, 2]);
    });
  });
});

describe('what was decided ahead', () => {
  const child = (quantity: number) => ({
    fulfillmentLocationCode: 'A',
    futureDate: null,
    items: [{ lineId: 1, productCode: 'P', quantity }],
    allocations: [{ lineId: 1, quantity, futureInventoryId: null }],
  });
  const stock = (onHand: number, locationCode = 'A') => ({
    current: [{ locationCode, productCode: 'P', onHand, allocated: 0, pending: 0, safetyStock: 0 }],
    lots: [],
  });
  const on = (onHand: number, more: object = {}) =>
    ({
      today: '2026-05-01',
      locationsVersion: 1,
      products: new Map([['P', { productCode: 'P', manageStock: true }]]),
      stock: stock(onHand),
      ...more,
    }) as unknown as Parameters<typeof decidedAhead>[0];
  const planned = new Map(
    [2, 1].map((units, at) => [at, { version: 1, decision: { children: [child(units)] } }]),
  ) as unknown as DecidedAhead['planned'];
  const ahead = decidedAhead(on(4), planned);
  const page = (...versions: readonly number[]) =>
    versions.map((version, shipmentNumber) => ({
      shipment: { shipmentNumber, version, items: [{ productCode: 'P' }] },
    })) as unknown as Parameters<typeof holdsFor>[1];

  it('holds while its day, its shipments and its units are as they were, or others have taken what it leaves', () => {
    expect(holdsFor(ahead, page(1, 1), on(4))).toBe(true);
    expect(holdsFor(ahead, page(1, 1), on(3))).toBe(true);
    expect(holdsFor(ahead, page(1), on(2))).toBe(true);
  });

  it.each([
    ['units are gone', page(1, 1), on(2)],
    ['their source is gone', page(1, 1), on(4, { stock: { current: [], lots: [] } })],
    ['units have come', page(1, 1), on(5)],
    [
      'a source has come',
      page(1),
      on(4, { stock: { current: [...stock(4).current, ...stock(1, 'B').current], lots: [] } }),
    ],
    ['a shipment has changed', page(1, 2), on(4)],
    ['a shipment is new', page(1, 1, 1), on(4)],
    ['the day is another', page(1, 1), on(4, { today: '2026-05-02' })],
    ['the locations are others', page(1, 1), on(4, { locationsVersion: 2 })],
    [
      'a product has changed',
      page(1, 1),
      on(4, { products: new Map([['P', { productCode: 'P', manageStock: false }]]) }),
    ],
  ])('does not where %s', (_, some, now) => {
    expect(holdsFor(ahead, some, now)).toBe(false);
  });
});
