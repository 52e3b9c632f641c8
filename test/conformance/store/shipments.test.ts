import { beforeEach, describe, expect, it } from 'vitest';
import type { ProductCode, ShipmentNumber, SiteId } from '../../../src/domain/ids.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import type { QueuePosition } from '../../../src/release/ports/shipments.ts';
import type { StoreTransaction } from '../../../src/release/ports/store.ts';
import { day, item, location, NOW, number, orderId, product, shipment, site } from '../../store/records.ts';
import { describeStores } from '../../store/stores.ts';

const TODAY = day('2026-05-01');

describeStores((under) => {
  let siteId: SiteId;
  let sites = 0;
  beforeEach(() => {
    sites += 1;
    siteId = site(`shipments-${sites}`);
  });
  const change = <T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> =>
    under().store.transaction(siteId, work);
  const insert = (...shipments: ShipmentRecord[]) => change((tx) => tx.insertShipments(shipments));
  const reader = () => under().store.reader(siteId);
  const queue = async (
    productCodes: readonly ProductCode[] | null,
    after: QueuePosition | null = null,
    limit = 100,
  ): Promise<ShipmentNumber[]> => {
    const page = await reader().backlog({ today: TODAY, productCodes, shipmentNumbers: null, after, limit });
    return page.map((place) => place.shipmentNumber);
  };

  it('numbers grow, and are never given twice', async () => {
    const first = await change((tx) => tx.nextShipmentNumbers(3));
    const second = await change((tx) => tx.nextShipmentNumbers(2));
    expect(new Set([...first, ...second]).size).toBe(5);
    expect([...first, ...second]).toEqual([...first, ...second].sort((a, b) => a - b));
  });

  it('a shipment comes back as it went in, at version 1', async () => {
    const whole = shipment(1, {
      version: 9,
      shipmentStatusReason: { reasonCode: 'NO_EXPECTED_DATE', moreInfo: 'KTP' },
      items: [item('KTP', 5, 1), item('KTP2', 5, 2)],
    });
    await insert(whole);
    expect(await reader().shipment(number(1))).toEqual({ ...whole, version: 1 });
    expect(await reader().shipment(number(2))).toBeNull();
  });

  it('a change is written under the version it was made for, and only once', async () => {
    await insert(shipment(1));
    const moved = { shipment: shipment(1, { shipmentStatus: 'READY' }), expectedVersion: 1 };
    expect(await change((tx) => tx.updateShipments([moved]))).toBe(true);
    expect(await reader().shipment(number(1))).toMatchObject({ version: 2, shipmentStatus: 'READY' });
    await expect(change((tx) => tx.updateShipments([moved]))).rejects.toMatchObject({
      code: 'REFUSED_WRITE_COMMITTED',
    });
    expect(await reader().shipment(number(1))).toMatchObject({ version: 2 });
  });

  it('of several changes none is made where one comes too late', async () => {
    await insert(shipment(1), shipment(2));
    const changes = [
      { shipment: shipment(1, { priority: 5 }), expectedVersion: 1 },
      { shipment: shipment(2, { priority: 5 }), expectedVersion: 4 },
    ];
    await expect(
      change(async (tx) => {
        if (!(await tx.updateShipments(changes))) throw new Error('changed');
      }),
    ).rejects.toThrow('changed');
    expect(await reader().shipment(number(1))).toMatchObject({ version: 1, priority: 0 });
  });

  it('locking answers the shipments in the order of their numbers', async () => {
    await insert(shipment(3), shipment(1), shipment(2));
    const locked = await change((tx) => tx.lockShipments([number(3), number(1), number(9)]));
    expect(locked.map((each) => each.shipmentNumber)).toEqual([1, 3]);
  });

  describe('the queue', () => {
    it('is in the order of priority, first submitted, number', async () => {
      await insert(
        shipment(1, { submittedAt: '2026-04-03T00:00:00.000Z' }),
        shipment(2, { submittedAt: '2026-04-02T00:00:00.000Z' }),
        shipment(3, { submittedAt: '2026-04-02T00:00:00.000Z' }),
        shipment(4, { priority: -1, submittedAt: '2026-04-01T00:00:00.000Z' }),
        shipment(5, { priority: 7 }),
      );
      expect(await queue(null)).toEqual([5, 2, 3, 1, 4]);
      expect(await queue([product('KTP')])).toEqual([5, 2, 3, 1, 4]);
    });

    it('is read page by page without missing or repeating one', async () => {
      await insert(...Array.from({ length: 23 }, (_, index) => shipment(index + 1, { priority: index % 3 })));
      const whole = await queue(null);
      const seen: ShipmentNumber[] = [];
      let after: QueuePosition | null = null;
      for (;;) {
        const page: QueuePosition[] = await reader().backlog({
          today: TODAY,
          productCodes: [product('KTP')],
          shipmentNumbers: null,
          after,
          limit: 5,
        });
        if (page.length === 0) break;
        seen.push(...page.map((place) => place.shipmentNumber));
        after = page.at(-1)!;
      }
      expect(seen).toEqual(whole);
    });

    it('holds for a product those that want it, also where a line needs no stock now: that may be switched on', async () => {
      await insert(
        shipment(1),
        shipment(2, { items: [item('KTP', 1, 1), item('KTP2', 1, 2)] }),
        shipment(3, { items: [item('KTP3', 1, 1), { ...item('KTP2', 1, 2), manageStock: false }] }),
      );
      expect(await queue([product('KTP')])).toEqual([1, 2]);
      expect(await queue([product('KTP2')])).toEqual([2, 3]);
      expect(await queue([product('KTP3')])).toEqual([3]);
      expect(await queue([])).toEqual([]);
    });

    it('is left on release, hold and cancellation, and joined again on the way back', async () => {
      await insert(shipment(1), shipment(2), shipment(3), shipment(4, { shipmentStatus: 'READY' }));
      await change((tx) =>
        tx.updateShipments([
          { shipment: shipment(1, { shipmentStatus: 'READY' }), expectedVersion: 1 },
          { shipment: shipment(2, { onHold: true }), expectedVersion: 1 },
          { shipment: shipment(3, { items: [item('KTP9', 1)] }), expectedVersion: 1 },
        ]),
      );
      expect(await queue([product('KTP')])).toEqual([]);
      expect(await queue(null)).toEqual([3]);
      await change((tx) =>
        tx.updateShipments([
          { shipment: shipment(1), expectedVersion: 2 },
          { shipment: shipment(2), expectedVersion: 2 },
        ]),
      );
      expect(await queue([product('KTP')])).toEqual([1, 2]);
      expect(await queue(null)).toEqual([1, 2, 3]);
    });

    it('leaves out those that are to go on a later day, and only until then', async () => {
      await insert(
        shipment(1, { releaseNotBefore: day('2026-05-02') }),
        shipment(2, { releaseNotBefore: TODAY }),
        shipment(3),
      );
      expect(await queue(null)).toEqual([2, 3]);
      expect(await queue([product('KTP')])).toEqual([2, 3]);
      for (const productCodes of [null, [product('KTP')]]) {
        const next = { today: day('2026-05-02'), productCodes, shipmentNumbers: null, after: null, limit: 9 };
        expect((await reader().backlog(next)).map((place) => place.shipmentNumber)).toEqual([1, 2, 3]);
      }
    });

    it('can be asked for certain shipments', async () => {
      await insert(shipment(1), shipment(2), shipment(3));
      const page = await reader().backlog({
        today: TODAY,
        productCodes: null,
        shipmentNumbers: [number(3), number(1)],
        after: null,
        limit: 9,
      });
      expect(page.map((place) => place.shipmentNumber)).toEqual([1, 3]);
      expect(page[0]).toEqual({ priority: 0, submittedAt: NOW, shipmentNumber: 1 });
    });
  });

  it('are found by what they are, page by page', async () => {
    await insert(
      shipment(1),
      shipment(2, { shipmentStatus: 'READY', fulfillmentLocationCode: location('A') }),
      shipment(3, { orderNumber: 8, externalOrderId: orderId('web-8'), items: [item('KTP2', 1)] }),
      shipment(4, { shipmentType: 'BOPIS', onHold: true, fulfillmentLocationCode: location('A') }),
    );
    const find = async (filter: object) => {
      const found = await reader().shipments({ after: null, limit: 100, ...filter });
      return found.map((each) => each.shipmentNumber);
    };
    expect(await find({})).toEqual([1, 2, 3, 4]);
    expect(await find({ after: 2, limit: 1 })).toEqual([3]);
    expect(await find({ statuses: ['READY', 'FUTURE'] })).toEqual([2]);
    expect(await find({ orderNumber: 8 })).toEqual([3]);
    expect(await find({ externalOrderId: 'web-8' })).toEqual([3]);
    expect(await find({ externalOrderId: 'web-9' })).toEqual([]);
    expect(await find({ productCode: 'KTP2' })).toEqual([3]);
    expect(await find({ locationCode: 'A' })).toEqual([2, 4]);
    expect(await find({ locationCode: 'A', shipmentType: 'BOPIS' })).toEqual([4]);
    expect(await find({ onHold: true })).toEqual([4]);
  });

  it('are one family under their original', async () => {
    await insert(shipment(1, { shipmentStatus: 'REASSIGNED' }), shipment(9));
    await insert(
      shipment(2, { originalShipmentNumber: number(1), parentShipmentNumber: number(1) }),
      shipment(3, { originalShipmentNumber: number(1), parentShipmentNumber: number(2) }),
    );
    expect((await reader().lineage(number(1))).map((each) => each.shipmentNumber)).toEqual([1, 2, 3]);
  });

  it('are counted by status', async () => {
    await insert(shipment(1), shipment(2), shipment(3, { shipmentStatus: 'READY' }));
    expect(await reader().shipmentCounts()).toEqual(
      new Map([
        ['BACKORDER', 2],
        ['READY', 1],
      ]),
    );
  });

  it('belong to their site', async () => {
    await insert(shipment(1));
    const other = under().store.reader(site('elsewhere'));
    expect(await other.shipment(number(1))).toBeNull();
    expect(
      await other.backlog({
        today: TODAY,
        productCodes: [product('KTP')],
        shipmentNumbers: null,
        after: null,
        limit: 9,
      }),
    ).toEqual([]);
    await under().store.transaction(site('elsewhere'), (tx) => tx.insertShipments([shipment(1)]));
    expect(await queue([product('KTP')])).toEqual([1]);
  });
});
