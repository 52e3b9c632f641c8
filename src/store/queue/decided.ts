import { sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { QueueWriter } from '../../release/ports/queue.ts';
import { asJson, literal } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { expand, expandSite, markDay, selectSiteTrigger } from './expand.ts';

interface Decided {
  readonly siteId: SiteId;
  readonly shipmentNumber: ShipmentNumber;
  readonly version: number;
  readonly settingsVersion: number;
  /** 0: it was not due. */
  readonly mark: number;
  readonly waiting: string;
  readonly nextTryDay: CalendarDate | null;
}

/** Nothing is written where a line has a newer mark than the decision knew, or the site other settings. */
const writeDecided = statement((db, given: Given<Decided>) =>
  db
    .with('written', (query) =>
      query
        .updateTable('shipment')
        .set({
          waiting: sql<string>`${given.waiting}::jsonb`,
          next_try_day: sql<CalendarDate | null>`${given.nextTryDay}::date`,
        })
        .where('site_id', '=', given.siteId)
        .where('shipment_number', '=', given.shipmentNumber)
        .where('version', '=', given.version)
        .where('shipment_status', '=', literal('BACKORDER'))
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('backlog_line as b')
                .select('b.line_id')
                .where('b.site_id', '=', given.siteId)
                .whereRef('b.shipment_number', '=', 'shipment.shipment_number')
                .where('b.due', '>', given.mark),
            ),
          ),
        )
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('site as s')
              .select('s.site_id')
              .where('s.site_id', '=', given.siteId)
              .where('s.settings_version', '=', given.settingsVersion),
          ),
        )
        .returning('shipment_number'),
    )
    .with('decided', (query) =>
      query
        .updateTable('backlog_line as b')
        .from('written as w')
        .set({ due: null })
        .where('b.site_id', '=', given.siteId)
        .whereRef('b.shipment_number', '=', 'w.shipment_number')
        .where('b.due', '<=', given.mark),
    )
    .selectFrom('written')
    .select('shipment_number'),
);

const clear = statement((db, given: Given<Pick<Decided, 'siteId' | 'shipmentNumber' | 'mark'>>) =>
  db
    .updateTable('backlog_line')
    .set({ due: null })
    .where('site_id', '=', given.siteId)
    .where('shipment_number', '=', given.shipmentNumber)
    .where('due', '<=', given.mark),
);

/** Marks who is undecided, and writes down what was decided. */
export function queueWriter({ db, siteId }: SiteContext): QueueWriter {
  return {
    async expandTriggers(today) {
      // A look at every line of the site is worth its own statement; it is seldom asked for.
      const isWhole = (await selectSiteTrigger(db, { siteId })).length > 0;
      const [whole] = isWhole ? await expandSite(db, { siteId, today }) : [];
      const [row] = await expand(db, { siteId, today });
      return (whole?.count ?? 0) + (row?.count ?? 0);
    },
    async markDay(today) {
      const [row] = await markDay(db, { siteId, today });
      return row?.count ?? 0;
    },
    async recordWaiting({ mark, waiting, ...decided }) {
      const { nextTryDay } = waiting;
      const values = { siteId, ...decided, mark: mark ?? 0, waiting: asJson(waiting), nextTryDay };
      return (await writeDecided(db, values)).length > 0;
    },
    async clearMark(shipmentNumber, mark) {
      await clear(db, { siteId, shipmentNumber, mark });
    },
  };
}
