import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SiteId } from '../../../domain/ids.ts';
import { type SiteEvent, TOPICS } from '../../../domain/site/event.ts';
import { EventPage } from '../../schemas/events.ts';
import { siteOf } from '../../write-request.ts';
import type { ZodApp } from '../../zod-app.ts';
import { OfStream } from './headers.ts';
import { limit, listInQuery, numberInQuery, readProblems, type SitePorts } from './route-parts.ts';

/** Time between two looks for new events, in milliseconds. */
const POLL_MS = 250;
/** Looks without any event after which a comment keeps the connection alive. */
const QUIET_LOOKS = 60;
/** Time after which a client that reads nothing of what was sent is cut off, in milliseconds; it comes back to where it was. */
const UNREAD_MS = 30_000;
/** Time that the end of a stream gets to leave, in milliseconds. */
const FAREWELL_MS = 1_000;
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

/** Aborted when the client has gone or the service stops. @returns also what forgets about it again */
function endOf({ state }: SitePorts, { raw }: FastifyReply) {
  const over = new AbortController();
  const abort = () => over.abort();
  raw.once('close', abort);
  state.stopped.addEventListener('abort', abort);
  if (raw.closed || state.stopped.aborted) abort();
  const forget = () => {
    raw.off('close', abort);
    state.stopped.removeEventListener('abort', abort);
  };
  return { over: over.signal, forget };
}

/** Resolves when what was written has gone out, or a while has passed, or the stream is over. */
async function drained({ release }: SitePorts, { raw }: FastifyReply, over: AbortSignal): Promise<void> {
  const gone = new AbortController();
  const abort = () => gone.abort();
  raw.once('drain', abort);
  over.addEventListener('abort', abort);
  if (!over.aborted && raw.writableNeedDrain) await release.wait(UNREAD_MS, gone.signal);
  raw.off('drain', abort);
  over.removeEventListener('abort', abort);
}

/** Ends the answer and its connection. A client that does not read what is left is cut off, so that it holds up no stop. */
async function end({ release }: SitePorts, { raw, request }: FastifyReply): Promise<void> {
  // The answer forgets its connection when all of it is handed on, and that is not when the client has it.
  const { socket } = request.raw;
  const closed = new AbortController();
  socket.once('close', () => closed.abort());
  raw.end();
  if (!socket.destroyed) await release.wait(FAREWELL_MS, closed.signal);
  socket.destroy();
}

/** Writes events as they come until the client goes, or reads nothing for long, or the service stops. */
async function stream(
  ports: SitePorts,
  siteId: SiteId,
  reply: FastifyReply,
  start: number | undefined,
  topics: readonly string[] | undefined,
): Promise<void> {
  const { release } = ports;
  const reader = release.store.reader(siteId);
  let position = start ?? (await reader.lastPosition());
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Nothing follows a stream on its connection.
    connection: 'close',
    'x-request-id': reply.request.id,
  });
  reply.raw.write(': events\n\n');
  const { over, forget } = endOf(ports, reply);
  // One that has read nothing for a while is not written to any more.
  const isOver = () => over.aborted || reply.raw.writableNeedDrain;
  for (let quiet = 0; !isOver(); ) {
    // The answer has begun: a store that is away ends the stream, and the client comes back to where it was.
    const events = await reader.events(position, BATCH).catch(() => null);
    if (events === null) break;
    for (const event of events) {
      position = event.position;
      if (topics !== undefined && !topics.includes(event.topic)) continue;
      // A client that reads slower than things happen is waited for, not stored up for.
      if (!reply.raw.write(written(event))) await drained(ports, reply, over);
      if (isOver()) break;
    }
    quiet = events.length > 0 ? 0 : quiet + 1;
    if (quiet > 0 && quiet % QUIET_LOOKS === 0) reply.raw.write(': still here\n\n');
    if (events.length < BATCH && !isOver()) await release.wait(POLL_MS, over);
  }
  forget();
  await end(ports, reply);
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
