import { describe, expect, it } from 'vitest';
import type { CalendarDate } from '../../../src/domain/calendar.ts';
import type { FutureInventoryId, ShipmentNumber } from '../../../src/domain/ids.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import {
  prioritizeShipment,
  turnFutureToReady,
  unreleaseShipment,
} from '../../../src/release/shipments/commands.ts';
import { changeLot } from '../../../src/release/supply/change-lot.ts';
import { receiveLots } from '../../../src/release/supply/receipts.ts';
import { describeStores } from '../../store/stores.ts';
import { brokenInvariants } from '../model/invariants.ts';
import { queueSite } from '../queue/queue-site.ts';
import { row, TestSite } from './site.ts';

const po = 'po-1' as FutureInventoryId;

describeStores((under) => {
  /** Three shipments of two KTP each, first backordered one after another, promised from one lot of six. */
  async function promised() {
    const site = new TestSite(under().store);
    await site.products('KTP');
    await site.settings({ futureInventoryEnabled: true });
    const numbers: ShipmentNumber[] = [];
    for (const second of ['01', '02', '03']) {
      site.now = `2026-05-01T09:00:${second}.000Z`;
      const [shipment] = await site.order({ KTP: 2 });
      numbers.push(shipment!.shipmentNumber);
    }
    await site.refresh(row('KTP', 'A', 6, [po, '2026-05-10']));
    await site.settle();
    /** What each family has come to. */
    const stand = async () => {
      expect(await brokenInvariants(site.reader)).toEqual([]);
      const all = await Promise.all(numbers.map(async (number) => site.leaves(await site.shipment(number))));
      return all.flat();
    };
    /** The FUTURE child of a shipment. */
    const childOf = async (index: number) => (await site.shipment(numbers[index]!)).childShipmentNumbers[0]!;
    return { site, numbers, stand, childOf };
  }
  const WAITING = 'FUTURE@A 05-10 KTP×2';

  describe('a lot', () => {
    it('turns its shipments READY when it arrives', async () => {
      const { site, stand } = await promised();
      expect(await stand()).toEqual([WAITING, WAITING, WAITING]);
      await receiveLots(site.ports, site.write(), [{ futureInventoryId: po, quantity: null }]);
      expect(await stand()).toEqual(['READY@A KTP×2', 'READY@A KTP×2', 'READY@A KTP×2']);
    });

    it('that arrives short serves the queue as far as it goes; the others go back with their age', async () => {
      const { site, stand, childOf } = await promised();
      const last = await site.shipment(await childOf(2));
      await receiveLots(site.ports, site.write(), [{ futureInventoryId: po, quantity: 5, final: true }]);
      expect(await stand()).toEqual(['READY@A KTP×2', 'READY@A KTP×2', 'BACKORDER@- KTP×2']);
      expect(await site.shipment(last.shipmentNumber)).toMatchObject({
        backorderedAt: last.backorderedAt,
        shipmentStatusReason: { reasonCode: 'LOT_SHORT', moreInfo: 'po-1' },
      });
    });

    it('that arrives short serves a higher priority before an earlier shipment', async () => {
      const { site, stand, childOf } = await promised();
      await prioritizeShipment(site.ports, site.write(), await childOf(2), 5);
      await receiveLots(site.ports, site.write(), [{ futureInventoryId: po, quantity: 2, final: true }]);
      expect(await stand()).toEqual(['BACKORDER@- KTP×2', 'BACKORDER@- KTP×2', 'READY@A KTP×2']);
    });

    it('that shrinks keeps the first of the queue, and the others are tried again', async () => {
      const { site, stand } = await promised();
      await changeLot(site.ports, site.write(), { futureInventoryId: po }, { quantity: 3 });
      await site.refresh(row('KTP', 'B', 2));
      await site.settle();
      expect(await stand()).toEqual(['READY@B KTP×2', WAITING, 'BACKORDER@- KTP×2']);
    });

    it('that slips takes its shipments along', async () => {
      const { site, stand } = await promised();
      await changeLot(site.ports, site.write(), { futureInventoryId: po }, { deliveryDate: '2026-05-20' });
      expect(await stand()).toEqual(Array(3).fill('FUTURE@A 05-20 KTP×2'));
    });

    it('that slips beyond the limit does so too: the limit binds new promises', async () => {
      const { site, stand } = await promised();
      await changeLot(
        site.ports,
        site.write(),
        { futureInventoryId: po },
        { deliveryDate: '2026-09-01' as CalendarDate },
      );
      await site.settle();
      expect(await stand()).toEqual(Array(3).fill('FUTURE@A 09-01 KTP×2'));
    });

    it('that is refreshed to another day takes them along as well', async () => {
      const { site, stand } = await promised();
      await site.refresh(row('KTP', 'A', 6, [po, '2026-05-12']));
      expect(await stand()).toEqual(Array(3).fill('FUTURE@A 05-12 KTP×2'));
    });

    it('that was due and has not come flags its shipments, and after the days of grace they go back', async () => {
      const { site, stand, childOf } = await promised();
      site.now = '2026-05-11T00:00:00.000Z';
      await maintainSite(site.ports, site.siteId);
      expect(await stand()).toEqual([WAITING, WAITING, WAITING]);
      expect(await site.shipment(await childOf(0))).toMatchObject({
        overdue: true,
        futureDate: '2026-05-10',
      });
      site.now = '2026-05-13T23:00:00.000Z';
      await maintainSite(site.ports, site.siteId);
      expect(await stand()).toEqual([WAITING, WAITING, WAITING]);
      const topics = (await site.told(await childOf(0))).map((event) => event.topic);
      expect(topics).toEqual(['shipment.statuschanged', 'shipment.overdue']);
      site.now = '2026-05-14T00:00:00.000Z';
      await maintainSite(site.ports, site.siteId);
      await site.settle();
      expect(await stand()).toEqual(Array(3).fill('BACKORDER@- KTP×2'));
      expect((await site.shipment(await childOf(0))).shipmentStatusReason?.reasonCode).toBe('LOT_LATE');
    });

    it('that is canceled gives its shipments back, and cannot arrive any more', async () => {
      const { site, stand } = await promised();
      await changeLot(site.ports, site.write(), { futureInventoryId: po }, { status: 'CANCELED' });
      await site.settle();
      expect(await stand()).toEqual(Array(3).fill('BACKORDER@- KTP×2'));
      const again = receiveLots(site.ports, site.write(), [{ futureInventoryId: po, quantity: 6 }]);
      await expect(again).rejects.toMatchObject({ code: 'TRANSITION_NOT_ALLOWED' });
    });

    it('that arrives where a refresh has taken more than there is pays that first', async () => {
      const { site, stand } = await promised();
      await site.refresh({ ...row('KTP', 'A', 0), safetyStock: 3 });
      await receiveLots(site.ports, site.write(), [{ futureInventoryId: po, quantity: null }]);
      expect(await stand()).toEqual(['READY@A KTP×2', 'BACKORDER@- KTP×2', 'BACKORDER@- KTP×2']);
    });
  });

  describe('a line that two lots of one place and day cover', () => {
    /** A FUTURE child of five KTP that waits for two lots of one day at A. */
    async function onTwoLots() {
      const site = new TestSite(under().store);
      await site.products('KTP');
      await site.settings({ futureInventoryEnabled: true });
      await site.refresh(
        row('KTP', 'A', 3, ['po-1', '2026-05-10']),
        row('KTP', 'A', 2, ['po-2', '2026-05-10']),
      );
      const [child] = await site.order({ KTP: 5 });
      expect(await site.leaves(child!)).toEqual(['FUTURE@A 05-10 KTP×5']);
      const receive = (...ids: string[]) =>
        receiveLots(
          site.ports,
          site.write(),
          ids.map((id) => ({ futureInventoryId: id as FutureInventoryId, quantity: null })),
        );
      return { site, receive, child: child! };
    }

    it('is READY once the second of them has arrived', async () => {
      const { site, receive, child } = await onTwoLots();
      await receive('po-2');
      expect(await site.leaves(child)).toEqual(['FUTURE@A 05-10 KTP×5']);
      await receive('po-1');
      expect(await site.leaves(child)).toEqual(['READY@A KTP×5']);
      expect(await brokenInvariants(site.reader)).toEqual([]);
    });

    it('is READY where both arrive in one request', async () => {
      const { site, receive, child } = await onTwoLots();
      await receive('po-1', 'po-2');
      expect(await site.leaves(child)).toEqual(['READY@A KTP×5']);
    });

    it('is turned READY by hand, also where one of them has arrived', async () => {
      const one = await onTwoLots();
      await one.site.refresh(row('KTP', 'A', 5));
      await turnFutureToReady(one.site.ports, one.site.write(), one.child.shipmentNumber);
      expect(await one.site.leaves(one.child)).toEqual(['READY@A KTP×5']);
      const other = await onTwoLots();
      await other.receive('po-1');
      await other.site.refresh(row('KTP', 'A', 5));
      await turnFutureToReady(other.site.ports, other.site.write(), other.child.shipmentNumber);
      expect(await other.site.leaves(other.child)).toEqual(['READY@A KTP×5']);
      expect(await brokenInvariants(other.site.reader)).toEqual([]);
    });
  });

  describe('a planner', () => {
    const { reasonOf } = queueSite(under);

    it('takes a release back: its stock goes to the next, and it waits on hold with its age', async () => {
      const { site, stand, childOf } = await promised();
      const child = await childOf(0);
      await unreleaseShipment(site.ports, site.write(), child, true);
      const [next] = await site.order({ KTP: 2 });
      // Those who are promised a lot may want what came free: the order has its turn behind them.
      expect(next!.shipmentStatus).toBe('BACKORDER');
      expect(await reasonOf(site, next!)).toBe('BEING_DECIDED');
      await site.settle();
      expect(await site.leaves(next!)).toEqual([WAITING]);
      expect(await stand()).toEqual(['BACKORDER@- KTP×2', WAITING, WAITING]);
      const after = await site.shipment(child);
      expect(after).toMatchObject({ onHold: true, backorderedAt: '2026-05-01T09:00:01.000Z' });
    });

    it('turns FUTURE to READY from current stock, and not without', async () => {
      const { site, stand, childOf } = await promised();
      const child = await childOf(1);
      const tooEarly = turnFutureToReady(site.ports, site.write(), child);
      await expect(tooEarly).rejects.toMatchObject({ code: 'INSUFFICIENT_STOCK' });
      await site.refresh(row('KTP', 'A', 2));
      await turnFutureToReady(site.ports, site.write(), child);
      expect(await stand()).toEqual([WAITING, 'READY@A KTP×2', WAITING]);
    });
  });

  describe('partial release', () => {
    const partial = (type: 'line' | 'quantity') => ({
      partialReleaseOn: 'change',
      releaseBackorderJob: { partialReleaseEnabled: true, partialReleaseType: type },
    });

    it('by line sends whole lines, and the rest keeps its age', async () => {
      const site = new TestSite(under().store);
      await site.products('KTP', 'KTP2');
      await site.settings(partial('line'));
      const [shipment] = await site.order({ KTP: 5, KTP2: 5 });
      site.now = '2026-05-03T09:00:00.000Z';
      await site.refresh(row('KTP', 'A', 5), row('KTP2', 'A', 4));
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['BACKORDER@- KTP2×5', 'READY@A KTP×5']);
      const after = await site.shipment(shipment!.shipmentNumber);
      expect(after.backorderedAt).toBe(shipment!.backorderedAt);
      expect(await brokenInvariants(site.reader)).toEqual([]);
    });

    it('by quantity sends what there is, again and again, until nothing is left', async () => {
      const site = new TestSite(under().store);
      await site.products('KTP');
      await site.settings(partial('quantity'));
      const [shipment] = await site.order({ KTP: 5 });
      await site.refresh(row('KTP', 'A', 2));
      await site.settle();
      expect(await site.leaves(shipment!)).toEqual(['BACKORDER@- KTP×3', 'READY@A KTP×2']);
      await site.refresh(row('KTP', 'A', 5));
      await site.settle();
      const parent = await site.shipment(shipment!.shipmentNumber);
      expect(parent.shipmentStatus).toBe('READY');
      expect(await site.leaves(shipment!)).toEqual(['READY@A KTP×3', 'READY@A KTP×2']);
      expect(await brokenInvariants(site.reader)).toEqual([]);
    });
  });
});
