import { expect, it } from 'vitest';
import type { FutureInventoryId } from '../../../src/domain/ids.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import { receiveLots } from '../../../src/release/supply/receipts.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from '../service/site.ts';

const DAY_MS = 86_400_000;

describeStores((under) => {
  it('a receipt is known by its id for 400 days', async () => {
    const site = new TestSite(under().store);
    await site.products('KTP');
    await site.refresh(row('KTP', 'A', 5, ['po-1', '2026-05-10']));
    const receipt = { futureInventoryId: 'po-1' as FutureInventoryId, quantity: 2, receiptId: 'grn-1' };
    await receiveLots(site.ports, site.write(), [receipt]);
    const keptAt = Date.parse(under().clock.now());
    const isKeptAfter = async (days: number) => {
      site.now = new Date(keptAt + days * DAY_MS).toISOString();
      await maintainSite(site.ports, site.siteId);
      return (await site.reader.receipt('grn-1')) !== null;
    };
    expect([await isKeptAfter(399), await isKeptAfter(401)]).toEqual([true, false]);
  });
});
