import type { CalendarDate } from '../../src/domain/calendar.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import { signedPost } from '../../src/release/outbound/signed-post.ts';
import type { JobPorts } from '../../src/scheduling/ports.ts';
import type { StoreUnderTest } from '../store/stores.ts';

/** Work that was done for a site. */
export interface Done {
  readonly what: string;
  readonly siteId: SiteId;
}

/** Ports on a store whose work marks out triggers and does nothing else; it notes what was done, and what failed. */
export function jobPorts(
  { store, executeSql, clock }: StoreUnderTest,
  done: Done[],
  failures: object[],
): JobPorts {
  return {
    store,
    executeSql,
    now: clock.now,
    wait: clock.wait,
    post: signedPost,
    log: { info: () => {}, error: (details) => failures.push(details) },
    work: {
      workOnSite: async ({ siteId: of }) => {
        done.push({ what: 'release', siteId: of });
        const day = { today: '2026-05-01' as CalendarDate, improvableAfter: null, improveMinDays: 1 };
        await store.transaction(of, (tx) => tx.expandTriggers(day));
        return false;
      },
      maintainSite: async (of) => done.push({ what: 'maintain', siteId: of }),
      startScheduled: async (of) => done.push({ what: 'scheduled', siteId: of }),
    },
  };
}
