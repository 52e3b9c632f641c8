import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeStores } from '../../store/stores.ts';
import { type SiteService, siteService } from './site-service.ts';

/** A leaf of a family as `STATUS@location[date] product×units`. */
interface View {
  shipmentStatus: string;
  fulfillmentLocationCode: string | null;
  futureDate: string | null;
  items: { productCode: string; quantity: number }[];
}
const tell = ({ shipmentStatus, fulfillmentLocationCode, futureDate, items }: View) =>
  `${shipmentStatus}@${fulfillmentLocationCode ?? '-'}${futureDate ? ` ${futureDate.slice(5)}` : ''} ` +
  items.map((item) => `${item.productCode}×${item.quantity}`).join(' ');

const now = (productCode: string, locationCode: string, quantity: number) => ({
  productCode,
  locationCode,
  quantity,
});
const lot = (productCode: string, locationCode: string, quantity: number, deliveryDate: string) => ({
  ...now(productCode, locationCode, quantity),
  deliveryDate,
});

/** The worked examples (`test/cases/document`): what is ordered, what the refresh brings, and what becomes of it. */
const EXAMPLES = [
  {
    name: 'current: five KTP at A and five KTP2 at B release the shipment',
    ordered: ['KTP', 'KTP2'],
    inventory: [now('KTP', 'A', 5), now('KTP2', 'B', 5)],
    parent: 'REASSIGNED',
    leaves: ['READY@A KTP×5', 'READY@B KTP2×5'],
  },
  {
    name: 'current: five KTP at A and KTP2 nowhere keep it in backorder',
    ordered: ['KTP', 'KTP2'],
    inventory: [now('KTP', 'A', 5)],
    parent: 'BACKORDER',
    leaves: ['BACKORDER@- KTP×5 KTP2×5'],
  },
  {
    name: 'future: KTP on 5/01 and 5/10 at A and KTP2 on 5/15 at B release it',
    ordered: ['KTP', 'KTP2'],
    inventory: [
      lot('KTP', 'A', 2, '2026-05-01'),
      lot('KTP', 'A', 3, '2026-05-10'),
      lot('KTP2', 'B', 5, '2026-05-15'),
    ],
    parent: 'REASSIGNED',
    leaves: ['FUTURE@A 05-01 KTP×2', 'FUTURE@A 05-10 KTP×3', 'FUTURE@B 05-15 KTP2×5'],
  },
  {
    name: 'future: KTP on future dates and KTP2 without an expected date keep it in backorder',
    ordered: ['KTP', 'KTP2'],
    inventory: [lot('KTP', 'A', 5, '2026-05-10'), { ...now('KTP2', 'B', 5), deliveryDate: null }],
    parent: 'BACKORDER',
    leaves: ['BACKORDER@- KTP×5 KTP2×5'],
  },
  {
    name: 'both: KTP and KTP3 on future dates and KTP2 in stock release it',
    ordered: ['KTP', 'KTP2', 'KTP3'],
    inventory: [lot('KTP', 'A', 5, '2026-05-10'), lot('KTP3', 'B', 5, '2026-05-15'), now('KTP2', 'B', 5)],
    parent: 'REASSIGNED',
    leaves: ['READY@B KTP2×5', 'FUTURE@A 05-10 KTP×5', 'FUTURE@B 05-15 KTP3×5'],
  },
  {
    name: 'both: KTP3 without an expected date keeps KTP and KTP2 in backorder too',
    ordered: ['KTP', 'KTP2', 'KTP3'],
    inventory: [lot('KTP', 'A', 5, '2026-05-10'), now('KTP2', 'B', 5)],
    parent: 'BACKORDER',
    leaves: ['BACKORDER@- KTP×5 KTP2×5 KTP3×5'],
  },
];

describeStores((under) => {
  describe.each(EXAMPLES)('$name', ({ ordered, inventory, parent, leaves }) => {
    let site: SiteService;
    beforeAll(async () => {
      site = await siteService(under().store);
    });
    afterAll(() => site.service.app.close());

    it('from the order to the child shipments, over HTTP', async () => {
      await site.ask('PUT', '/v1/settings', { futureInventoryEnabled: true });
      const switches = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true };
      await site.ask('PUT', '/v1/products', {
        products: ordered.map((productCode) => ({ productCode, ...switches })),
      });
      const placed = await site.ask('POST', '/v1/orders', {
        items: ordered.map((productCode, index) => ({
          lineId: index + 1,
          productCode,
          quantity: 5,
          amounts: { item: 1999, tax: 161 },
        })),
        amounts: { shipping: 500 },
      });
      expect(placed.shipments).toHaveLength(1);
      const { shipmentNumber, shipmentStatus } = placed.shipments[0];
      expect(shipmentStatus).toBe('BACKORDER');

      await site.ask('POST', '/v1/inventory/refresh', { inventory });
      await site.settle();

      const after = await site.ask('GET', `/v1/shipments/${shipmentNumber}`);
      expect(after.shipmentStatus).toBe(parent);
      const { shipments } = await site.ask('GET', `/v1/shipments/${shipmentNumber}/lineage`);
      const living = shipments.filter((each: View) => each.shipmentStatus !== 'REASSIGNED');
      expect(living.map(tell)).toEqual(leaves);
      // Every cent of the order is in exactly one leaf.
      const cents = living
        .flatMap(
          (each: { items: { amounts: { item: number; tax: number; shipping: number } }[] }) => each.items,
        )
        .reduce(
          (sum: number, item: { amounts: Record<string, number> }) =>
            sum + item.amounts.item! + item.amounts.tax! + item.amounts.shipping!,
          0,
        );
      expect(cents).toBe(ordered.length * (1999 + 161) + 500);
    });
  });
});
