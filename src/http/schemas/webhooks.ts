import { z } from 'zod';
import { TOPICS } from '../../domain/site/event.ts';
import { count, field, seenVersion, sentBack } from './fields.ts';

const topics = z.array(z.enum(TOPICS));
const url = z
  .url({
    protocol: /^https?$/,
    error: ({ code }) => (code === 'invalid_format' ? 'must be an http or https URL' : undefined),
  })
  .max(2000);
const secret = z.string().min(16, 'must be at least 16 characters').max(200);

/** A webhook, as it is answered: without its secret. */
export const WebhookView = z
  .strictObject({
    webhookId: z.string().meta({ description: 'Id of the webhook, given by the service.' }),
    version: field.version,
    url: z.string().meta({
      description: 'Address that events are sent to.',
      examples: ['https://shop.example/hooks/backorders'],
    }),
    topics: topics.meta({ description: 'Topics that are sent; empty: every topic.' }),
    isEnabled: z.boolean().meta({ description: 'Whether anything is sent.' }),
    position: count.meta({
      description: 'Position of the last event that was accepted, or passed over as one of another topic.',
      examples: [42],
    }),
    failures: count.meta({
      description: 'How often in a row the event after `position` was not accepted.',
      examples: [0],
    }),
    nextAttemptAt: field.instant.nullable().meta({
      description: 'When it is tried again, ISO 8601 in UTC; null: at once.',
    }),
    lastError: z.string().nullable().meta({
      description: 'Why the last delivery was not accepted, for people; null: it was.',
    }),
    createdAt: field.instant.meta({ description: 'When it was added, ISO 8601 in UTC.' }),
  })
  .meta({ description: 'An address that events are sent to. Its secret is never answered.' });
/** All webhooks. */
export const WebhookList = z
  .strictObject({ items: z.array(WebhookView).meta({ description: 'All webhooks of the site.' }) })
  .meta({ description: 'All webhooks of the site.' });

/** A new webhook. */
export const WebhookBody = z
  .strictObject({
    url: url.meta({
      description: 'Address that each event is posted to; http or https.',
      examples: ['https://shop.example/hooks/backorders'],
    }),
    secret: secret.meta({
      description:
        'Secret that signs each delivery (`X-Signature`), 16 to 200 characters. It is never answered.',
      examples: ['at least sixteen characters'],
    }),
    topics: topics.default([]).meta({ description: 'Topics that are sent; empty: every topic.' }),
    isEnabled: z.boolean().default(true).meta({ description: 'Whether anything is sent.' }),
    after: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .meta({
        description:
          'Position before the first event that is sent; 0: from the first there ever was. Null: of a new webhook, events from now on; of another, from where it is.',
        examples: [0],
      }),
  })
  .meta({ description: 'Where events are sent, and which.' });

/** What a change of a webhook takes: what a read gave is accepted as it is. */
export const WebhookChange = WebhookBody.extend({
  secret: secret.optional().meta({
    description: 'Secret that signs each delivery, 16 to 200 characters. Left out: the one that it has.',
    examples: ['at least sixteen characters'],
  }),
  webhookId: sentBack(WebhookView.shape.webhookId),
  version: seenVersion,
  position: sentBack(WebhookView.shape.position),
  failures: sentBack(WebhookView.shape.failures),
  nextAttemptAt: sentBack(WebhookView.shape.nextAttemptAt),
  lastError: sentBack(WebhookView.shape.lastError),
  createdAt: sentBack(WebhookView.shape.createdAt),
}).meta({
  description:
    'Where events are sent from now on, and which. The read-only fields may be sent back as they were read, and are left aside.',
});
