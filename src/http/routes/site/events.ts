import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SiteId } from '../../../domain/ids.ts';
import { type SiteEvent, TOPICS } from '../../../domain/site/event.ts';
import type { Clock } from '../../../release/ports/clock.ts';
import { EventPage } from '../../schemas/events.ts';
import { siteOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { OfStream } from './headers.ts';
import { limit, listInQuery, numberInQuery, readProblems, type SitePorts } from './route-parts.ts';

/** Time between two looks for new events, in milliseconds. */
const POLL_MS = 250;
/** Looks without any event after which a comment keeps the connection alive. */
const QUIET_LOOKS = 60;
/** Events that are read at once. */
const BATCH = 500;

const Query = z.strictObject({
  after: numberInQuery(0).optional().meta({
    description:
      'Position before the first event; 0: from the first there ever was. Left out: a page begins there, a stream with what happens from now on.',
  }),
  topics: listInQuery(z.enum(TOPICS)).meta({
    description: 'Only events of these topics, repeated or with commas; left out: of all.',
  }),
  limit: limit.meta({
    description:
      'Most events that are looked at for the page, 1 to 1,000; left out: 100. A stream does not end and leaves it aside.',
  }),
});
/** The two ways in which events are answered. */
const Answered = {
  description: 'A page of events; or, with `Accept: text/event-stream`, a stream that does not end',
  content: {
    'application/json': { schema: EventPage },
    'text/event-stream': {
      schema: z.string().meta({
        description:
          'Server-sent events: `id` is the position, `event` the topic, `data` the JSON of one event as in a page. ' +
          'A comment every 15 seconds keeps a quiet connection open.',
        examples: ['id: 42\nevent: shipment.released\ndata: {"position":42,"topic":"shipment.released"}\n\n'],
      }),
    },
  },
};

/** One event as the stream writes it. */
const written = (event: SiteEvent): string =>
  `id: ${event.position}\nevent: ${event.topic}\ndata: ${JSON.stringify(event)}\n\n`;

/** Where a client that lost its connection goes on: its `Last-Event-ID`, before what its address says. */
function startOf(request: FastifyRequest, after: number | undefined): number | undefined {
  const last = request.headers['last-event-id'];
  return typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : after;
}

/** Resolves after a while, or at once when the client has gone. */
async function pause({ wait }: Clock, reply: FastifyReply, ms: number): Promise<void> {
  const gone = new AbortController();
  const abort = () => gone.abort();
  reply.raw.once('close', abort);
  await wait(ms, gone.signal);
  reply.raw.off('close', abort);
}

/** Resolves when what was written has gone out, or the client has. */
function drained(reply: FastifyReply): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      reply.raw.off('close', done).off('drain', done);
      resolve();
    };
    reply.raw.once('drain', done).once('close', done);
    if (reply.raw.closed || !reply.raw.writableNeedDrain) done();
  });
}

/** Writes events as they come until the client goes or the service stops. */
async function stream(
  { release, state }: SitePorts,
  siteId: SiteId,
  reply: FastifyReply,
  start: number | undefined,
  topics: readonly string[] | undefined,
): Promise<void> {
  const reader = release.store.reader(siteId);
  let position = start ?? (await reader.lastPosition());
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
    'x-request-id': reply.request.id,
  });
  reply.raw.write(': events\n\n');
  for (let quiet = 0; !reply.raw.closed && state.phase !== 'draining'; ) {
    // The answer has begun: a store that is away ends the stream, and the client comes back to where it was.
    const events = await reader.events(position, BATCH).catch(() => null);
    if (events === null) break;
    for (const event of events) {
      position = event.position;
      if (topics !== undefined && !topics.includes(event.topic)) continue;
      // A client that reads slower than things happen is waited for, not stored up for.
      if (!reply.raw.write(written(event))) await drained(reply);
      if (reply.raw.closed) break;
    }
    quiet = events.length > 0 ? 0 : quiet + 1;
    if (quiet > 0 && quiet % QUIET_LOOKS === 0) reply.raw.write(': still here\n\n');
    if (events.length < BATCH) await pause(release, reply, POLL_MS);
  }
  reply.raw.end();
}

/** `GET /v1/events`: what happened, as a page, or as a stream for a client that accepts `text/event-stream`. */
export function eventRoutes(app: ZodApp, ports: SitePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/events',
    schema: {
      operationId: 'readEvents',
      tags: ['events'],
      summary: 'Read what happened, as a page or as a stream',
      description:
        'With `Accept: text/event-stream` a stream that does not end: from `after` or `Last-Event-ID`, else from ' +
        'now. Otherwise a page from `after`; it may be shorter than `limit`, or empty, and still have a `next`, since events ' +
        'of other topics are passed over. At least once, in order for each shipment; positions are never reused.',
      querystring: Query,
      headers: OfStream,
      response: { 200: Answered, ...readProblems() },
    },
    handler: async (request, reply) => {
      const { after, topics, limit: size } = request.query;
      const siteId = siteOf(request);
      if (request.method === 'GET' && String(request.headers.accept).includes('text/event-stream')) {
        await stream(ports, siteId, reply, startOf(request, after), topics);
        return reply;
      }
      const events = await ports.release.store.reader(siteId).events(after ?? 0, size);
      const items = events.filter((event) => topics === undefined || topics.includes(event.topic));
      return reply.send({ items, next: events.length === size ? events.at(-1)!.position : null } as never);
    },
  });
}
