import type { Json, LawSite } from '../site.ts';

/** Events of a page; small, so that pages follow one another. */
const PAGE = 500;

/** The stream as clients read it, page by page: every position, once, in order. */
export async function gapsOfEvents(site: LawSite): Promise<string[]> {
  let last = 0;
  for (;;) {
    const { body } = await site.send('GET', `/v1/events?limit=${PAGE}&after=${last}`);
    for (const { position } of body.items as Json[]) {
      if (position !== last + 1) return [`event ${position} comes after ${last}`];
      last = position;
    }
    if (body.next === null) return [];
  }
}
