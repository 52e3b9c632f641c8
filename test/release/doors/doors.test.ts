import { describe, expect, it } from 'vitest';
import { OrderRequest } from '../../../src/domain/site/order.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import {
  holdShipment,
  postponeShipment,
  unreleaseShipment,
} from '../../../src/release/shipments/commands.ts';
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
  const run = (site: TestSite) =>
    releaseRun(site.ports, site.write(), {
      trigger: 'manual',
      policy: 'first-come',
      dryRun: false,
      scope: {},
    });

  describe('the age of a shipment', () => {
    it('is when its order was submitted, not when it was placed', async () => {
      const site = await siteOf();
      const [late] = await site.order({ KTP: 1 }, { submittedAt: '2026-05-01T08:00:00Z' });
      const [placed] = await site.order({ KTP: 1 });
      const [early] = await site.order({ KTP: 1 }, { submittedAt: '2026-04-21T09:00:00Z' });
      expect([late, placed, early].map((each) => each!.submittedAt)).toEqual([
        '2026-05-01T08:00:00.000Z',
        site.now,
        '2026-04-21T09:00:00.000Z',
      ]);
      await site.refresh(row('KTP', 'A', 2));
      await site.settle();
      const after = await Promise.all(
        [early, late, placed].map((each) => site.shipment(each!.shipmentNumber)),
      );
      expect(after.map((each) => each.shipmentStatus)).toEqual(['READY', 'READY', 'BACKORDER']);
    });

    it('is kept by one that began as FUTURE, by its children, and on every way back', async () => {
      const site = await siteOf({ futureInventoryEnabled: true });
      await site.refresh(
        row('KTP', 'A', 1, ['po-1', '2026-05-10']),
        row('KTP', 'B', 1, ['po-2', '2026-05-12']),
      );
      const [future] = await site.order({ KTP: 2 }, { submittedAt: '2026-04-21' });
      const family = await site.reader.lineage(future!.originalShipmentNumber);
      expect(new Set(family.map((each) => each.submittedAt))).toEqual(new Set(['2026-04-21T00:00:00.000Z']));
      const first = family.find((each) => each.shipmentStatus === 'FUTURE')!;
      await unreleaseShipment(site.ports, site.write(), first.shipmentNumber, true);
      const back = await site.shipment(first.shipmentNumber);
      expect(back).toMatchObject({ shipmentStatus: 'BACKORDER', submittedAt: '2026-04-21T00:00:00.000Z' });
    });

    it.each([
      ['2026-05-01T09:00:05.001Z', 'is in the future: it is 2026-05-01T09:00:00.000Z now'],
      ['2026-05-02', 'is in the future: it is 2026-05-01T09:00:00.000Z now'],
      ['0000-01-01T00:00:00+02:00', 'must be an instant of the years 0 to 9999'],
    ])('cannot be %s', async (submittedAt, message) => {
      const site = await siteOf();
      await expect(site.order({ KTP: 1 }, { submittedAt })).rejects.toMatchObject({
        kind: 'contradictory',
        faults: [{ path: 'submittedAt', code: 'out_of_range', message }],
      });
    });

    it('is now where the clock of the shop is a little ahead of ours', async () => {
      const site = await siteOf();
      const [shipment] = await site.order({ KTP: 1 }, { submittedAt: '2026-05-01T09:00:05Z' });
      expect(shipment!.submittedAt).toBe(site.now);
    });
  });

  describe('the name that a caller gives an order', () => {
    it('belongs to one order a site, however many ask at once', async () => {
      const site = await siteOf();
      const request = (name: string) =>
        OrderRequest.parse({
          externalOrderId: name,
          items: [{ lineId: 1, productCode: 'KTP', quantity: 1 }],
        });
      const answers = await Promise.allSettled(Array.from({ length: 5 }, () => site.place(request('web-7'))));
      const placed = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      expect(placed).toHaveLength(1);
      const { orderNumber } = placed[0]!.body as { orderNumber: number };
      for (const answer of answers) {
        if (answer.status === 'fulfilled') continue;
        expect(answer.reason).toMatchObject({
          code: 'ORDER_EXISTS',
          message: `web-7 was placed before, as order ${orderNumber}`,
        });
      }
      expect(await site.reader.shipments({ after: null, limit: 9 })).toMatchObject([
        { orderNumber, externalOrderId: 'web-7' },
      ]);
      expect((await new TestSite(under().store).place(request('web-7'))).status).toBe(201);
      expect((await site.place(request('WEB-7'))).status).toBe(201);
    });

    it('stands in every event of its shipments, and with their children', async () => {
      const site = await siteOf();
      const [shipment] = await site.order({ KTP: 2 }, { externalOrderId: 'web-8' });
      await site.refresh(row('KTP', 'A', 1), row('KTP', 'B', 1));
      await site.settle();
      const { childShipmentNumbers } = await site.shipment(shipment!.shipmentNumber);
      expect(childShipmentNumbers).toHaveLength(2);
      for (const number of [shipment!.shipmentNumber, ...childShipmentNumbers]) {
        expect((await site.shipment(number)).externalOrderId).toBe('web-8');
        const events = await site.told(number);
        expect(events.length).toBeGreaterThan(0);
        for (const { extendedProperties } of events) {
          expect(extendedProperties).toContainEqual({ key: 'externalOrderId', value: 'web-8' });
        }
      }
    });
  });

  describe('a shipment that is wanted later', () => {
    it('takes nothing before its day at the site, and no run tries it', async () => {
      const site = await siteOf({
        timeZone: 'America/Chicago',
        orderRouting: { afterActionPartial: 'CANCEL_ORDER' },
      });
      await site.refresh(row('KTP', 'A', 1));
      const [wanted] = await site.order(
        {},
        {
          releaseNotBefore: '2026-05-03',
          items: [{ lineId: 1, productCode: 'KTP', quantity: 1, allowsBackOrder: false }],
        },
      );
      expect(wanted).toMatchObject({ shipmentStatus: 'BACKORDER', releaseNotBefore: '2026-05-03' });
      await site.settle();
      expect((await run(site)).counts.tried).toBe(0);
      site.now = '2026-05-03T04:59:59.999Z';
      expect((await run(site)).counts.tried).toBe(0);
      site.now = '2026-05-03T05:00:00.000Z';
      // What the day has brought is tried before the run's own first step.
      await run(site);
      expect((await site.shipment(wanted!.shipmentNumber)).shipmentStatus).toBe('READY');
    });

    it('is routed at once where its day has begun', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 2));
      const [today] = await site.order({ KTP: 1 }, { releaseNotBefore: '2026-05-01T23:00:00Z' });
      const [past] = await site.order({ KTP: 1 }, { releaseNotBefore: '2026-04-01' });
      expect([today!.shipmentStatus, past!.shipmentStatus]).toEqual(['READY', 'READY']);
    });

    it('leaves the stock to those behind it', async () => {
      const site = await siteOf();
      const [wanted] = await site.order({ KTP: 1 }, { releaseNotBefore: '2026-05-03' });
      const [behind] = await site.order({ KTP: 1 });
      await site.refresh(row('KTP', 'A', 1));
      await site.settle();
      expect((await site.shipment(behind!.shipmentNumber)).shipmentStatus).toBe('READY');
      expect((await site.shipment(wanted!.shipmentNumber)).shipmentStatus).toBe('BACKORDER');
    });

    it('goes when a person takes the day away, or moves it to one that has begun', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 3));
      for (const day of [null, '2026-05-01', '2026-04-30']) {
        const [wanted] = await site.order({ KTP: 1 }, { releaseNotBefore: '2026-05-03' });
        await site.settle();
        await postponeShipment(site.ports, site.write(), wanted!.shipmentNumber, day);
        await site.settle();
        const after = await site.shipment(wanted!.shipmentNumber);
        expect(after).toMatchObject({ shipmentStatus: 'READY', releaseNotBefore: day });
      }
    });

    it('can be given its day while it waits, and is then left alone', async () => {
      const site = await siteOf();
      const [shipment] = await site.order({ KTP: 1 });
      const number = shipment!.shipmentNumber;
      const write = () => postponeShipment(site.ports, site.write(), number, '2026-05-02');
      const { body } = await write();
      expect(body).toMatchObject({ releaseNotBefore: '2026-05-02', version: 2 });
      expect((await write()).body).toMatchObject({ version: 2 });
      await site.refresh(row('KTP', 'A', 1));
      await site.settle();
      expect((await site.shipment(number)).shipmentStatus).toBe('BACKORDER');
    });

    it('stays on hold where it is on hold', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 1));
      const [wanted] = await site.order({ KTP: 1 }, { releaseNotBefore: '2026-05-03' });
      const number = wanted!.shipmentNumber;
      await holdShipment(site.ports, site.write(), number, true);
      await postponeShipment(site.ports, site.write(), number, null);
      await site.settle();
      expect((await site.shipment(number)).shipmentStatus).toBe('BACKORDER');
    });

    it('may be released by hand before its day, but has none once it is released', async () => {
      const site = await siteOf();
      await site.refresh(row('KTP', 'A', 1));
      const [wanted] = await site.order({ KTP: 1 }, { releaseNotBefore: '2026-05-03' });
      const number = wanted!.shipmentNumber;
      const { body } = await releaseShipment(site.ports, site.write(), number);
      expect(body).toMatchObject({ outcome: 'released', shipment: { shipmentStatus: 'READY' } });
      await expect(postponeShipment(site.ports, site.write(), number, null)).rejects.toMatchObject({
        code: 'TRANSITION_NOT_ALLOWED',
      });
    });

    it('is wanted on a day of the years 1 to 9999', async () => {
      const site = await siteOf();
      await expect(site.order({ KTP: 1 }, { releaseNotBefore: '0000-12-31' })).rejects.toMatchObject({
        faults: [{ path: 'releaseNotBefore', code: 'out_of_range' }],
      });
    });
  });
});
