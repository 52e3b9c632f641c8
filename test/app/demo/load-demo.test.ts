import { expect, it } from 'vitest';
import { loadDemo } from '../../../src/app/demo/load-demo.ts';
import { brokenInvariants } from '../../release/model/invariants.ts';
import { TestSite } from '../../release/service/site.ts';
import { describeStores } from '../../store/stores.ts';

describeStores((under) => {
  it('loads a backlog, and the refresh that it suggests releases the example and some of the retailer', async () => {
    const site = new TestSite(under().store);
    const summary = await loadDemo(site.ports, site.siteId);
    await site.settle();
    expect(summary?.orders).toBe(322);
    expect(summary?.backordered).toBeGreaterThan(150);
    const before = await site.reader.shipmentCounts();
    const [first, second] = summary!.documentShipments;
    expect((await site.shipment(first!)).shipmentStatus).toBe('BACKORDER');

    await site.refresh(
      ...summary!.tryThis.inventory.map((each) => ({ ...(each as object), lot: null }) as never),
    );
    await site.settle();

    expect(await site.leaves(await site.shipment(first!))).toEqual(['READY@A KTP×5', 'READY@B KTP2×5']);
    expect((await site.shipment(second!)).shipmentStatus).toBe('BACKORDER');
    const after = await site.reader.shipmentCounts();
    expect(after.get('BACKORDER')!).toBeLessThanOrEqual(before.get('BACKORDER')! - 5);
    expect(await brokenInvariants(site.reader)).toEqual([]);
    expect(await loadDemo(site.ports, site.siteId)).toBeNull();
  }, 120_000);
});
