import { expect, it } from 'vitest';
import { describeStores } from '../store/stores.ts';
import { begin } from './begin.ts';
import { SiteInProcess } from './in-process.ts';
import type { Json } from './site.ts';

/* Why one waits is true at any moment, also where others take what there was: that makes nobody undecided. */

describeStores((under) => {
  async function fresh(settings: object = {}) {
    const site = await SiteInProcess.on(under().store);
    await begin(site);
    await site.send('PUT', '/v1/settings', { futureInventoryEnabled: true, ...settings });
    const order = async (quantity: number, more: object = {}) => {
      const items = [{ lineId: 1, productCode: 'P', quantity }];
      const { body } = await site.send('POST', '/v1/orders', { items, ...more });
      await site.settle();
      return body.shipments[0].shipmentNumber as number;
    };
    const refresh = async (...rows: object[]) => {
      const inventory = rows.map((each) => ({ locationCode: 'A', productCode: 'P', ...each }));
      await site.send('POST', '/v1/inventory/refresh', { inventory });
      await site.settle();
    };
    /** What it shows, read in each of the three ways. */
    const waitingOf = async (number: number): Promise<Json> => {
      const { waiting } = (await site.send('GET', `/v1/shipments/${number}`)).body;
      const ofNumber = (all: Json[]) => all.find((each) => each.shipmentNumber === number)?.waiting;
      const family = await site.send('GET', `/v1/shipments/${number}/lineage`);
      expect(ofNumber(family.body.shipments)).toEqual(waiting);
      const list = await site.send(
        'GET',
        '/v1/shipments?shipmentStatus=BACKORDER&shipmentStatus=CUSTOMER_CARE',
      );
      expect(ofNumber(list.body.items)).toEqual(waiting);
      return waiting;
    };
    const attempt = async (number: number): Promise<Json> =>
      (await site.send('POST', `/v1/shipments/${number}/attempt`, {})).body;
    return { site, order, refresh, waitingOf, attempt };
  }

  it('the quantities are those that are left when an order takes some', async () => {
    const { site, order, refresh, waitingOf } = await fresh();
    const number = await order(5);
    await refresh({ quantity: 2 });
    expect((await waitingOf(number)).lines).toMatchObject([{ quantity: 5, currentAvailable: 2, short: 3 }]);
    await order(2);
    expect((await waitingOf(number)).lines).toMatchObject([{ quantity: 5, currentAvailable: 0, short: 5 }]);
    await site.close();
  });

  it('the day is none any more when another has taken what would come before', async () => {
    const { site, order, refresh, waitingOf, attempt } = await fresh();
    const number = await order(3);
    const near = { quantity: 2, deliveryDate: '2026-05-20', futureInventoryId: 'po-1' };
    const far = { quantity: 1, deliveryDate: '2026-09-01', futureInventoryId: 'po-2' };
    await refresh(near, far);
    expect(await waitingOf(number)).toMatchObject({ earliestReleaseDate: '2026-08-02' });
    await order(1);
    const { hold } = await attempt(number);
    const waiting = await waitingOf(number);
    expect(waiting).toMatchObject({ reason: hold.reason, lines: hold.lines, earliestReleaseDate: null });
    await site.close();
  });

  it('what says the same is as old as it is', async () => {
    const { site, order, refresh, waitingOf } = await fresh();
    const number = await order(5);
    await refresh({ quantity: 2 });
    const before = await waitingOf(number);
    await site.moveTo('2026-05-01T22:00:00.000Z');
    expect(await waitingOf(number)).toEqual(before);
    await order(2);
    expect((await waitingOf(number)).decidedAt).toBe('2026-05-01T22:00:00.000Z');
    await site.close();
  });

  it('one on hold shows what is left, too', async () => {
    const { site, order, refresh, waitingOf } = await fresh();
    const number = await order(5);
    await refresh({ quantity: 2 });
    await site.send('POST', `/v1/shipments/${number}/hold`, {});
    await order(2);
    expect(await waitingOf(number)).toMatchObject({ reason: 'ON_HOLD', lines: [{ currentAvailable: 0 }] });
    await site.close();
  });

  it('what no attempt has said is still said where one could go', async () => {
    const { site, order, refresh, waitingOf } = await fresh({ pauseReleases: true });
    const number = await order(5);
    await refresh({ quantity: 5 });
    expect(await waitingOf(number)).toMatchObject({ reason: 'PAUSED' });
    await site.close();
  });

  it('the day of one of which parts go by schedule is that of its attempt', async () => {
    const releaseBackorderJob = { partialReleaseEnabled: true, partialReleaseType: 'quantity' };
    const { site, order, refresh, waitingOf, attempt } = await fresh({ releaseBackorderJob });
    const number = await order(5);
    const lot = (quantity: number, deliveryDate: string) => ({
      quantity,
      deliveryDate,
      futureInventoryId: deliveryDate,
    });
    await refresh(lot(2, '2026-09-01'), lot(5, '2026-10-01'));
    const { hold } = await attempt(number);
    expect(await waitingOf(number)).toMatchObject({
      reason: hold.reason,
      lines: hold.lines,
      earliestReleaseDate: hold.earliestReleaseDate,
    });
    expect(hold.earliestReleaseDate).toBe('2026-08-02');
    await site.close();
  });
});
