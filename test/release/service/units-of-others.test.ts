import { describe, expect, it } from 'vitest';
import { EFFORT } from '../../../src/decision/explain/effort.ts';
import type { Fix } from '../../../src/domain/fix.ts';
import { unreleaseShipment } from '../../../src/release/shipments/commands.ts';
import { dryRunShipment } from '../../../src/release/shipments/release-shipment.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

const TOMORROW = '2026-05-02';

describeStores((under) => {
  async function siteWith(...products: string[]): Promise<TestSite> {
    const site = new TestSite(under().store);
    await site.products(...products);
    await site.settings({ futureInventoryEnabled: true });
    return site;
  }

  const tried = (site: TestSite, { shipmentNumber }: { shipmentNumber: number }) =>
    dryRunShipment(site.ports, site.siteId, shipmentNumber as Parameters<typeof dryRunShipment>[2]);

  async function givenUp(site: TestSite, shipment: { shipmentNumber: number }): Promise<Fix[]> {
    const { hold } = await tried(site, shipment);
    return hold!.fixes.filter((fix) => fix.kind === 'GIVE_UP_UNITS');
  }

  describe('a dry run of a held shipment', () => {
    it('names the youngest other shipment that holds enough, and the fewest of its units', async () => {
      const site = await siteWith('KTP');
      await site.refresh(row('KTP', 'A', 10));
      const [older] = await site.order({ KTP: 4 });
      site.now = '2026-05-01T10:00:00.000Z';
      const [younger] = await site.order({ KTP: 4 });
      site.now = '2026-05-01T11:00:00.000Z';
      await site.order({ KTP: 1 });
      const [waits] = await site.order({ KTP: 4 });
      expect([older!.shipmentStatus, waits!.shipmentStatus]).toEqual(['READY', 'BACKORDER']);
      const source = { productCode: 'KTP', locationCode: 'A', futureInventoryId: null, deliveryDay: null };
      expect(await givenUp(site, waits!)).toEqual([
        {
          kind: 'GIVE_UP_UNITS',
          shipmentNumber: younger!.shipmentNumber,
          units: [{ ...source, quantity: 3 }],
        },
      ]);
      const { hold } = await tried(site, waits!);
      expect(hold!.fixes.map(({ kind }) => kind)).toEqual(['GIVE_UP_UNITS', 'ADD_UNITS']);
      await unreleaseShipment(site.ports, site.write(), younger!.shipmentNumber, true);
      expect((await tried(site, waits!)).decision).toBe('released');
    });

    it('asks the one of the lowest priority first', async () => {
      const site = await siteWith('KTP');
      await site.refresh(row('KTP', 'A', 4));
      const [low] = await site.order({ KTP: 2 }, { priority: -1 });
      await site.order({ KTP: 2 }, { priority: 5 });
      const [waits] = await site.order({ KTP: 2 });
      expect(await givenUp(site, waits!)).toMatchObject([{ shipmentNumber: low!.shipmentNumber }]);
    });

    it('counts the units of lots, with their day, and of every product that is missing', async () => {
      const site = await siteWith('KTP', 'BOX');
      await site.refresh(row('KTP', 'A', 3, ['po-1', TOMORROW]), row('BOX', 'B', 2));
      const [holder] = await site.order({ KTP: 3 });
      const [other] = await site.order({ BOX: 2 });
      const [waits] = await site.order({ KTP: 2, BOX: 1 });
      expect([holder!.shipmentStatus, waits!.shipmentStatus]).toEqual(['FUTURE', 'BACKORDER']);
      // No shipment holds both: two have to give up units, and the younger one need not give up all.
      const source = { futureInventoryId: null, deliveryDay: null };
      const [fix] = (await tried(site, waits!)).hold!.fixes;
      expect(fix).toEqual({
        kind: 'COMBINED',
        all: [
          {
            kind: 'GIVE_UP_UNITS',
            shipmentNumber: holder!.shipmentNumber,
            units: [
              {
                productCode: 'KTP',
                quantity: 2,
                locationCode: 'A',
                futureInventoryId: 'po-1',
                deliveryDay: TOMORROW,
              },
            ],
          },
          {
            kind: 'GIVE_UP_UNITS',
            shipmentNumber: other!.shipmentNumber,
            units: [{ productCode: 'BOX', quantity: 1, locationCode: 'B', ...source }],
          },
        ],
      });
      await site.refresh(row('BOX', 'C', 1));
      expect(await givenUp(site, waits!)).toMatchObject([
        {
          shipmentNumber: holder!.shipmentNumber,
          units: [
            {
              productCode: 'KTP',
              quantity: 2,
              locationCode: 'A',
              futureInventoryId: 'po-1',
              deliveryDay: TOMORROW,
            },
          ],
        },
      ]);
    });

    it('names none where the units would lie where it may not take them, or nobody holds enough', async () => {
      const site = await siteWith('KTP');
      await site.refresh(row('KTP', 'A', 3));
      await site.order({ KTP: 3 });
      const lines = (more: object) => ({ items: [{ lineId: 1, productCode: 'KTP', quantity: 2, ...more }] });
      const [excluding] = await site.order({}, lines({ excludedLocationCodes: ['A'] }));
      const [larger] = await site.order({ KTP: 4 });
      expect(await givenUp(site, excluding!)).toEqual([]);
      expect(await givenUp(site, larger!)).toEqual([]);
    });

    it('looks at all who hold units, page by page, and finds an old one behind many small ones', async () => {
      const site = await siteWith('KTP');
      const small = EFFORT.holdersAtOnce.value + 1;
      await site.refresh(row('KTP', 'A', small + 10));
      const [large] = await site.order({ KTP: 10 });
      for (let count = 0; count < small; count++) await site.order({ KTP: 1 });
      const [waits] = await site.order({ KTP: 9 });
      expect(await givenUp(site, waits!)).toMatchObject([
        { shipmentNumber: large!.shipmentNumber, units: [{ quantity: 9 }] },
      ]);
    });

    it('names few that are enough together, and none where it would take many', async () => {
      const site = await siteWith('KTP');
      await site.refresh(row('KTP', 'A', 12));
      for (const quantity of [3, 1, 1, 1, 3, 1, 1, 1]) await site.order({ KTP: quantity });
      const [six] = await site.order({ KTP: 6 });
      const [twelve] = await site.order({ KTP: 12 });
      const fixes = async (shipment: typeof six) =>
        (await tried(site, shipment!)).hold!.fixes.filter(({ kind }) => kind !== 'ADD_UNITS');
      // The last four hold six, and none of them can be left out.
      const [together] = await fixes(six);
      expect(together).toMatchObject({
        kind: 'COMBINED',
        all: [{ units: [{ quantity: 3 }] }, { units: [{ quantity: 1 }] }, {}, {}],
      });
      expect(await fixes(twelve)).toEqual([]);
    });

    it('says that the explanation is partial where no time is left', async () => {
      const site = await siteWith('KTP');
      await site.refresh(row('KTP', 'A', 3));
      await site.order({ KTP: 3 });
      const [waits] = await site.order({ KTP: 3 });
      const { ports } = site;
      const decide: typeof ports.decide = async (request) => {
        const decision = await site.ports.decide(request);
        site.clock.advance(6000);
        return decision;
      };
      const { hold } = await dryRunShipment({ ...ports, decide }, site.siteId, waits!.shipmentNumber);
      expect(hold!.explanation).toBe('partial');
      expect(hold!.fixes.map(({ kind }) => kind)).toEqual(['ADD_UNITS']);
    });
  });
});
