import { z } from 'zod';
import { TOPICS } from '../../../domain/site/event.ts';
import { ServiceError } from '../../../errors.ts';
import { deleteWebhook, putWebhook, withoutSecret } from '../../../release/events/webhooks.ts';
import { jsonResponse } from '../../schemas/responses.ts';
import { WebhookView } from '../../schemas/site.ts';
import { answer, siteOf, writeOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { readProblems, type SitePorts, writeProblems } from './route-parts.ts';

const WebhookBody = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  secret: z.string().min(16, 'must be at least 16 characters').max(200),
  topics: z.array(z.enum(TOPICS)).default([]).meta({ description: 'empty: every topic' }),
  isEnabled: z.boolean().default(true),
  after: z.int().min(0).nullable().default(null).meta({
    description: 'the position before the first event that is sent; null: events from now on',
  }),
});
const Params = z.strictObject({ webhookId: z.string().min(1).max(200) });
const tags = ['events'];

function writeRoutes(app: ZodApp, { release }: SitePorts): void {
  app.route({
    method: 'POST',
    url: '/v1/webhooks',
    schema: {
      operationId: 'addWebhook',
      tags,
      summary: 'Send events to an address',
      description:
        'Each event is a POST of its JSON. `X-Signature: t=<seconds>,v1=<hex>` is the HMAC-SHA256 of ' +
        '`<seconds>.<body>` with the secret. Any 2xx is taken as received; everything else is tried again, later ' +
        'and later. Events of one site arrive in their order, at least once.',
      body: WebhookBody,
      response: { 201: jsonResponse('The webhook', WebhookView), ...writeProblems() },
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
      summary: 'Replace a webhook',
      params: Params,
      body: WebhookBody,
      response: {
        200: jsonResponse('The webhook', WebhookView),
        ...writeProblems('NOT_FOUND', 'STALE_VERSION'),
      },
    },
    handler: async (request, reply) =>
      answer(reply, await putWebhook(release, writeOf(request), request.params.webhookId, request.body)),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/webhooks/:webhookId',
    schema: {
      operationId: 'removeWebhook',
      tags,
      summary: 'Send no more events there',
      params: Params,
      response: {
        200: jsonResponse('What it was', WebhookView),
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
      summary: 'All webhooks, and how far each has got',
      response: {
        200: jsonResponse('The webhooks', z.strictObject({ items: z.array(WebhookView) })),
        ...readProblems(),
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
      summary: 'One webhook',
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
