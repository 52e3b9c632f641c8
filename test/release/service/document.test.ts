import { expect, it } from 'vitest';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

describeStores((under) => {
  const site = () => new TestSite(under().store);

  it('releases five KTP at A and five KTP2 at B into two children', async () => {
    const at = site();
    await at.products('KTP', 'KTP2');
    const [waiting] = await at.order({ KTP: 5, KTP2: 5 });
    expect(waiting!.shipmentStatus).toBe('BACKORDER');
    await at.refresh(row('KTP', 'A', 5), row('KTP2', 'B', 5));
    await at.settle();
    expect(await at.leaves(waiting!)).toEqual(['READY@A KTP×5', 'READY@B KTP2×5']);
    const parent = await at.shipment(waiting!.shipmentNumber);
    expect(parent).toMatchObject({ shipmentStatus: 'REASSIGNED', items: [] });
    expect((await at.told(parent.shipmentNumber)).map((event) => event.topic)).toEqual([
      'shipment.statuschanged',
      'shipment.backordered',
      'shipment.statuschanged',
      'shipment.released',
    ]);
  });

  it('keeps the shipment where KTP2 is nowhere', async () => {
    const at = site();
    await at.products('KTP', 'KTP2');
    const [waiting] = await at.order({ KTP: 5, KTP2: 5 });
    await at.refresh(row('KTP', 'A', 5));
    await at.settle();
    expect(await at.leaves(waiting!)).toEqual(['BACKORDER@- KTP×5 KTP2×5']);
    expect(await at.reader.allocationsOf([waiting!.shipmentNumber])).toEqual([]);
  });

  it('releases current and future stock into READY and FUTURE children, which turn READY when their lots arrive', async () => {
    const at = site();
    await at.products('KTP', 'KTP2', 'KTP3');
    await at.settings({ futureInventoryEnabled: true });
    const [waiting] = await at.order({ KTP: 5, KTP2: 5, KTP3: 5 });
    await at.refresh(row('KTP', 'A', 5, ['po-1', '2026-05-10']), row('KTP2', 'B', 5));
    await at.settle();
    expect(await at.leaves(waiting!)).toEqual(['BACKORDER@- KTP×5 KTP2×5 KTP3×5']);
    await at.refresh(row('KTP3', 'B', 5, ['po-2', '2026-05-15']));
    await at.settle();
    expect(await at.leaves(waiting!)).toEqual([
      'READY@B KTP2×5',
      'FUTURE@A 05-10 KTP×5',
      'FUTURE@B 05-15 KTP3×5',
    ]);
  });
});
