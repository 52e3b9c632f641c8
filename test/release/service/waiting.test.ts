import { describe, expect, it } from 'vitest';
import {
  backorderShipment,
  cancelShipment,
  prioritizeShipment,
  unreleaseShipment,
} from '../../../src/release/shipments/commands.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

describeStores((under) => {
  async function siteOf(settings = {}) {
    const site = new TestSite(under().store);
    await site.products('KTP');
    await site.settings({ defaultBackOrderDays: 9, ...settings });
    return site;
  }
  const TEN_MAY = [{ lineId: 1, productCode: 'KTP', quantity: 2, backorderReleaseDate: '2026-05-10' }];

  describe('a shipment that begins to wait later', () => {
    it('is expected by the site when it comes from customer care, and is told once', async () => {
      const site = await siteOf({ orderRouting: { afterActionNone: 'ASSIGN_TO_CUSTOMER_CARE' } });
      const [shipment] = await site.order({ KTP: 2 });
      expect(shipment).toMatchObject({ shipmentStatus: 'CUSTOMER_CARE', backorderedAt: null });
      await backorderShipment(site.ports, site.write(), shipment!.shipmentNumber);
      const after = await site.shipment(shipment!.shipmentNumber);
      expect(after).toMatchObject({
        shipmentStatus: 'BACKORDER',
        backorderedAt: site.now,
        items: [{ backorderReleaseDate: '2026-05-10' }],
      });
      const told = (await site.told(after.shipmentNumber)).slice(1);
      expect(told.map((event) => event.topic)).toEqual(['shipment.statuschanged', 'shipment.backordered']);
      expect(told[1]!.extendedProperties).toContainEqual({
        key: 'items',
        value: [{ lineId: 1, productCode: 'KTP', quantity: 2, backorderReleaseDate: '2026-05-10' }],
      });
    });

    it('is expected from the day on which a planner takes its release back', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 2));
      const [shipment] = await site.order({ KTP: 2 });
      site.now = '2026-05-03T09:00:00.000Z';
      await unreleaseShipment(site.ports, site.write(), shipment!.shipmentNumber, true);
      const [item] = (await site.shipment(shipment!.shipmentNumber)).items;
      expect(item!.backorderReleaseDate).toBe('2026-05-12');
    });

    it('keeps a day of its own', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 2));
      const [shipment] = await site.order({}, { items: TEN_MAY });
      await unreleaseShipment(site.ports, site.write(), shipment!.shipmentNumber, true);
      const [item] = (await site.shipment(shipment!.shipmentNumber)).items;
      expect(item!.backorderReleaseDate).toBe('2026-05-10');
    });
  });

  it('gives no priority to what has no place in any queue', async () => {
    const site = await siteOf();
    const [shipment] = await site.order({ KTP: 2 });
    await cancelShipment(site.ports, site.write(), shipment!.shipmentNumber);
    await expect(
      prioritizeShipment(site.ports, site.write(), shipment!.shipmentNumber, 4),
    ).rejects.toMatchObject({ code: 'TRANSITION_NOT_ALLOWED' });
  });

  it('tells with each status the family and the reason', async () => {
    const site = await siteOf();
    const [shipment] = await site.order({ KTP: 4 });
    await site.refresh(row('KTP', 'A', 2), row('KTP', 'B', 2));
    await site.settle();
    const [child] = (await site.shipment(shipment!.shipmentNumber)).childShipmentNumbers;
    const [made] = await site.told(child!);
    const told = Object.fromEntries(made!.extendedProperties.map(({ key, value }) => [key, value]));
    expect(told).toMatchObject({
      oldstatus: null,
      newstatus: 'READY',
      locationCode: 'A',
      parentShipmentNumber: shipment!.shipmentNumber,
      originalShipmentNumber: shipment!.shipmentNumber,
      shipmentStatusReason: null,
    });
  });
});
