import { expect, it } from 'vitest';
import { describeStores } from '../store/stores.ts';
import { begin } from './begin.ts';
import { SiteInProcess } from './in-process.ts';
import { readShipments } from './view.ts';

/* What was found by drawing commands, or by thinking of some that are drawn too seldom. */

const IS_SERVED = ['READY', 'FUTURE'];

describeStores((under) => {
  async function fresh(settings: object = {}) {
    const site = await SiteInProcess.on(under().store);
    await begin(site);
    await site.send('PUT', '/v1/settings', { futureInventoryEnabled: true, ...settings });
    const order = async (quantity: number, more: object = {}) => {
      const items = [{ lineId: 1, productCode: 'P', quantity }];
      const { body } = await site.send('POST', '/v1/orders', { items, ...more });
      return body.shipments[0].shipmentNumber as number;
    };
    const refresh = (quantity: number, lot: object = {}) =>
      site.send('POST', '/v1/inventory/refresh', {
        inventory: [{ locationCode: 'A', productCode: 'P', quantity, ...lot }],
      });
    /** Who of these has what there is: its family is READY or FUTURE. */
    const served = async (...numbers: number[]) => {
      const all = (await readShipments(site)).filter((each) => IS_SERVED.includes(each.shipmentStatus));
      return numbers.filter((number) => all.some((each) => each.originalShipmentNumber === number));
    };
    return { site, order, refresh, served };
  }

  it('an order in the first moment of a day takes no lot that comes near that day for who waits before it', async () => {
    const { site, order, refresh, served } = await fresh({
      futureDateLimit: { unit: 'days', quantity: 5 },
    });
    await refresh(1, { deliveryDate: '2026-05-07', futureInventoryId: 'po-1' });
    const older = await order(1);
    await site.settle();
    await site.moveTo('2026-05-02T00:00:00.000Z');
    const newer = await order(1);
    await site.beginDay();
    await site.settle();
    expect(await served(older, newer)).toEqual([older]);
    await site.close();
  });

  it('an order in the first moment of a day takes nothing that who may go from that day on wants', async () => {
    const { site, order, refresh, served } = await fresh();
    const older = await order(1, { releaseNotBefore: '2026-05-02' });
    await refresh(1);
    await site.settle();
    await site.moveTo('2026-05-02T00:00:00.000Z');
    const newer = await order(1);
    await site.beginDay();
    await site.settle();
    expect(await served(older, newer)).toEqual([older]);
    await site.close();
  });

  it('that a part may go with the next run is said only where one may', async () => {
    const byLine = { partialReleaseEnabled: true, partialReleaseType: 'line' };
    const { site, order, refresh } = await fresh({ releaseBackorderJob: byLine });
    const number = await order(2);
    await refresh(1);
    await site.settle();
    const waiting = async () => (await site.send('GET', `/v1/shipments/${number}`)).body.waiting;
    expect(await waiting()).toMatchObject({ reason: 'NO_EXPECTED_DATE' });
    const byUnits = { partialReleaseEnabled: true, partialReleaseType: 'quantity' };
    const settings = { futureInventoryEnabled: true, releaseBackorderJob: byUnits };
    await site.send('PUT', '/v1/settings', settings);
    await site.settle();
    expect(await waiting()).toMatchObject({ reason: 'SCHEDULE_ONLY' });
    await site.send('PUT', '/v1/settings', { ...settings, minPartialUnits: 2 });
    await site.settle();
    expect(await waiting()).toMatchObject({ reason: 'NO_EXPECTED_DATE' });
    await site.close();
  });
});
