import type { CalendarDate } from '../../domain/calendar.ts';
import type { LocationCode, SiteId } from '../../domain/ids.ts';
import type { ReleaseDayReader, ReleaseDayWriter } from '../../release/ports/release-days.ts';
import { unnested } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';

interface Day {
  readonly siteId: SiteId;
  readonly day: CalendarDate;
}

const selectReleases = statement((db, { siteId, day }: Given<Day>) =>
  db
    .selectFrom('release_day')
    .select(['location_code', 'releases'])
    .where('site_id', '=', siteId)
    .where('day', '=', day),
);

interface Counting extends Day {
  readonly counts: readonly { readonly location_code: LocationCode; readonly releases: number }[];
}

/**
 * The condition is looked at while the row is locked, on what others have committed of it. Answers the limited locations
 * that were not counted.
 */
const countThose = statement((db, { siteId, day, counts }: Given<Counting>) =>
  db
    .with('limited', (query) =>
      query
        .selectFrom(unnested('given', counts, { location_code: 'text', releases: 'integer' }))
        .innerJoin('location', (join) =>
          join
            .on('location.site_id', '=', siteId)
            .onRef('location.location_code', '=', 'given.location_code')
            .on('location.max_releases_per_day', 'is not', null),
        )
        .select(['given.location_code', 'given.releases', 'location.max_releases_per_day as most']),
    )
    .with('counted', (query) =>
      insertSelected(
        query.insertInto('release_day'),
        query
          .selectFrom('limited')
          .select((eb) => [
            siteId.as('site_id'),
            'limited.location_code',
            eb.cast<CalendarDate>(day, 'date').as('day'),
            'limited.releases',
          ])
          .whereRef('limited.releases', '<=', 'limited.most')
          .orderBy('limited.location_code'),
      )
        .onConflict((conflict) =>
          conflict
            .columns(['site_id', 'day', 'location_code'])
            .doUpdateSet((eb) => ({ releases: eb('release_day.releases', '+', eb.ref('excluded.releases')) }))
            .where((eb) =>
              eb(
                eb('release_day.releases', '+', eb.ref('excluded.releases')),
                '<=',
                eb
                  .selectFrom('location')
                  .select('location.max_releases_per_day')
                  .whereRef('location.site_id', '=', 'release_day.site_id')
                  .whereRef('location.location_code', '=', 'release_day.location_code'),
              ),
            ),
        )
        .returning('location_code'),
    )
    .selectFrom('limited')
    .select('limited.location_code')
    .where('limited.location_code', 'not in', (eb) =>
      eb.selectFrom('counted').select('counted.location_code'),
    )
    .orderBy('limited.location_code'),
);

const deleteBefore = statement((db, { siteId, day }: Given<Day>) =>
  db.deleteFrom('release_day').where('site_id', '=', siteId).where('day', '<', day),
);

/** What locations have released, by day. */
export function releaseDays({ db, siteId }: SiteContext): ReleaseDayReader {
  return {
    async releasesOn(day) {
      const rows = await selectReleases(db, { siteId, day });
      return new Map(rows.map((row) => [row.location_code, row.releases]));
    },
  };
}

/** Counts what locations release. */
export function releaseDayWriter({ db, siteId }: SiteContext): ReleaseDayWriter {
  return {
    async countReleases(day, releases) {
      if (releases.size === 0) return [];
      const counts = [...releases].map(([location_code, count]) => ({ location_code, releases: count }));
      return (await countThose(db, { siteId, day, counts })).map((row) => row.location_code);
    },
    async forgetReleasesBefore(day) {
      await deleteBefore(db, { siteId, day });
    },
  };
}
