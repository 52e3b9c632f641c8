import { describe, expect, it } from 'vitest';
import type { LocationCode } from '../../../src/domain/ids.ts';
import { SiteLocation } from '../../../src/domain/site/catalogue.ts';
import { OrderRequest } from '../../../src/domain/site/order.ts';
import { putLocations } from '../../../src/release/catalogue.ts';
import { placeOrder } from '../../../src/release/orders/place-order.ts';
import { releaseShipment } from '../../../src/release/shipments/release-shipment.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from '../service/site.ts';

describeStores((under) => {
  async function siteOf(settings = {}) {
    const site = new TestSite(under().store);
    await site.products('KTP');
    await site.settings(settings);
    return site;
  }
  /** The ports, with something done once an attempt was decided and before it is written down. */
  function between(site: TestSite, doOnce: () => Promise<unknown>) {
    let isDone = false;
    const { decide } = site.ports;
    return {
      ...site.ports,
      decide: async (request: Parameters<typeof decide>[0]) => {
        const decision = await decide(request);
        if (!isDone) {
          isDone = true;
          await doOnce();
        }
        return decision;
      },
    };
  }
  const order = () => OrderRequest.parse({ items: [{ lineId: 1, productCode: 'KTP', quantity: 1 }] });
  async function placedBetween(site: TestSite, doOnce: () => Promise<unknown>) {
    const { body } = await placeOrder(between(site, doOnce), site.write(), order());
    const [shipment] = (body as { shipments: { shipmentNumber: number; shipmentStatus: string }[] })
      .shipments;
    return shipment!;
  }
  const locations = (site: TestSite, flags: object) =>
    putLocations(site.ports, site.write(), [
      SiteLocation.parse({ locationCode: 'A' as LocationCode, ...flags }),
    ]);

  describe('an order that is placed while something is set', () => {
    it('goes by the settings that hold when it is written', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 9, ['po-1', '2026-05-03']));
      const on = { futureInventoryEnabled: true };
      // The triggers of the change are worked off before the order is there.
      const placed = await placedBetween(site, async () => {
        await site.settings(on);
        await site.settle();
      });
      expect(placed.shipmentStatus).toBe('FUTURE');
    });

    it('is not released after the brake was pulled', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 9));
      const placed = await placedBetween(site, () => site.settings({ pauseReleases: true }));
      expect(placed.shipmentStatus).toBe('BACKORDER');
    });

    it('goes by the locations that hold when it is written', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 9));
      const off = await placedBetween(site, () => locations(site, { active: false }));
      expect(off.shipmentStatus).toBe('BACKORDER');
      await site.settle();
      const on = await placedBetween(site, async () => {
        await locations(site, { active: true });
        await site.settle();
      });
      expect(on.shipmentStatus).toBe('READY');
    });
  });

  describe('a release that is carried out while something is set', () => {
    it('leaves from no location that was switched off meanwhile', async () => {
      const site = await siteOf();
      const [waiting] = await site.order({ KTP: 1 });
      await site.refresh(row('KTP', 'A', 9));
      const ports = between(site, () => locations(site, { active: false }));
      const { body } = await releaseShipment(ports, site.write(), waiting!.shipmentNumber);
      expect(body).toMatchObject({ outcome: 'held', reasonCode: 'NO_ELIGIBLE_LOCATION' });
    });

    it('leaves none in a page from there either', async () => {
      const site = await siteOf();
      const [waiting] = await site.order({ KTP: 1 });
      await site.refresh(row('KTP', 'A', 9));
      await site.settleWith(between(site, () => locations(site, { directShip: false })));
      expect(await site.leaves(waiting!)).toEqual(['BACKORDER@- KTP×1']);
    });

    it('makes a change of the site wait until it is written', async () => {
      const site = await siteOf();
      const order: string[] = [];
      let changing: Promise<unknown> = Promise.resolve();
      await site.store.transaction(site.siteId, async (tx) => {
        await tx.holdSite();
        changing = site.settings({ pauseReleases: true }).then(() => order.push('changed'));
        await new Promise((resolve) => setTimeout(resolve, 100));
        expect((await tx.holdSite()).isPaused).toBe(false);
        order.push('written');
      });
      await changing;
      expect(order).toEqual(['written', 'changed']);
    });
  });
});
