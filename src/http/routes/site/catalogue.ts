import { z } from 'zod';
import { LocationCode, ProductCode } from '../../../domain/ids.ts';
import { Product, SiteLocation } from '../../../domain/site/catalogue.ts';
import { ServiceError } from '../../../errors.ts';
import { putLocations, putProducts } from '../../../release/catalogue.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { LocationView, ProductView } from '../../schemas/site.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { limit, page, pageOf, readProblems, type SitePorts, writeProblems } from './route-parts.ts';

/** Most rows of one bulk write. */
const MOST_ROWS = 12_000;

function productRoutes(app: ZodApp, { release }: SitePorts): void {
  const one = '/v1/products/:productCode';
  app.route({
    method: 'GET',
    url: '/v1/products',
    schema: {
      operationId: 'listProducts',
      tags: ['catalogue'],
      summary: 'Products that have been entered, by code',
      querystring: z.strictObject({ after: ProductCode.optional(), limit }),
      response: {
        200: jsonResponse('A page', pageOf(ProductView, z.string().nullable())),
        ...readProblems(),
      },
    },
    handler: async (request) => {
      const { after = null, limit: size } = request.query;
      const rows = await release.store.reader(siteOf(request)).productPage({ after, limit: size + 1 });
      return page(
        rows.map(({ value, version }) => ({ ...value, version })),
        size,
        (last) => last.productCode,
      );
    },
  });
  app.route({
    method: 'PUT',
    url: '/v1/products',
    schema: {
      operationId: 'writeProducts',
      tags: ['catalogue'],
      summary: 'Write the switches of many products',
      body: z.strictObject({ products: z.array(Product).min(1).max(MOST_ROWS) }),
      response: {
        200: jsonResponse('As they are now', z.strictObject({ products: z.array(ProductView) })),
        ...writeProblems('STALE_VERSION'),
      },
    },
    handler: async (request, reply) => {
      const { products } = request.body;
      return answer(reply, await putProducts(release, writeOf(request), products));
    },
  });
  app.route({
    method: 'GET',
    url: one,
    schema: {
      operationId: 'readProduct',
      tags: ['catalogue'],
      summary: 'The switches of one product',
      params: z.strictObject({ productCode: ProductCode }),
      response: { 200: jsonResponse('The product', ProductView), ...readProblems('NOT_FOUND') },
    },
    handler: async (request, reply) => {
      const { productCode } = request.params;
      const [found] = await release.store.reader(siteOf(request)).products([productCode]);
      if (found === undefined)
        throw new ServiceError('NOT_FOUND', `product ${productCode} was never entered`);
      return answer(reply, { status: 200, body: { ...found.value, version: found.version } });
    },
  });
  app.route({
    method: 'PUT',
    url: one,
    schema: {
      operationId: 'writeProduct',
      tags: ['catalogue'],
      summary: 'Write the switches of one product',
      params: z.strictObject({ productCode: ProductCode }),
      body: Product.omit({ productCode: true }),
      response: {
        200: jsonResponse('As it is now', ProductView),
        ...writeProblems('STALE_VERSION'),
      },
    },
    handler: async (request, reply) => {
      const product = { ...request.body, productCode: request.params.productCode };
      const { status, body } = await putProducts(release, writeOf(request), [product]);
      return answer(reply, { status, body: (body as { products: unknown[] }).products[0] });
    },
  });
}

function locationRoutes(app: ZodApp, { release }: SitePorts): void {
  const Locations = z.strictObject({ locations: z.array(LocationView) });
  const one = '/v1/locations/:locationCode';
  const params = z.strictObject({ locationCode: LocationCode });
  app.route({
    method: 'GET',
    url: '/v1/locations',
    schema: {
      operationId: 'listLocations',
      tags: ['catalogue'],
      summary: 'Locations that have been entered, by code',
      querystring: z.strictObject({ after: LocationCode.optional(), limit }),
      response: {
        200: jsonResponse('A page', pageOf(LocationView, z.string().nullable())),
        ...readProblems(),
      },
    },
    handler: async (request) => {
      const { after = '', limit: size } = request.query;
      const all = await release.store.reader(siteOf(request)).locations();
      const rows = all.map(({ value, version }) => ({ ...value, version }));
      const later = rows.filter((row) => row.locationCode > after);
      return page(later, size, (last) => last.locationCode as string);
    },
  });
  app.route({
    method: 'PUT',
    url: '/v1/locations',
    schema: {
      operationId: 'writeLocations',
      tags: ['catalogue'],
      summary: 'Write many locations',
      body: z.strictObject({ locations: z.array(SiteLocation).min(1).max(MOST_ROWS) }),
      response: { 200: jsonResponse('As they are now', Locations), ...writeProblems('STALE_VERSION') },
    },
    handler: async (request, reply) => {
      const { locations } = request.body;
      return answer(reply, await putLocations(release, writeOf(request), locations));
    },
  });
  app.route({
    method: 'GET',
    url: one,
    schema: {
      operationId: 'readLocation',
      tags: ['catalogue'],
      summary: 'One location',
      params,
      response: { 200: jsonResponse('The location', LocationView), ...readProblems('NOT_FOUND') },
    },
    handler: async (request, reply) => {
      const { locationCode } = request.params;
      const all = await release.store.reader(siteOf(request)).locations();
      const found = all.find(({ value }) => value.locationCode === locationCode);
      if (found === undefined) {
        throw new ServiceError('NOT_FOUND', `location ${locationCode} was never entered`);
      }
      return answer(reply, { status: 200, body: { ...found.value, version: found.version } });
    },
  });
  app.route({
    method: 'PUT',
    url: one,
    schema: {
      operationId: 'writeLocation',
      tags: ['catalogue'],
      summary: 'Write one location',
      params,
      body: SiteLocation.omit({ locationCode: true }),
      response: { 200: jsonResponse('As it is now', LocationView), ...writeProblems('STALE_VERSION') },
    },
    handler: async (request, reply) => {
      const location = { ...request.body, locationCode: request.params.locationCode };
      const { status, body } = await putLocations(release, writeOf(request), [location]);
      return answer(reply, { status, body: (body as { locations: unknown[] }).locations[0] });
    },
  });
}

/** `/v1/products` and `/v1/locations`: the catalogue's switches, single and bulk. */
export function catalogueRoutes(app: ZodApp, ports: SitePorts): void {
  productRoutes(app, ports);
  locationRoutes(app, ports);
}
