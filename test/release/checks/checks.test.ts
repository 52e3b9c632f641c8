import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FutureInventoryId } from '../../../src/domain/ids.ts';
import { OrderRequest } from '../../../src/domain/site/order.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { dateShipment } from '../../../src/release/shipments/commands.ts';
import { receiveLots } from '../../../src/release/supply/receipts.ts';
import type { OpenStore } from '../../../src/store/open-store.ts';
import { openEmbeddedStore } from '../../embedded-template.ts';
import { row, TestSite } from '../service/site.ts';

let opened: OpenStore;
let site: TestSite;
beforeAll(async () => {
  opened = await openEmbeddedStore();
});
afterAll(() => opened?.store.close());
beforeEach(() => {
  site = new TestSite(opened.store);
});

/** The faults of a refusal, as `kind path code`. */
const refusal = (call: Promise<unknown>): Promise<string[]> =>
  call.then(
    () => [],
    (error) =>
      error.faults.map(
        (fault: { path: string; code: string }) => `${error.kind} ${fault.path} ${fault.code}`,
      ),
  );
const line = (lineId: number, more = {}) => ({ lineId, productCode: 'KTP', quantity: 1, ...more });
const order = (input: object) => OrderRequest.parse({ items: [line(1)], ...input });

describe('a caller of the services, without any route,', () => {
  it('is refused rows that state one source twice, and nothing is written', async () => {
    expect(await refusal(site.refresh(row('KTP', 'A', 1), row('KTP', 'B', 1), row('KTP', 'A', 2)))).toEqual([
      'contradictory inventory[2] duplicate',
    ]);
    expect(await site.reader.stockPage({ after: null, limit: 10 })).toEqual([]);
    const day = { deliveryDate: '2026-05-10' };
    const lots = [
      { ...row('KTP', 'A', 1), ...day },
      { ...row('KTP', 'A', 2), deliveryDate: '2026-05-10T23:00:00Z' },
    ];
    expect(await refusal(site.refresh(...lots))).toEqual(['contradictory inventory[1] duplicate']);
    expect(await refusal(site.products('KTP', 'KTP'))).toEqual(['contradictory products[1] duplicate']);
    const receipt = { futureInventoryId: 'po-1' as FutureInventoryId, quantity: null };
    expect(await refusal(receiveLots(site.ports, site.write(), [receipt, receipt]))).toEqual([
      'contradictory receipts[1] duplicate',
    ]);
  });

  it('has a lot without an id named by product, location and day at the site', async () => {
    await site.settings({ timeZone: 'America/Chicago' });
    await site.refresh({ ...row('KTP', 'A', 3), deliveryDate: '2026-05-10T01:00:00Z' });
    expect(await site.reader.lotPage({ after: null, limit: 10 })).toMatchObject([
      { futureInventoryId: 'KTP@A@2026-05-09', deliveryDate: '2026-05-09', quantity: 3 },
    ]);
    const long = 'K'.repeat(195);
    expect(await refusal(site.refresh({ ...row(long, 'A', 3), deliveryDate: null }))).toEqual([
      'contradictory inventory[0].futureInventoryId required',
    ]);
  });

  it('is refused a day that the calendar does not have', async () => {
    const day = '9999-12-31T23:00:00-14:00';
    expect(await refusal(site.refresh({ ...row('KTP', 'A', 3), deliveryDate: day }))).toEqual([
      'contradictory inventory[0].deliveryDate out_of_range',
    ]);
    const items = [line(1), line(2, { backorderReleaseDate: day })];
    expect(await refusal(site.place(order({ items })))).toEqual([
      'contradictory items[1].backorderReleaseDate out_of_range',
    ]);
    await site.products('KTP');
    const [waiting] = await site.order({ KTP: 1 });
    const dated = dateShipment(site.ports, site.write(), waiting!.shipmentNumber, day, null);
    expect(await refusal(dated)).toEqual(['contradictory backorderReleaseDate out_of_range']);
  });

  it('is refused an order that contradicts itself', async () => {
    expect(await refusal(site.place(order({ items: [line(1), line(1)] })))).toEqual([
      'contradictory items[1] duplicate',
    ]);
    expect(await refusal(site.place(order({ shipmentType: 'BOPIS' })))).toEqual([
      'contradictory pickupLocationCode required',
    ]);
    expect(await refusal(site.place(order({ pickupLocationCode: 'A' })))).toEqual([
      'contradictory pickupLocationCode not_allowed',
    ]);
  });

  it('is refused a text that no store can keep, where it stands', async () => {
    expect(await refusal(site.place(order({ externalOrderId: 'a\ud800b' })))).toEqual([
      'malformed externalOrderId wrong_format',
    ]);
    expect(await refusal(site.refresh(row('KTP', 'A', 1), row('KTP\ud800', 'A', 1)))).toEqual([
      'malformed inventory[1].productCode wrong_format',
    ]);
    const scope = { locationCodes: ['\udfff' as never] };
    const run = { trigger: 'manual', policy: 'first-come', dryRun: true, scope } as const;
    expect(await refusal(releaseRun(site.ports, site.write(), run))).toEqual([
      'malformed scope.locationCodes[0] wrong_format',
    ]);
  });
});
