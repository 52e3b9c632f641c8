import { expect, it } from 'vitest';
import { describeStores } from '../store/stores.ts';
import { begin } from './begin.ts';
import { SiteInProcess } from './in-process.ts';
import { overtaken, readPromised } from './laws/overtaken.ts';
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

  it('whose day has come is being decided from midnight on, also before anybody has looked', async () => {
    const { site, order, refresh, served } = await fresh({ futureDateLimit: { unit: 'days', quantity: 5 } });
    await refresh(1, { deliveryDate: '2026-05-07', futureInventoryId: 'po-1' });
    const number = await order(1);
    await site.settle();
    const waiting = async () => (await site.send('GET', `/v1/shipments/${number}`)).body.waiting;
    await site.moveTo('2026-05-01T23:59:59.999Z');
    expect(await waiting()).toMatchObject({ reason: 'BEYOND_FUTURE_DATE_LIMIT', nextTryDay: '2026-05-02' });
    await site.moveTo('2026-05-02T00:00:00.000Z');
    expect(await waiting()).toMatchObject({ reason: 'BEING_DECIDED' });
    await site.beginDay();
    await site.settle();
    expect(await served(number)).toEqual([number]);
    await site.close();
  });

  it('with customer care says why it could not go as things are now, and that it could', async () => {
    const { site } = await fresh();
    const items = [{ lineId: 1, productCode: 'NEW', quantity: 2 }];
    const { body } = await site.send('POST', '/v1/orders', { items });
    const { shipmentNumber, shipmentStatus } = body.shipments[0];
    expect(shipmentStatus).toBe('CUSTOMER_CARE');
    const seen = async () => {
      await site.settle();
      const one = (await site.send('GET', `/v1/shipments/${shipmentNumber}`)).body.waiting;
      const family = await site.send('GET', `/v1/shipments/${shipmentNumber}/lineage`);
      expect(family.body.shipments[0].waiting).toEqual(one);
      return one;
    };
    expect(await seen()).toMatchObject({ reason: 'UNKNOWN_PRODUCT', moreInfo: 'NEW' });
    const products = [{ productCode: 'NEW', futureInventoryEnabled: true }];
    await site.send('PUT', '/v1/products', { products });
    const there = (quantity: number, lot: object = {}) => ({
      inventory: [{ locationCode: 'A', productCode: 'NEW', quantity, ...lot }],
    });
    const lot = { deliveryDate: '2026-09-01', futureInventoryId: 'po-1' };
    await site.send('POST', '/v1/inventory/refresh', there(2, lot));
    expect(await seen()).toMatchObject({
      reason: 'BEYOND_FUTURE_DATE_LIMIT',
      earliestReleaseDate: '2026-08-02',
      nextTryDay: null,
    });
    await site.send('POST', '/v1/inventory/refresh', there(1));
    expect((await seen()).lines).toMatchObject([{ quantity: 2, currentAvailable: 1, short: 1 }]);
    await site.send('POST', '/v1/inventory/refresh', there(2));
    expect(await seen()).toMatchObject({ reason: 'PERSON_DECIDES', moreInfo: 'it could go' });
    const [listed] = await readShipments(site, '?shipmentStatus=CUSTOMER_CARE');
    expect(listed).toMatchObject({ shipmentNumber, waiting: { reason: 'PERSON_DECIDES' } });
    await site.close();
  });

  it('units that an improved promise gives up were not there for who was served before', async () => {
    const { site, order, refresh } = await fresh();
    const atA = { shipmentType: 'BOPIS', pickupLocationCode: 'A' };
    const lot = { deliveryDate: '2026-05-20', futureInventoryId: 'po-1' };
    await refresh(4, lot);
    const elder = await order(5, { ...atA, priority: 9 });
    await site.settle();
    const improved = await order(3);
    await refresh(5, lot);
    await site.settle();
    const before = new Map((await readShipments(site)).map((each) => [each.shipmentNumber, each]));
    const promised = await readPromised(site, before.values());
    const served = await order(1, { ...atA, priority: 5 });
    const inventory = [{ locationCode: 'B', productCode: 'P', quantity: 3 }];
    await site.send('POST', '/v1/inventory/refresh', { inventory });
    await site.settle();
    const all = await readShipments(site);
    const statuses = [elder, served, improved].map((number) =>
      all
        .filter((each) => each.originalShipmentNumber === number)
        .map(({ shipmentStatus }) => shipmentStatus),
    );
    expect(statuses).toEqual([['BACKORDER'], ['FUTURE'], ['READY']]);
    expect(await overtaken(site, before, promised)).toEqual([]);
    // Whoever takes no notice of what was given up holds that to be overtaking.
    expect(await overtaken(site, before, new Map())).toEqual([
      expect.stringContaining(`was served before ${elder}`),
    ]);
    await site.close();
  });
});
