import { describe, expect, it } from 'vitest';
import type { ShipmentNumber } from '../../../src/domain/ids.ts';
import { prioritizeShipment, unreleaseShipment } from '../../../src/release/shipments/commands.ts';
import { withHolders } from '../../../src/release/supply/oversold.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

describeStores((under) => {
  /** Three orders of two KTP at A, READY one after another. */
  async function held() {
    const site = new TestSite(under().store);
    await site.products('KTP');
    await site.refresh(row('KTP', 'A', 6), row('KTP', 'B', 1));
    const numbers: ShipmentNumber[] = [];
    for (const second of ['01', '02', '03']) {
      site.now = `2026-05-01T09:00:${second}.000Z`;
      const [shipment] = await site.order({ KTP: 2 });
      expect(shipment!.fulfillmentLocationCode).toBe('A');
      numbers.push(shipment!.shipmentNumber);
    }
    const oversold = async () => {
      const rows = await site.reader.oversoldPage({ after: null, limit: 10 });
      const listed = await withHolders(site.reader, rows);
      return listed.map(({ locationCode, short, shipments }) => [
        locationCode,
        short,
        shipments.map((each) => numbers.indexOf(each.shipmentNumber)),
      ]);
    };
    return { site, numbers, oversold };
  }

  describe('a count below what is promised', () => {
    it('lists who stands last among those that hold it, as many as make it good, and takes nothing away', async () => {
      const { site, numbers, oversold } = await held();
      expect(await oversold()).toEqual([]);
      await site.refresh(row('KTP', 'A', 3));
      await site.settle();
      expect(await oversold()).toEqual([['A', 3, [2, 1]]]);
      for (const number of numbers)
        expect(await site.shipment(number)).toMatchObject({ shipmentStatus: 'READY' });
    });

    it('goes by priority before age', async () => {
      const { site, numbers, oversold } = await held();
      await prioritizeShipment(site.ports, site.write(), numbers[2]!, 5);
      await site.refresh(row('KTP', 'A', 5));
      expect(await oversold()).toEqual([['A', 1, [1]]]);
    });

    it('is listed no more once somebody has given up units, or a count has found them', async () => {
      const { site, numbers, oversold } = await held();
      await site.refresh(row('KTP', 'A', 3));
      await unreleaseShipment(site.ports, site.write(), numbers[2]!, true);
      expect(await oversold()).toEqual([['A', 1, [1]]]);
      await site.refresh(row('KTP', 'A', 4));
      expect(await oversold()).toEqual([]);
    });

    it('is none where units are only kept back', async () => {
      const { site, oversold } = await held();
      await site.refresh({ ...row('KTP', 'A', 6), safetyStock: 5 });
      expect(await oversold()).toEqual([]);
    });
  });
});
