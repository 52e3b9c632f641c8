import type { OpenAPIV3_1 } from 'openapi-types';
import type { z } from 'zod';
import type { Topic } from '../../domain/site/event.ts';
import { EVENTS } from '../schemas/events.ts';
import { EVENT_EXAMPLES } from './event-examples.ts';
import type { SchemaBook } from './schema-book.ts';

const header = (name: string, description: string, example: string): OpenAPIV3_1.ParameterObject => ({
  in: 'header',
  name,
  required: true,
  description,
  schema: { type: 'string' },
  example,
});

const HEADERS = [
  header(
    'X-Signature',
    'Proves who sent it, and when: `t=<seconds>,v1=<hex>`, the HMAC-SHA256 of `<seconds>.<body>` with the secret of the webhook. Refuse what is older than a few minutes.',
    't=1777626000,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd',
  ),
  header('X-Event-Id', 'The `eventId`; the same when a delivery is repeated.', '0d9b5c1e-42'),
];

/** The schemas of what webhooks are sent. */
export const eventSchemas: readonly z.ZodType[] = Object.values(EVENTS);

function webhook(topic: Topic, book: SchemaBook): OpenAPIV3_1.PathItemObject {
  const { description = '' } = EVENTS[topic].meta() ?? {};
  const topicHeader = header('X-Event-Topic', 'The `topic`.', topic);
  const requestBody: OpenAPIV3_1.RequestBodyObject = {
    required: true,
    description: 'The event, as a page of events has it.',
    content: {
      'application/json': {
        schema: book.output(EVENTS[topic]),
        examples: { event: { summary: description, value: EVENT_EXAMPLES[topic] } },
      },
    },
  };
  const operation = {
    operationId: `on.${topic}`,
    tags: ['events'],
    summary: description.replace(/\.$/, ''),
    description:
      `${description} Sent to every webhook of the site that wants the topic. Events arrive in their order, each at ` +
      'least once: one that was not accepted is sent again, and those after it wait.',
    parameters: [...HEADERS, topicHeader],
    requestBody,
    responses: {
      '2XX': { description: 'Accepted; the next event follows' },
      default: {
        description:
          'Not accepted, as no answer within 10 seconds: sent again after 5 seconds, then after twice as long each time, up to an hour',
      },
    },
  };
  // The types of the package that has them are stricter of an operation than of what it consists of.
  return { post: operation } as OpenAPIV3_1.PathItemObject;
}

/** What is sent to webhooks, by topic. */
export function webhooksOf(book: SchemaBook): Record<string, OpenAPIV3_1.PathItemObject> {
  return Object.fromEntries((Object.keys(EVENTS) as Topic[]).map((topic) => [topic, webhook(topic, book)]));
}
