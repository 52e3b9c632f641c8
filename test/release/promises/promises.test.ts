import { describe, expect, it } from 'vitest';
import type { LocationCode, ProductCode } from '../../../src/domain/ids.ts';
import { Product } from '../../../src/domain/site/catalogue.ts';
import { putProducts } from '../../../src/release/catalogue.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import { withWaiting } from '../../../src/release/queue/shown.ts';
import { describeStores } from '../../store/stores.ts';
import { row } from '../service/site.ts';
import { id, promisesSite } from './promises-site.ts';

describeStores((under) => {
  const { waiting, promised } = promisesSite(under);
  const WAITING = 'FUTURE@A 05-10 KTP×2';

  describe('a promise', () => {
    it('keeps its number through every slip, later or earlier, and nobody is told to be backordered', async () => {
      const { site, stand, living, change, topics } = await promised();
      const number = await living(0);
      const before = (await topics(number)).length;
      for (const deliveryDate of ['2026-05-11', '2026-05-12', '2026-05-09'])
        await change('po-1', { deliveryDate });
      await site.settle();
      expect(await stand()).toEqual(Array(3).fill('FUTURE@A 05-09 KTP×2'));
      expect(await living(0)).toBe(number);
      expect((await topics(number)).slice(before)).toEqual(Array(3).fill('shipment.futuredatechanged'));
    });

    it('is covered by another place and day where its lot does not come, the first in the queue first', async () => {
      const { site, stand, change, living, topics } = await promised();
      const number = await living(0);
      await site.refresh(
        row('KTP', 'B', 2, ['po-2', '2026-05-12']),
        row('KTP', 'B', 1, ['po-3', '2026-05-11']),
      );
      await site.settle();
      await change('po-1', { status: 'CANCELED' });
      expect(await stand()).toEqual(['FUTURE@B 05-12 KTP×2', 'BACKORDER@- KTP×2', 'BACKORDER@- KTP×2']);
      expect(await living(0)).toBe(number);
      expect(await topics(number)).not.toContain('shipment.backordered');
    });

    it('is covered by current stock where its lot does not come', async () => {
      const { site, stand, change } = await promised();
      await site.refresh({ ...row('KTP', 'C', 2), safetyStock: 0 });
      await change('po-1', { status: 'CANCELED' });
      expect(await stand()).toEqual(['READY@C KTP×2', 'BACKORDER@- KTP×2', 'BACKORDER@- KTP×2']);
    });

    it('that is lost takes nothing from who stands before it and could go', async () => {
      const { site, numbers, stand, change } = await waiting(3, 2);
      await site.refresh(row('KTP', 'A', 2, ['po-1', '2026-05-10']));
      await site.settle();
      expect(await stand()).toEqual(['BACKORDER@- KTP×3', 'FUTURE@A 05-10 KTP×2']);
      // Three come, and before anybody is tried the lot of the younger one is canceled.
      await site.refresh(row('KTP', 'B', 3));
      await change('po-1', { status: 'CANCELED' });
      await site.settle();
      expect(await stand()).toEqual(['READY@B KTP×3', 'BACKORDER@- KTP×2']);
      expect(numbers).toHaveLength(2);
    });

    it('that is lost takes nothing that is reserved for who has waited for long', async () => {
      const { site, stand, change } = await waiting(3, 2);
      await site.refresh(row('KTP', 'A', 2, ['po-1', '2026-05-10']));
      await site.settle();
      expect(await stand()).toEqual(['BACKORDER@- KTP×3', 'FUTURE@A 05-10 KTP×2']);
      site.now = '2026-05-07T09:00:00.000Z';
      await site.settings({ futureInventoryEnabled: true, reserveAfterDays: 5, improveFuture: false });
      await site.refresh(row('KTP', 'B', 2));
      await change('po-1', { status: 'CANCELED' });
      await site.settle();
      expect(await stand()).toEqual(['BACKORDER@- KTP×3', 'BACKORDER@- KTP×2']);
    });

    it('of what needs no stock any more is READY where it is, when its lot does not come', async () => {
      const { site, stand, change } = await waiting(2);
      await site.refresh(row('KTP', 'A', 2, ['po-1', '2026-05-02']));
      await site.settle();
      await putProducts(site.ports, site.write(), [
        Product.parse({ productCode: 'KTP', manageStock: false }),
      ]);
      await site.settle();
      expect(await stand()).toEqual(['FUTURE@A 05-02 KTP×2']);
      await change('po-1', { status: 'CANCELED' });
      expect(await stand()).toEqual(['READY@A KTP×2']);
    });

    it('lost by a lot that shrinks is that of the lowest standing', async () => {
      const { site, stand, change, living } = await promised();
      const last = await site.shipment(await living(2));
      await change('po-1', { quantity: 4 });
      expect(await stand()).toEqual([WAITING, WAITING, 'BACKORDER@- KTP×2']);
      expect(await site.shipment(last.shipmentNumber)).toMatchObject({
        backorderedAt: last.backorderedAt,
        shipmentStatusReason: { reasonCode: 'LOT_SHORT', moreInfo: 'po-1' },
      });
    });

    it('of a lot without a day any more is none', async () => {
      const { stand, change } = await promised();
      await change('po-1', { deliveryDate: null });
      expect(await stand()).toEqual(Array(3).fill('BACKORDER@- KTP×2'));
    });

    it('of a lot that is moved further back than the days of grace is given up at the next look', async () => {
      const { site, stand, change, living } = await promised();
      // Three days of grace, counted from the day of the lot: the 28th is the last day that is waited for.
      await change('po-1', { deliveryDate: '2026-04-28' });
      await maintainSite(site.ports, site.siteId);
      expect(await stand()).toEqual(Array(3).fill('FUTURE@A 04-28 KTP×2'));
      expect(await site.shipment(await living(0))).toMatchObject({ overdue: true });
      await change('po-1', { deliveryDate: '2026-04-27' });
      expect(await stand()).toEqual(Array(3).fill('FUTURE@A 04-27 KTP×2'));
      await maintainSite(site.ports, site.siteId);
      expect(await stand()).toEqual(Array(3).fill('BACKORDER@- KTP×2'));
      expect(await site.shipment(await living(0))).toMatchObject({
        shipmentStatusReason: { reasonCode: 'LOT_LATE' },
      });
      await site.settle();
      const shown = await withWaiting(site.reader, [await site.shipment(await living(0))], site.now);
      expect(shown[0]!.waiting).toMatchObject({ reason: 'OVERDUE_SUPPLY' });
      await change('po-1', { deliveryDate: '2026-05-12' });
      await site.settle();
      expect(await stand()).toEqual(Array(3).fill('FUTURE@A 05-12 KTP×2'));
    });

    it('that is overdue is kept where its lot moves on, and is not overdue any more', async () => {
      const { site, stand, change, living } = await promised();
      site.now = '2026-05-12T09:00:00.000Z';
      await maintainSite(site.ports, site.siteId);
      expect(await site.shipment(await living(0))).toMatchObject({ overdue: true });
      await change('po-1', { deliveryDate: '2026-05-14' });
      expect(await stand()).toEqual(Array(3).fill('FUTURE@A 05-14 KTP×2'));
      expect(await site.shipment(await living(0))).toMatchObject({ overdue: false });
    });
  });

  describe('a lot of which a part has arrived', () => {
    it('keeps the rest expected, and the next receipt finds it', async () => {
      const { site, stand, receive } = await promised();
      await receive({ futureInventoryId: id('po-1'), quantity: 3 });
      expect(await stand()).toEqual(['READY@A KTP×2', WAITING, WAITING]);
      expect(await site.reader.lots([id('po-1')])).toMatchObject([
        { status: 'EXPECTED', quantity: 3, allocated: 3 },
      ]);
      await receive({ futureInventoryId: id('po-1'), quantity: 3 });
      expect(await stand()).toEqual(['READY@A KTP×2', 'READY@A KTP×2', 'READY@A KTP×2']);
      expect(await site.reader.lots([id('po-1')])).toMatchObject([{ status: 'RECEIVED', quantity: 0 }]);
    });

    it('turns who fits READY, and nobody loses for that', async () => {
      const { site, stand, receive } = await waiting(3, 2);
      await site.refresh(row('KTP', 'A', 5, ['po-1', '2026-05-10']));
      await site.settle();
      await receive({ futureInventoryId: id('po-1'), quantity: 2 });
      expect(await stand()).toEqual(['FUTURE@A 05-10 KTP×3', 'READY@A KTP×2']);
      await receive({ futureInventoryId: id('po-1'), quantity: 3 });
      expect(await stand()).toEqual(['READY@A KTP×3', 'READY@A KTP×2']);
    });

    it('and no more comes loses the last of the queue', async () => {
      const { stand, receive } = await promised();
      await receive({ futureInventoryId: id('po-1'), quantity: 3, final: true });
      expect(await stand()).toEqual(['READY@A KTP×2', 'BACKORDER@- KTP×2', 'BACKORDER@- KTP×2']);
    });

    it('is told once however often its receipt is repeated', async () => {
      const { site, stand, receive } = await promised();
      const receipt = { futureInventoryId: id('po-1'), quantity: 2, receiptId: 'grn-1' };
      const first = await receive(receipt);
      await site.settle();
      expect(await receive(receipt)).toEqual(first);
      expect(await stand()).toEqual(['READY@A KTP×2', WAITING, WAITING]);
      await expect(receive({ ...receipt, quantity: 3 })).rejects.toMatchObject({
        faults: [{ path: 'receipts[0].receiptId', code: 'not_allowed' }],
      });
      await receive({ ...receipt, receiptId: 'grn-2' });
      expect(await stand()).toEqual(['READY@A KTP×2', 'READY@A KTP×2', WAITING]);
    });

    it('that came too late is listed, and the others are received', async () => {
      const { site, stand, receive } = await promised();
      await site.refresh(row('KTP2', 'A', 1, ['po-2', '2026-05-10']));
      await receive({ futureInventoryId: id('po-2') });
      const late = await receive({ futureInventoryId: id('po-2') }, { futureInventoryId: id('po-1') });
      expect(late.body).toMatchObject({
        lots: [{ futureInventoryId: 'po-1', status: 'RECEIVED' }],
        refused: [{ path: 'receipts[0].futureInventoryId', code: 'not_allowed' }],
      });
      expect(await stand()).toEqual(Array(3).fill('READY@A KTP×2'));
      await expect(receive({ futureInventoryId: id('po-2') })).rejects.toMatchObject({
        code: 'TRANSITION_NOT_ALLOWED',
      });
    });
  });

  describe('a purchase order of several products and places', () => {
    async function ordered() {
      const started = await waiting(2);
      const { site } = started;
      const lot = ['po-1', '2026-05-10'] as const;
      await site.refresh(row('KTP', 'A', 2, lot), row('KTP2', 'A', 3, lot), row('KTP', 'B', 4, lot));
      await site.settle();
      return started;
    }

    it('is one id, of which each lot has its own counts', async () => {
      const { site, stand } = await ordered();
      expect(await stand()).toEqual(['FUTURE@A 05-10 KTP×2']);
      const lots = await site.reader.lots([id('po-1')]);
      expect(lots.map((lot) => [lot.locationCode, lot.productCode, lot.quantity, lot.allocated])).toEqual([
        ['A', 'KTP', 2, 2],
        ['A', 'KTP2', 3, 0],
        ['B', 'KTP', 4, 0],
      ]);
    });

    it('slips, and arrives, as a whole where the id alone is named', async () => {
      const { site, stand, change, receive } = await ordered();
      const moved = await change('po-1', { deliveryDate: '2026-05-12' });
      expect((moved.body as { lots: unknown[] }).lots).toHaveLength(3);
      expect(await stand()).toEqual(['FUTURE@A 05-12 KTP×2']);
      await receive({ futureInventoryId: id('po-1') });
      expect(await stand()).toEqual(['READY@A KTP×2']);
      const { current } = await site.reader.stockOf(['KTP', 'KTP2'] as ProductCode[]);
      expect(current.map((each) => [each.locationCode, each.productCode, each.onHand])).toEqual([
        ['A', 'KTP', 2],
        ['A', 'KTP2', 3],
        ['B', 'KTP', 4],
      ]);
    });

    it('is refused a quantity that could be any lot’s, and takes it for one that is named', async () => {
      const { site, change, receive } = await ordered();
      await expect(change('po-1', { quantity: 1 })).rejects.toMatchObject({
        faults: [{ path: 'quantity', code: 'ambiguous' }],
      });
      await expect(receive({ futureInventoryId: id('po-1'), quantity: 1 })).rejects.toMatchObject({
        faults: [{ path: 'receipts[0].quantity', code: 'ambiguous' }],
      });
      await receive({
        futureInventoryId: id('po-1'),
        productCode: 'KTP' as ProductCode,
        locationCode: 'B' as LocationCode,
        quantity: 1,
      });
      const lots = await site.reader.lots([id('po-1')]);
      expect(lots.map((lot) => lot.quantity)).toEqual([2, 3, 3]);
    });

    it('that has come in part does not cost a refresh its other rows', async () => {
      const { site, receive } = await ordered();
      await receive({ futureInventoryId: id('po-1'), productCode: 'KTP2' as ProductCode });
      const lot = ['po-1', '2026-05-10'] as const;
      const answer = await site.refresh(
        row('KTP2', 'A', 3, lot),
        row('KTP', 'B', 5, lot),
        row('KTP2', 'C', 7),
      );
      expect(answer.body).toMatchObject({
        rows: 2,
        refused: [{ path: 'inventory[0].futureInventoryId', code: 'not_allowed' }],
      });
      await expect(site.refresh(row('KTP2', 'A', 3, lot))).rejects.toMatchObject({
        code: 'TRANSITION_NOT_ALLOWED',
      });
    });
  });
});
