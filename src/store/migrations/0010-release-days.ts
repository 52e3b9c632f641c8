/** Locations may have a limit on their releases of a day, which are counted by location and day of the site. */
export const RELEASE_DAYS = [
  `update location set record = record || '{"maxReleasesPerDay": null}'
    where not jsonb_exists(record, 'maxReleasesPerDay')`,
  `alter table location add column max_releases_per_day integer
    generated always as ((record ->> 'maxReleasesPerDay')::integer) stored`,
  `create table release_day (
    site_id text collate "C" not null, location_code text collate "C" not null, day date not null,
    releases integer not null check (releases > 0),
    primary key (site_id, day, location_code)
  )`,
];
