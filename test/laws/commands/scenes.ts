import fc from 'fast-check';
import { tornDown } from '../laws/promises.ts';
import type { LawSite } from '../site.ts';
import { readAllocations, readLots, readShipments } from '../view.ts';
import { command, dayIn, inDays, place, product } from './draw.ts';

/*
 * Somebody waits for one thing only, and then it comes: for each kind of change that may let a shipment go, one scene. What
 * was drawn before may be in the way; mostly it is not.
 */

interface Scene {
  readonly product: string;
  readonly place: string;
}

const scene = fc.record({ product, place });

const settings = (site: LawSite, given: object = {}) =>
  site.send('PUT', '/v1/settings', { futureInventoryEnabled: true, ...given });

const stock = (
  site: LawSite,
  { product: productCode, place: locationCode }: Scene,
  quantity: number,
  lot: object = {},
) =>
  site.send('POST', '/v1/inventory/refresh', {
    inventory: [{ locationCode, productCode, quantity, ...lot }],
  });

const location = (site: LawSite, locationCode: string, flags: object = {}) =>
  site.send('PUT', '/v1/locations', { locations: [{ locationCode, ...flags }] });

const productFlags = (site: LawSite, productCode: string, flags: object = {}) =>
  site.send('PUT', '/v1/products', {
    products: [{ productCode, outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true, ...flags }],
  });

const first = { priority: 9 } as const;

const order = (site: LawSite, { product: productCode }: Scene, quantity: number, more: object = {}) =>
  site.send('POST', '/v1/orders', { items: [{ lineId: 1, productCode, quantity }], ...first, ...more });

const lotOf = (site: LawSite, at: Scene, days: number) => ({
  deliveryDate: dayIn(site, days),
  futureInventoryId: `${at.product}-${at.place}`,
});

/** All that there is of the product is at one location that does not ship. */
async function nothing(site: LawSite, at: Scene): Promise<void> {
  await settings(site);
  await productFlags(site, at.product);
  for (const code of ['A', 'B']) await stock(site, { ...at, place: code }, 0);
}

export const scenes = [
  command('scene-location', fc.record({ product, place, flag: fc.constantFrom('active', 'directShip') }), {
    movesSupply: true,
    async prepare(site, { flag, ...at }) {
      await nothing(site, at);
      await location(site, at.place, { [flag]: false });
      await stock(site, at, 40);
      await order(site, at, 30);
    },
    work: (site, at) => location(site, at.place),
  }),
  command('scene-pickup', scene, {
    movesSupply: true,
    async prepare(site, at) {
      await nothing(site, at);
      await location(site, at.place, { pickup: false });
      await stock(site, at, 40);
      await order(site, at, 30, { shipmentType: 'BOPIS', pickupLocationCode: at.place });
    },
    work: (site, at) => location(site, at.place),
  }),
  command('scene-settings', fc.record({ product, place, which: fc.nat(3) }), {
    movesSupply: true,
    async prepare(site, { which, ...at }) {
      await nothing(site, at);
      const blocks = [
        { useCurrentInventory: false },
        { maxFulfillingLocations: 1 },
        { futureDateLimit: { unit: 'days', quantity: 1 } },
        { futureInventoryEnabled: false },
      ][which]!;
      await settings(site, blocks);
      if (which < 2) for (const code of ['A', 'B']) await stock(site, { ...at, place: code }, 20);
      else await stock(site, at, 40, lotOf(site, at, 5));
      await order(site, at, 30);
    },
    work: (site) => settings(site),
  }),
  command('scene-product', fc.record({ product, place, which: fc.nat(1) }), {
    movesSupply: true,
    async prepare(site, { which, ...at }) {
      await nothing(site, at);
      if (which === 1) {
        await productFlags(site, at.product, { futureInventoryEnabled: false });
        await stock(site, at, 40, lotOf(site, at, 5));
      }
      await order(site, at, 30);
    },
    work: (site, { which, product: code }) =>
      productFlags(site, code, which === 0 ? { manageStock: false } : { futureInventoryEnabled: true }),
  }),
  command('scene-hold', scene, {
    movesSupply: true,
    async prepare(site, at) {
      await nothing(site, at);
      const { body } = await order(site, at, 30);
      const number = body.shipments?.[0]?.shipmentNumber;
      if (number !== undefined) await site.send('POST', `/v1/shipments/${number}/hold`, {});
      await stock(site, at, 40);
    },
    async work(site, at) {
      const held = (await site.send('GET', '/v1/shipments?shipmentStatus=BACKORDER&onHold=true&limit=1000'))
        .body;
      const numbers: number[] = held.items
        .filter((each: { items: { productCode: string }[] }) => each.items[0]?.productCode === at.product)
        .map((each: { shipmentNumber: number }) => each.shipmentNumber);
      if (numbers.length === 0) return undefined;
      return site.send('POST', `/v1/shipments/${numbers.at(-1)}/hold`, { onHold: false });
    },
  }),
  command('scene-lot-comes-near', fc.record({ product, place, days: inDays }), {
    movesSupply: true,
    async prepare(site, { days, ...at }) {
      await nothing(site, at);
      await settings(site, { futureDateLimit: { unit: 'days', quantity: days } });
      await stock(site, at, 40, lotOf(site, at, days + 1));
      await order(site, at, 30);
    },
    async work(site) {
      await site.moveTo(`${dayIn(site, 1)}T00:00:00.000Z`);
      await site.beginDay();
      return undefined;
    },
  }),
  command('scene-first-day-comes', scene, {
    movesSupply: true,
    async prepare(site, at) {
      await nothing(site, at);
      await order(site, at, 30, { releaseNotBefore: dayIn(site, 1) });
      await stock(site, at, 40);
    },
    async work(site) {
      await site.moveTo(`${dayIn(site, 1)}T00:00:00.000Z`);
      await site.beginDay();
      return undefined;
    },
  }),
  command('scene-given-back', fc.record({ product, place, how: fc.constantFrom('cancel', 'unrelease') }), {
    movesSupply: true,
    async prepare(site, at) {
      await nothing(site, at);
      await stock(site, at, 30);
      await order(site, at, 30, { priority: 10 });
      await order(site, at, 30);
    },
    async work(site, { how, ...at }) {
      const ready = (await site.send('GET', '/v1/shipments?shipmentStatus=READY&limit=1000')).body;
      const numbers: number[] = ready.items
        .filter(
          (each: { priority: number; items: { productCode: string }[] }) =>
            each.priority === 10 && each.items[0]?.productCode === at.product,
        )
        .map((each: { shipmentNumber: number }) => each.shipmentNumber);
      if (numbers.length === 0) return undefined;
      return site.send('POST', `/v1/shipments/${numbers.at(-1)}/${how}`, {});
    },
  }),
  command('scene-another-lot', scene, {
    movesSupply: true,
    async prepare(site, at) {
      await nothing(site, at);
      await stock(site, at, 40, lotOf(site, at, 5));
      await order(site, at, 30);
      await stock(site, at, 40, { ...lotOf(site, at, 5), futureInventoryId: `${at.product}-other` });
    },
    async work(site, at) {
      const { futureInventoryId: id } = lotOf(site, at, 5);
      const other = (await readLots(site)).find(
        (lot) => lot.futureInventoryId === `${at.product}-other` && lot.locationCode === at.place,
      );
      const free = other === undefined ? 0 : other.quantity - other.allocated;
      const kept: number[] = [];
      for (const { shipmentNumber, priority } of await readShipments(site, '?shipmentStatus=FUTURE')) {
        const held = await readAllocations(site, shipmentNumber);
        const units = held.reduce((sum, row) => sum + row.quantity, 0);
        // Who else holds units of it may stand before this one, and take what there is.
        if (priority >= first.priority && held.every((row) => row.futureInventoryId === id))
          kept.push(shipmentNumber, units);
      }
      const { status } = await site.send('DELETE', `/v1/future-inventory/${id}`);
      const [number = 0, units = 0] = kept;
      return { status, body: { kept: kept.length === 2 && units <= free ? [number] : [] } };
    },
    atOnce: (before, after, { body }) =>
      tornDown(new Map([...before].filter(([number]) => body.kept.includes(number))), after),
  }),
];
