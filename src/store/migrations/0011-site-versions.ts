/** Changes of locations are counted, as those of settings are, so that nothing is written that was decided under others. */
export const SITE_VERSIONS = ['alter table site add column locations_version integer not null default 0'];
