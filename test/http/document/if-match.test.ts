import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SITE_STORY } from '../../../src/http/openapi/site-examples.ts';
import type { OpenStore } from '../../../src/store/open-store.ts';
import { openEmbeddedStore } from '../../embedded-template.ts';
import { type SiteService, siteService } from '../site/site-service.ts';
import { operationsOf, wholeDocument } from './whole-document.ts';

let opened: OpenStore;
let site: SiteService;
beforeAll(async () => {
  opened = await openEmbeddedStore();
  site = await siteService(opened.store);
});
afterAll(async () => {
  await site.service.app.close();
  await opened.store.close();
});

/** Everything that is not a read, each with whether the document has it take `If-Match`. */
const writes = async () =>
  operationsOf(await wholeDocument())
    .filter(({ method }) => method !== 'GET')
    .map(({ path, method, operation }) => {
      const names = (operation.parameters ?? []).map((each) =>
        'name' in each ? each.name.toLowerCase() : '',
      );
      // Codes, numbers and ids of nothing that there is.
      const url = path.replaceAll(/\{\w+\}/g, '999999');
      return {
        name: `${method} ${path}`,
        method,
        url,
        operationId: operation.operationId!,
        takes: names.includes('if-match'),
      };
    });

/** A body that the operation takes, from the examples of the document. */
const bodyOf = (operationId: string) =>
  SITE_STORY.find((example) => example.operationId === operationId)?.request ?? {};

describe('If-Match', () => {
  it('is refused by every write whose headers do not name it, before anything else is looked at', async () => {
    const without = (await writes()).filter(({ takes }) => !takes);
    expect(without.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['POST /v1/optimize', 'POST /v1/orders', 'POST /v1/inventory/refresh']),
    );
    for (const { name, method, url } of without) {
      const send = (ifMatch: string) =>
        site.service.app.inject({ method: method as 'POST', url, headers: { 'if-match': ifMatch } });
      for (const tag of ['"1"', '*', 'anything']) {
        const reply = await send(tag);
        expect([name, reply.statusCode]).toEqual([name, 400]);
        expect(reply.json(), name).toMatchObject({
          code: 'INVALID_REQUEST',
          errors: [{ path: 'If-Match', code: 'not_allowed' }],
        });
      }
      expect((await send(' ')).json().errors?.[0]?.path, name).not.toBe('If-Match');
    }
  });

  it('is read by every write whose headers name it', async () => {
    const withIt = (await writes()).filter(({ takes }) => takes);
    expect(withIt.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'PUT /v1/settings',
        'PATCH /v1/future-inventory/{futureInventoryId}',
        'POST /v1/shipments/{shipmentNumber}/release',
      ]),
    );
    for (const { name, method, url, operationId } of withIt) {
      const body = method === 'DELETE' ? undefined : { ...bodyOf(operationId) };
      const reply = await site.send(method as 'POST', url, body, { 'if-match': 'no version' });
      expect(reply.json(), name).toMatchObject({
        errors: [{ path: 'If-Match', message: 'must be a version, such as "3", or *' }],
      });
    }
  });

  it('is left aside by reads', async () => {
    const reply = await site.service.app.inject({ url: '/v1/settings', headers: { 'if-match': '"7"' } });
    expect(reply.statusCode).toBe(200);
  });
});
