import { z } from 'zod';
import { ServiceError } from '../../../errors.ts';
import { assertSame } from '../../../release/checks/same.ts';
import { deleteWebhook, putWebhook, withoutSecret } from '../../../release/events/webhooks.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { WebhookBody, WebhookChange, WebhookList, WebhookView } from '../../schemas/webhooks.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { plainReadProblems, readProblems, type SitePorts, writeProblems } from './route-parts.ts';

const Params = z.strictObject({
  webhookId: z.string().min(1).max(200).meta({ description: 'Id of the webhook.' }),
});
const tags = ['events'];

function writeRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'POST',
    url: '/v1/webhooks',
    schema: {
      operationId: 'addWebhook',
      tags,
      summary: 'Add a webhook: send events to an address',
      description:
        'Each event is a POST of its JSON; the webhooks of this document show them. `X-Signature: t=<seconds>,v1=<hex>` is ' +
        'the HMAC-SHA256 of `<seconds>.<body>` with the secret. Any 2xx within 10 seconds is taken as received; everything ' +
        'else is tried again after 5 seconds, then after twice as long each time, up to an hour. Events of one site arrive ' +
        'in their order, at least once.',
      body: WebhookBody,
      response: { 201: jsonResponse('The webhook as it was added', WebhookView), ...writeProblems() },
    },
    handler: async (request, reply) =>
      answer(reply, await putWebhook(release, writeOf(request), null, request.body)),
  });
  app.route({
    method: 'PUT',
    url: '/v1/webhooks/:webhookId',
    schema: {
      operationId: 'changeWebhook',
      tags,
      summary: 'Change a webhook',
      description:
        'Replaces address, topics and switch of a webhook, and forgets its failures, so that it is tried at once. The secret ' +
        'stays where it is left out.',
      params: Params,
      body: WebhookChange,
      response: {
        200: jsonResponse('The webhook', WebhookView),
        ...writeProblems('NOT_FOUND', 'STALE_VERSION'),
      },
    },
    handler: async (request, reply) => {
      const { webhookId: id } = request.params;
      const { version, webhookId, url, secret, topics, isEnabled, after } = request.body;
      assertSame('webhookId', webhookId, id);
      const webhook = { url, secret, topics, isEnabled, after };
      return answer(reply, await putWebhook(release, writeOf(request, version), id, webhook));
    },
  });
  app.route({
    method: 'DELETE',
    url: '/v1/webhooks/:webhookId',
    schema: {
      operationId: 'removeWebhook',
      tags,
      summary: 'Remove a webhook',
      description: 'No more events are sent there. One that is on its way may still arrive.',
      params: Params,
      response: {
        200: jsonResponse('The webhook as it was', WebhookView),
        ...writeProblems('NOT_FOUND', 'STALE_VERSION'),
      },
    },
    handler: async (request, reply) =>
      answer(reply, await deleteWebhook(release, writeOf(request), request.params.webhookId)),
  });
}

/** `/v1/webhooks`: whom events are sent to. Secrets are never answered. */
export function webhookRoutes(app: ZodApp, ports: SitePorts): void {
  const { release } = ports;
  writeRoutes(app, ports);
  app.route({
    method: 'GET',
    url: '/v1/webhooks',
    schema: {
      operationId: 'listWebhooks',
      tags,
      summary: 'List webhooks',
      description: 'All webhooks of the site, and how far each has got.',
      response: {
        200: jsonResponse('The webhooks', WebhookList),
        ...plainReadProblems(),
      },
    },
    handler: async (request, reply) => {
      const webhooks = await release.store.reader(siteOf(request)).webhooks();
      return answer(reply, { status: 200, body: { items: webhooks.map(withoutSecret) } });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/webhooks/:webhookId',
    schema: {
      operationId: 'readWebhook',
      tags,
      summary: 'Read one webhook',
      description: 'One webhook, and how far it has got.',
      params: Params,
      response: { 200: jsonResponse('The webhook', WebhookView), ...readProblems('NOT_FOUND') },
    },
    handler: async (request, reply) => {
      const { webhookId } = request.params;
      const webhook = await release.store.reader(siteOf(request)).webhook(webhookId);
      if (webhook === null) throw new ServiceError('NOT_FOUND', `there is no webhook ${webhookId}`);
      return answer(reply, { status: 200, body: withoutSecret(webhook) });
    },
  });
}
