import { z } from 'zod';
import type { RouteVersions } from '../../if-match.ts';
import type { ZodApp } from '../../zod-app.ts';

/** Headers of a request that reads. */
export const OfRead = z.looseObject({
  'x-site': z
    .string()
    .optional()
    .meta({
      description:
        'Site that is meant: 1 to 200 characters, none of them a control character. Left out or empty: `default`.',
      maxLength: 200,
      examples: ['default'],
    }),
});

/** Headers of a request that asks for the stream of events. */
export const OfStream = OfRead.extend({
  'last-event-id': z
    .string()
    .optional()
    .meta({
      description:
        'Of a stream: position of the last event that was received, as a browser sends it when it connects again. It goes before `after`.',
      examples: ['42'],
    }),
});

/** Headers of a request that writes what has no version, or none that could be known before. */
const OfWrite = OfRead.extend({
  'idempotency-key': z
    .string()
    .optional()
    .meta({
      description:
        'Your own key of the write, 1 to 200 visible characters. A repeated one is answered as the first was, and changes nothing. Left out: each request is a write of its own. An empty one is refused.',
      minLength: 1,
      maxLength: 200,
      examples: ['3f1c2f0e-1'],
    }),
});

/** Headers of a request that writes a resource with a version. */
export const OfVersionedWrite = OfWrite.extend({
  'if-match': z
    .string()
    .optional()
    .meta({
      description:
        'The `version` that you have seen, as `ETag` gives it. The write is refused (412) where it is another by now, and as contradictory (422) where the `version` in the body differs from it. Left out, empty, or `*`: not checked. A write that does not name this header refuses it (400).',
      examples: ['"3"'],
    }),
});

/** Headers by method; a route that takes others names them itself. */
const OF_METHOD: Readonly<Record<string, z.ZodType>> = {
  GET: OfRead,
  HEAD: OfRead,
  POST: OfWrite,
  PUT: OfVersionedWrite,
  PATCH: OfVersionedWrite,
  DELETE: OfVersionedWrite,
};

/** Documents the headers that every route of a site takes. Call before the routes are added. */
export function documentHeaders(app: ZodApp): void {
  app.addHook('onRoute', (route) => {
    const headers = route.schema?.headers ?? OF_METHOD[String(route.method)];
    route.schema = { ...route.schema, headers };
    const takesIfMatch = headers instanceof z.ZodObject && 'if-match' in headers.shape;
    const versions: RouteVersions = { takesIfMatch };
    route.config = { ...route.config, ...versions };
  });
}
