import type { SiteExample } from './site-example.ts';

/** Who is told. */
export const WEBHOOKS: readonly SiteExample[] = [
  {
    operationId: 'addWebhook',
    url: '/v1/webhooks',
    name: 'releases',
    summary: 'What was released from now on',
    request: {
      url: 'https://shop.example/hooks/backorders',
      secret: 'at least sixteen characters',
      topics: ['shipment.released', 'shipment.backordered'],
    },
    status: 201,
  },
  {
    operationId: 'changeWebhook',
    url: '/v1/webhooks/{webhookId}',
    name: 'fromTheStart',
    summary: 'Everything, once more from the first event',
    request: { url: 'https://shop.example/hooks/all', secret: 'at least sixteen characters', after: 0 },
    status: 200,
  },
];
