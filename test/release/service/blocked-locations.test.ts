import { describe, expect, it } from 'vitest';
import type { LineId, LocationCode } from '../../../src/domain/ids.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { blockLocations, rejectShipment } from '../../../src/release/shipments/blocked-locations.ts';
import { holdShipment, unreleaseShipment } from '../../../src/release/shipments/commands.ts';
import { dryRunShipment } from '../../../src/release/shipments/release-shipment.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

const A = 'A' as LocationCode;
const B = 'B' as LocationCode;

describeStores((under) => {
  async function siteOf(settings = {}) {
    const site = new TestSite(under().store);
    await site.products('KTP', 'KTP2');
    await site.settings(settings);
    return site;
  }
  /** A shipment of one KTP that leaves from A, with another one at B. */
  async function leavingFromA(more = {}) {
    const site = await siteOf(more);
    await site.refresh(row('KTP', 'A', 1), row('KTP', 'B', 1));
    const [shipment] = await site.order({ KTP: 1 });
    expect(shipment).toMatchObject({ shipmentStatus: 'READY', fulfillmentLocationCode: 'A' });
    return { site, number: shipment!.shipmentNumber };
  }
  const where = ({ shipmentStatus, fulfillmentLocationCode }: ShipmentRecord) => [
    shipmentStatus,
    fulfillmentLocationCode,
  ];

  describe('a release that is taken back to be tried at once', () => {
    it('goes elsewhere, though the count at its location still says that it is there', async () => {
      const { site, number } = await leavingFromA();
      await unreleaseShipment(site.ports, site.write(), number, false);
      await site.settle();
      const after = await site.shipment(number);
      expect(where(after)).toEqual(['READY', 'B']);
      expect(after.items[0]!.blockedLocationCodes).toEqual(['A']);
    });

    it('goes there again where the caller says that it may', async () => {
      const { site, number } = await leavingFromA();
      await unreleaseShipment(site.ports, site.write(), number, false, false);
      await site.settle();
      expect(where(await site.shipment(number))).toEqual(['READY', 'A']);
    });

    it('has nothing blocked where it waits on hold, unless the caller says so', async () => {
      for (const [blockLocation, place] of [
        [undefined, 'A'],
        [true, 'B'],
      ] as const) {
        const { site, number } = await leavingFromA();
        await unreleaseShipment(site.ports, site.write(), number, true, blockLocation);
        await holdShipment(site.ports, site.write(), number, false);
        await site.settle();
        expect(where(await site.shipment(number))).toEqual(['READY', place]);
      }
    });

    it('is not promised from that location either', async () => {
      const site = await siteOf({ futureInventoryEnabled: true });
      await site.refresh(
        row('KTP', 'A', 1, ['po-1', '2026-05-10']),
        row('KTP', 'B', 1, ['po-2', '2026-05-12']),
      );
      const [shipment] = await site.order({ KTP: 1 });
      const [first] = (await site.reader.lineage(shipment!.shipmentNumber)).slice(-1);
      await unreleaseShipment(site.ports, site.write(), first!.shipmentNumber, false);
      await site.settle();
      expect(await site.leaves(first!)).toEqual(['FUTURE@B 05-12 KTP×1']);
    });
  });

  describe('a shipment that its location rejects', () => {
    it('goes back with its age and a reason, and leaves from elsewhere', async () => {
      const { site, number } = await leavingFromA();
      const write = site.write();
      const { body } = await rejectShipment(site.ports, write, number, {
        reason: 'not on the shelf',
        blockLocation: true,
      });
      expect(body).toMatchObject({
        shipmentStatus: 'BACKORDER',
        submittedAt: '2026-05-01T09:00:00.000Z',
        onHold: false,
        shipmentStatusReason: { reasonCode: 'REJECTED', moreInfo: 'A: not on the shelf' },
        items: [{ blockedLocationCodes: ['A'] }],
      });
      const { current } = await site.reader.stockOf(['KTP' as never]);
      expect(current.map(({ allocated }) => allocated)).toEqual([0, 0]);
      await site.settle();
      expect(where(await site.shipment(number))).toEqual(['READY', 'B']);
      const [last] = (await site.reader.audit(number)).slice(-1);
      expect(last).toMatchObject({ action: 'release' });
    });

    it('waits where every location has rejected it, until a person lifts the blocks', async () => {
      const { site, number } = await leavingFromA();
      const rejection = { reason: null, blockLocation: true };
      for (const place of ['A', 'B']) {
        const { body } = await rejectShipment(site.ports, site.write(), number, rejection);
        expect(body).toMatchObject({ shipmentStatusReason: { moreInfo: place } });
        await site.settle();
      }
      expect(await site.shipment(number)).toMatchObject({
        shipmentStatus: 'BACKORDER',
        items: [{ blockedLocationCodes: ['A', 'B'] }],
      });
      const { hold } = await dryRunShipment(site.ports, site.siteId, number);
      expect(hold!.reason).toBe('NO_ELIGIBLE_LOCATION');
      await blockLocations(site.ports, site.write(), number, [A], null);
      await site.settle();
      expect(where(await site.shipment(number))).toEqual(['READY', 'B']);
    });

    it('has to be READY', async () => {
      const site = await siteOf();
      const [shipment] = await site.order({ KTP: 1 });
      const rejection = { reason: null, blockLocation: true };
      await expect(
        rejectShipment(site.ports, site.write(), shipment!.shipmentNumber, rejection),
      ).rejects.toMatchObject({ code: 'TRANSITION_NOT_ALLOWED' });
    });
  });

  describe('blocked locations', () => {
    it('are kept by children, line by line', async () => {
      const site = await siteOf();
      const [shipment] = await site.order({ KTP: 2, KTP2: 1 });
      const number = shipment!.shipmentNumber;
      await blockLocations(site.ports, site.write(), number, [B, A, B], [1 as LineId]);
      await site.refresh(row('KTP', 'A', 2), row('KTP', 'C', 1), row('KTP', 'D', 1), row('KTP2', 'A', 1));
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['READY@A KTP2×1', 'READY@C KTP×1', 'READY@D KTP×1']);
      const family = await site.reader.lineage(number);
      const blocked = family.flatMap(({ items }) =>
        items.map((item) => [item.productCode, ...item.blockedLocationCodes]),
      );
      expect(blocked).toEqual([['KTP2'], ['KTP', 'A', 'B'], ['KTP', 'A', 'B']]);
    });

    it('change nothing where they are as they were, and only of a shipment that waits', async () => {
      const site = await siteOf();
      const [shipment] = await site.order({ KTP: 1 });
      const number = shipment!.shipmentNumber;
      const block = () => blockLocations(site.ports, site.write(), number, [A], null);
      expect((await block()).body).toMatchObject({ version: 2 });
      expect((await block()).body).toMatchObject({ version: 2 });
      await expect(blockLocations(site.ports, site.write(), number, [], [7 as LineId])).rejects.toMatchObject(
        { code: 'NOT_FOUND' },
      );
      await site.refresh(row('KTP', 'B', 1));
      await site.settle();
      await expect(block()).rejects.toMatchObject({ code: 'TRANSITION_NOT_ALLOWED' });
    });

    it('stand beside those that the order excludes', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 1), row('KTP', 'B', 1), row('KTP', 'C', 1));
      const items = [{ lineId: 1, productCode: 'KTP', quantity: 1, excludedLocationCodes: ['A'] }];
      const [shipment] = await site.order({}, { items });
      expect(shipment!.fulfillmentLocationCode).toBe('B');
      await unreleaseShipment(site.ports, site.write(), shipment!.shipmentNumber, false);
      await site.settle();
      expect(where(await site.shipment(shipment!.shipmentNumber))).toEqual(['READY', 'C']);
    });
  });
});
