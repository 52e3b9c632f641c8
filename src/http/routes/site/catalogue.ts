import { z } from 'zod';
import { LocationCode, ProductCode } from '../../../domain/ids.ts';
import { ServiceError } from '../../../errors.ts';
import { putLocations, putProducts } from '../../../release/catalogue.ts';
import { assertSame } from '../../../release/checks/same.ts';
import {
  LocationBody,
  LocationPage,
  LocationsBody,
  LocationsWritten,
  LocationView,
  ProductBody,
  ProductPage,
  ProductsBody,
  ProductsWritten,
  ProductView,
} from '../../schemas/catalogue.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { after, limit, page, readProblems, type SitePorts, writeProblems } from './route-parts.ts';

function productRoutes(app: ZodApp, { release }: SitePorts): void {
  const one = '/v1/products/:productCode';
  const productParams = z.strictObject({ productCode: ProductCode });
  app.route({
    method: 'GET',
    url: '/v1/products',
    schema: {
      operationId: 'listProducts',
      tags: ['catalogue'],
      summary: 'List products',
      description:
        'Products that have been entered, by code. One that was never entered has the defaults and is not listed.',
      querystring: z.strictObject({ after: after(ProductCode), limit }),
      response: {
        200: jsonResponse('A page of products', ProductPage),
        ...readProblems(),
      },
    },
    handler: async (request) => {
      const { after: start = null, limit: size } = request.query;
      const reader = release.store.reader(siteOf(request));
      const rows = await reader.productPage({ after: start, limit: size + 1 });
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
      summary: 'Write many products',
      description:
        'Writes the switches of many products, all or nothing. Each row replaces what the product had: what is left out gets its ' +
        'default. Shipments in backorder that want one of them are tried again afterwards. `If-Match` would have to be the ' +
        'version of every row; a row may state its own as `version`.',
      body: ProductsBody,
      response: {
        200: jsonResponse('The products as they are now', ProductsWritten),
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
      summary: 'Read one product',
      description: 'The switches of one product, where it has been entered.',
      params: productParams,
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
      summary: 'Write one product',
      description:
        'Replaces the switches of one product: what is left out gets its default. Shipments in backorder that want it are ' +
        'tried again afterwards.',
      params: productParams,
      body: ProductBody,
      response: {
        200: jsonResponse('The product as it is now', ProductView),
        ...writeProblems('STALE_VERSION'),
      },
    },
    handler: async (request, reply) => {
      const { productCode } = request.params;
      const { version, productCode: inBody, ...switches } = request.body;
      assertSame('productCode', inBody, productCode);
      const write = writeOf(request, version);
      const { status, body } = await putProducts(release, write, [{ ...switches, productCode }]);
      return answer(reply, { status, body: (body as { products: unknown[] }).products[0] });
    },
  });
}

function locationRoutes(app: ZodApp, { release }: SitePorts): void {
  const one = '/v1/locations/:locationCode';
  const params = z.strictObject({ locationCode: LocationCode });
  app.route({
    method: 'GET',
    url: '/v1/locations',
    schema: {
      operationId: 'listLocations',
      tags: ['catalogue'],
      summary: 'List locations',
      description:
        'Locations that have been entered, by code. One that only stock rows name has the defaults and is not listed.',
      querystring: z.strictObject({ after: after(LocationCode), limit }),
      response: {
        200: jsonResponse('A page of locations', LocationPage),
        ...readProblems(),
      },
    },
    handler: async (request) => {
      const { after: last = '', limit: size } = request.query;
      const all = await release.store.reader(siteOf(request)).locations();
      const rows = all.map(({ value, version }) => ({ ...value, version }));
      const later = rows.filter((row) => row.locationCode > last);
      return page(later, size, (row) => row.locationCode as string);
    },
  });
  app.route({
    method: 'PUT',
    url: '/v1/locations',
    schema: {
      operationId: 'writeLocations',
      tags: ['catalogue'],
      summary: 'Write many locations',
      description:
        'Writes many locations, all or nothing. Each row replaces what the location had: what is left out gets its default. ' +
        'They count from the next time that something is tried. `If-Match` would have to be the version of every row; a row ' +
        'may state its own as `version`.',
      body: LocationsBody,
      response: {
        200: jsonResponse('The locations as they are now', LocationsWritten),
        ...writeProblems('STALE_VERSION'),
      },
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
      summary: 'Read one location',
      description: 'One location, where it has been entered.',
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
      description:
        'Replaces one location: what is left out gets its default. It counts from the next time that something is tried.',
      params,
      body: LocationBody,
      response: {
        200: jsonResponse('The location as it is now', LocationView),
        ...writeProblems('STALE_VERSION'),
      },
    },
    handler: async (request, reply) => {
      const { locationCode } = request.params;
      const { version, locationCode: inBody, ...location } = request.body;
      assertSame('locationCode', inBody, locationCode);
      const write = writeOf(request, version);
      const { status, body } = await putLocations(release, write, [{ ...location, locationCode }]);
      return answer(reply, { status, body: (body as { locations: unknown[] }).locations[0] });
    },
  });
}

/** `/v1/products` and `/v1/locations`: the catalogue's switches, single and bulk. */
export function catalogueRoutes(app: ZodApp, ports: SitePorts): void {
  productRoutes(app, ports);
  locationRoutes(app, ports);
}
