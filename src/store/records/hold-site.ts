import { sql } from 'kysely';
import type { SiteId } from '../../domain/ids.ts';
import type { HeldSite } from '../../release/ports/catalogue.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';

/** Tells our locks of a site from other advisory locks with two keys. */
const SITE_LOCK = 27_411;

interface Site {
  readonly siteId: SiteId;
}

/** Locks of this kind are queued: who waits to change a site is not passed for ever by those who hold it. */
const holdShared = statement((db, { siteId }: Given<Site>) =>
  db.selectNoFrom(
    sql<unknown>`pg_advisory_xact_lock_shared(${sql.lit(SITE_LOCK)}, hashtext(${siteId}))`.as('held'),
  ),
);

const holdAlone = statement((db, { siteId }: Given<Site>) =>
  db.selectNoFrom(sql<unknown>`pg_advisory_xact_lock(${sql.lit(SITE_LOCK)}, hashtext(${siteId}))`.as('held')),
);

/** A statement of its own: it is to see what was committed before the lock was given. */
const selectVersions = statement((db, { siteId }: Given<Site>) =>
  db
    .selectFrom('site')
    .select(['settings_version', 'locations_version'])
    .select((eb) =>
      sql<boolean>`coalesce((${eb.ref('settings')} ->> 'pauseReleases')::boolean, false)`.as('is_paused'),
    )
    .where('site_id', '=', siteId),
);

/** Keeps settings and locations of a site as they are until the transaction ends. Many may do so at once. */
export async function holdSite({ db, siteId }: SiteContext): Promise<HeldSite> {
  await holdShared(db, { siteId });
  const [row] = await selectVersions(db, { siteId });
  return {
    settingsVersion: row!.settings_version,
    locationsVersion: row!.locations_version,
    isPaused: row!.is_paused,
  };
}

/** Waits for those who hold a site, and keeps others from it until the transaction ends. */
export async function lockSite({ db, siteId }: SiteContext): Promise<void> {
  await holdAlone(db, { siteId });
}
