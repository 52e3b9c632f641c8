import { z } from 'zod';
import type { ZodApp } from '../../zod-app.ts';

const OfRead = z.looseObject({
  'x-site': z.string().optional().meta({ description: 'The site that is meant; left out: `default`.' }),
});
const OfWrite = OfRead.extend({
  'idempotency-key': z.string().optional().meta({
    description:
      '1 to 200 visible characters. A repeated one is answered as the first was, and changes nothing.',
  }),
  'if-match': z.string().optional().meta({
    description: 'The `version` that you have seen; the write is refused (412) where it is another by now.',
  }),
});

/** Documents the headers that every route of a site takes. Call before the routes are added. */
export function documentHeaders(app: ZodApp): void {
  app.addHook('onRoute', (route) => {
    const isRead = route.method === 'GET' || route.method === 'HEAD';
    route.schema = { ...route.schema, headers: isRead ? OfRead : OfWrite };
  });
}
