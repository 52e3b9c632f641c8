import { beforeEach, describe, expect, it } from 'vitest';
import { describeStores } from '../../store/stores.ts';
import { problemIn } from '../service.ts';
import { type SiteService, siteService } from './site-service.ts';
import { SWITCHES, there } from './situations.ts';

type Body = Record<string, unknown>;

/** Every resource that is read and written under one address: what makes one, and how a write answers. */
const RESOURCES = [
  {
    name: 'settings',
    url: '/v1/settings',
    method: 'PUT',
    make: (site: SiteService) =>
      site.ask('PUT', '/v1/settings', { maxSplitItemLocations: 2, maxChildShipments: 3 }),
    change: { futureInventoryEnabled: true },
  },
  {
    name: 'a product',
    url: '/v1/products/KTP',
    method: 'PUT',
    make: (site: SiteService) => site.ask('PUT', '/v1/products/KTP', { ...SWITCHES, backorderDays: 3 }),
    change: { backorderDays: 4 },
  },
  {
    name: 'a location',
    url: '/v1/locations/A',
    method: 'PUT',
    make: (site: SiteService) => site.ask('PUT', '/v1/locations/A', { cost: 4.5 }),
    change: { cost: 5 },
  },
  {
    name: 'a lot',
    url: '/v1/future-inventory/po-1',
    method: 'PATCH',
    make: (site: SiteService) =>
      site.ask(
        'POST',
        '/v1/inventory/refresh',
        there('KTP', 'A', 3, { deliveryDate: '2026-05-10', futureInventoryId: 'po-1', unitCost: 2 }),
      ),
    change: { quantity: 4 },
  },
] as const;

/** What a write leaves to the service. */
const without = ({ version: _, ...rest }: Body): Body => rest;

describeStores((under) => {
  let site: SiteService;
  beforeEach(async () => {
    site = await siteService(under().store);
  });

  describe.each(RESOURCES)('$name', ({ url, method, make, change }) => {
    it('takes what a read gave, and is the same afterwards', async () => {
      await make(site);
      const read: Body = await site.ask('GET', url);
      const written: Body = await site.ask(method, url, read);
      expect(without(written)).toEqual(without(read));
      expect(without(await site.ask('GET', url))).toEqual(without(read));
    });

    it('takes it with a change, once: the version that was read is checked', async () => {
      await make(site);
      const read: Body = await site.ask('GET', url);
      expect(await site.ask(method, url, { ...read, ...change })).toMatchObject(change);
      expect(await site.refused(method, url, { ...read, ...change })).toBe('STALE_VERSION');
    });

    it('is refused where body and header have seen different versions', async () => {
      await make(site);
      const read: Body = await site.ask('GET', url);
      const problem = problemIn(await site.send(method, url, read, { 'if-match': '"77"' }));
      expect([problem.code, problem.errors?.[0]?.path]).toEqual(['CONTRADICTORY_REQUEST', 'version']);
    });
  });

  it('products and locations take the items of their lists, each with its own version', async () => {
    await site.ask('PUT', '/v1/products', { products: [{ productCode: 'KTP' }, { productCode: 'KTP2' }] });
    await site.ask('PUT', '/v1/products/KTP2', SWITCHES);
    await site.ask('PUT', '/v1/locations', { locations: [{ locationCode: 'A' }, { locationCode: 'B' }] });
    await site.ask('PUT', '/v1/locations/B', { cost: 7 });
    for (const name of ['products', 'locations']) {
      const { items } = await site.ask('GET', `/v1/${name}`);
      expect(items.map((item: Body) => item.version)).toEqual([1, 2]);
      const written = (await site.ask('PUT', `/v1/${name}`, { [name]: items }))[name];
      expect(written.map(without)).toEqual(items.map(without));
      expect(written.map((item: Body) => item.version)).toEqual([2, 3]);
      // One of them was seen before it changed: nothing is written.
      const mixed = { [name]: [written[0], { ...items[1] }] };
      expect(await site.refused('PUT', `/v1/${name}`, mixed)).toBe('STALE_VERSION');
      expect((await site.ask('GET', `/v1/${name}`)).items).toEqual(written);
    }
  });

  it('a version that no resource can have is refused', async () => {
    const products = [{ productCode: 'KTP', version: 2 ** 31 }];
    expect(await site.refused('PUT', '/v1/products', { products })).toBe('CONTRADICTORY_REQUEST');
    expect(await site.refused('PUT', '/v1/settings', { version: -1 })).toBe('CONTRADICTORY_REQUEST');
  });

  it('a webhook takes what a read gave, keeps its secret, and goes on where it was', async () => {
    const secret = 'at least sixteen characters';
    const added = await site.ask('POST', '/v1/webhooks', { url: 'https://shop.example/hooks', secret });
    const url = `/v1/webhooks/${added.webhookId}`;
    const read: Body = await site.ask('GET', url);
    expect(without(await site.ask('PUT', url, read))).toEqual(without(read));
    expect(
      (
        await under()
          .store.reader(site.siteId as never)
          .webhook(added.webhookId)
      )?.secret,
    ).toBe(secret);
    const other = problemIn(await site.send('PUT', url, { ...read, version: undefined, webhookId: 'x' }));
    expect(other.errors?.[0]?.path).toBe('webhookId');
  });

  it('a lot refuses another location, product, cost or status than it has', async () => {
    await RESOURCES[3].make(site);
    const url = RESOURCES[3].url;
    for (const other of [
      { locationCode: 'B' },
      { productCode: 'KTP2' },
      { unitCost: 3 },
      { status: 'CANCELED' },
      { futureInventoryId: 'po-2' },
    ]) {
      const problem = problemIn(await site.send('PATCH', url, other));
      expect([problem.status, problem.errors?.[0]?.path]).toEqual([422, Object.keys(other)[0]]);
    }
  });
});
