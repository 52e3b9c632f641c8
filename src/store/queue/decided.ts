import { sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { QueueWriter } from '../../release/ports/queue.ts';
import { asJson, literal } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { expandNamed, expandPlaces, expandSite, selectKinds } from './expand.ts';

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
      // Each kind has a statement of its own: those that are seldom asked for look at more than the usual one.
      const kinds = new Set((await selectKinds(db, { siteId })).map((row) => row.kind));
      let count = 0;
      const mark = async (expand: typeof expandNamed) => {
        const [row] = await expand(db, { siteId, today });
        count += row?.count ?? 0;
      };
      if (kinds.has('site')) await mark(expandSite);
      if (kinds.has('location')) await mark(expandPlaces);
      if (kinds.has('product') || kinds.has('shipment')) await mark(expandNamed);
      return count;
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
