import { sql } from 'kysely';
import type { RunReader, RunWriter } from '../../release/ports/runs.ts';
import { asJson, type SiteContext } from '../site-context.ts';

export function runReader({ db, siteId }: SiteContext): RunReader {
  return {
    async run(runId) {
      const row = await db
        .selectFrom('release_run')
        .select('record')
        .where('site_id', '=', siteId)
        .where('run_id', '=', runId)
        .executeTakeFirst();
      return row?.record ?? null;
    },
    async runs(limit) {
      const rows = await db
        .selectFrom('release_run')
        .select('record')
        .where('site_id', '=', siteId)
        .orderBy('started_at', 'desc')
        .orderBy('run_id')
        .limit(limit)
        .execute();
      return rows.map((row) => row.record);
    },
    async lastRun(trigger) {
      const row = await db
        .selectFrom('release_run')
        .select('record')
        .where('site_id', '=', siteId)
        .where(sql<boolean>`record ->> 'trigger' = ${trigger}`)
        .orderBy('started_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.record ?? null;
    },
    async runItems(runId, after, limit) {
      const rows = await db
        .selectFrom('run_item')
        .select('record')
        .where('site_id', '=', siteId)
        .where('run_id', '=', runId)
        .where('sequence', '>', after)
        .orderBy('sequence')
        .limit(limit)
        .execute();
      return rows.map((row) => row.record);
    },
    async audit(shipmentNumber) {
      const rows = await db
        .selectFrom('audit')
        .select('record')
        .where('site_id', '=', siteId)
        .where('shipment_number', '=', shipmentNumber)
        .orderBy('entry_id')
        .execute();
      return rows.map((row) => row.record);
    },
  };
}

export function runWriter({ db, siteId }: SiteContext): RunWriter {
  return {
    async putRun(run) {
      await sql`
        insert into release_run (site_id, run_id, record)
        values (${siteId}, ${run.runId}, ${asJson(run)}::jsonb)
        on conflict (site_id, run_id) do update set record = excluded.record`.execute(db);
    },
    async appendRunItems(runId, items) {
      if (items.length === 0) return;
      await sql`
        insert into run_item (site_id, run_id, sequence, record)
        select ${siteId}, ${runId}, (r ->> 'sequence')::integer, r
        from jsonb_array_elements(${asJson(items)}::jsonb) r
        on conflict do nothing`.execute(db);
    },
    async appendAudit(entries) {
      if (entries.length === 0) return;
      await sql`
        insert into audit (site_id, shipment_number, record)
        select ${siteId}, (r ->> 'shipmentNumber')::bigint, r
        from jsonb_array_elements(${asJson(entries)}::jsonb) with ordinality as g(r, place)
        order by place`.execute(db);
    },
  };
}
