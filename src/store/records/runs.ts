import { sql } from 'kysely';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { AuditEntry, RunItem } from '../../domain/site/run.ts';
import type { RunReader, RunWriter } from '../../release/ports/runs.ts';
import { asJson, literal, records } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import { nextMark } from '../queue/triggers.ts';
import type { SiteContext, TransactionContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';

/** Runs over the backlog, and what was done to a shipment. */
export function runReader({ db, siteId }: SiteContext): RunReader {
  const runs = db.selectFrom('release_run').select('record').where('site_id', '=', siteId);
  return {
    async run(runId) {
      const row = await runs.where('run_id', '=', runId).executeTakeFirst();
      return row?.record ?? null;
    },
    async runs(limit) {
      const rows = await runs.orderBy('started_at', 'desc').orderBy('run_id').limit(limit).execute();
      return rows.map((row) => row.record);
    },
    async lastRun(trigger) {
      const row = await runs
        .where('cause', '=', trigger)
        .orderBy('started_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.record ?? null;
    },
    async openRuns() {
      const rows = await db
        .selectFrom('release_run')
        .select(['record', 'version', 'progress'])
        .where('site_id', '=', siteId)
        .where('status', '=', literal('RUNNING'))
        .orderBy('advanced')
        .orderBy('started_at')
        .execute();
      return rows.flatMap(({ record, version, progress }) =>
        progress === null ? [] : [{ run: record, version, progress }],
      );
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
      // Earlier versions have written nothing of who went before.
      return rows.map(({ record }) => ({ ...record, ...outrankedOf(record) }));
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

const outrankedOf = ({ outrankedBy = [], youngerFirst = 0 }: Partial<RunItem>) => ({
  outrankedBy,
  youngerFirst,
});

interface Auditing {
  readonly siteId: SiteId;
  readonly entries: readonly AuditEntry[];
}

const SHIPMENT: keyof AuditEntry = 'shipmentNumber';

const insertAudit = statement((db, { siteId, entries }: Given<Auditing>) =>
  insertSelected(
    db.insertInto('audit'),
    db
      .selectFrom(records('g', entries))
      .select((eb) => [
        siteId.as('site_id'),
        sql<ShipmentNumber>`(${eb.ref('g.record')} ->> ${sql.lit(SHIPMENT)})::bigint`.as('shipment_number'),
        'g.record',
      ])
      .orderBy('g.place'),
  ),
);

interface Trying {
  readonly siteId: SiteId;
  readonly runId: string;
  readonly items: readonly RunItem[];
}

const SEQUENCE: keyof RunItem = 'sequence';

const insertItems = statement((db, { siteId, runId, items }: Given<Trying>) =>
  insertSelected(
    db.insertInto('run_item'),
    db
      .selectFrom(records('g', items))
      .select((eb) => [
        siteId.as('site_id'),
        runId.as('run_id'),
        sql<number>`(${eb.ref('g.record')} ->> ${sql.lit(SEQUENCE)})::integer`.as('sequence'),
        'g.record',
      ]),
  ).onConflict((conflict) => conflict.doNothing()),
);

/** Writes runs, and the audit. */
export function runWriter({ db, siteId, refuse }: TransactionContext): RunWriter {
  return {
    async startRun(run, progress) {
      const rows = await db
        .insertInto('release_run')
        .values({
          site_id: siteId,
          run_id: run.runId,
          record: asJson(run),
          progress: asJson(progress),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('run_id')
        .execute();
      return rows.length === 1;
    },
    async advanceRun({ run, version, progress }) {
      const rows = await db
        .updateTable('release_run')
        .set({
          record: asJson(run),
          progress: asJson(progress),
          version: version + 1,
          advanced: nextMark,
        })
        .where('site_id', '=', siteId)
        .where('run_id', '=', run.runId)
        .where('version', '=', version)
        .where('status', '=', literal('RUNNING'))
        .returning('run_id')
        .execute();
      if (rows.length === 0) refuse('advanceRun');
      return rows.length === 1;
    },
    async appendRunItems(runId, items) {
      if (items.length === 0) return;
      await insertItems(db, { siteId, runId, items });
    },
    async appendAudit(entries) {
      if (entries.length === 0) return;
      await insertAudit(db, { siteId, entries });
    },
  };
}
