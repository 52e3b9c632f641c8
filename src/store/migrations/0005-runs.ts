/**
 * A run is a row that several processes may work on in turn: each step is counted, and says where the next begins. A key
 * makes one run, and a site has one scheduled run at a time. Runs of an earlier version cannot be gone on with.
 */
export const RUNS: readonly string[] = [
  `update release_run set record = record || jsonb_build_object('status', 'FAILED', 'finishedAt', record -> 'updatedAt')
    where record ->> 'status' = 'RUNNING'`,
  `update release_run set record = jsonb_set(record, '{counts,failed}', '0')
    where not jsonb_exists(record -> 'counts', 'failed')`,
  // A retry of a write whose process had died made a second run; the key is the last one's.
  `update release_run r set record = jsonb_set(record, '{idempotencyKey}', 'null')
    where exists (select from release_run n
      where n.site_id = r.site_id and n.record ->> 'idempotencyKey' = r.record ->> 'idempotencyKey'
        and (n.started_at, n.run_id) > (r.started_at, r.run_id))`,
  `alter table release_run
    add column version integer not null default 0,
    add column progress jsonb,
    add column advanced bigint not null default 0,
    add column status text not null generated always as (record ->> 'status') stored,
    add column cause text not null generated always as (record ->> 'trigger') stored,
    add column idempotency_key text collate "C" generated always as (record ->> 'idempotencyKey') stored`,
  `create index release_run_open on release_run (site_id, advanced) where status = 'RUNNING'`,
  `create unique index release_run_scheduled on release_run (site_id)
    where status = 'RUNNING' and cause = 'schedule'`,
  `create unique index release_run_by_key on release_run (site_id, idempotency_key)
    where idempotency_key is not null`,
  'create index release_run_by_cause on release_run (site_id, cause, started_at)',
];
