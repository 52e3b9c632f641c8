/** The brake of a site came: none had pulled it. */
export const BRAKES = [
  `update site set settings = settings || '{"pauseReleases": false}'
    where not jsonb_exists(settings, 'pauseReleases')`,
  `update release_run set record = jsonb_set(record, '{settings,pauseReleases}', 'false')
    where not jsonb_exists(record -> 'settings', 'pauseReleases')`,
];
