import type { CalendarDate } from '../../domain/calendar.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { QueueWriter } from '../../release/ports/queue.ts';
import { any, asJson, unnested } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { expandNamed, expandPlaces, expandSite, selectKinds } from './expand.ts';

/** A decision as it is written down. */
interface Decided {
  readonly shipment_number: ShipmentNumber;
  readonly version: number;
  /** 0: it was not due. */
  readonly mark: number;
  /** As JSON text; null: of a FUTURE shipment, of which nothing is kept. */
  readonly waiting: string | null;
  readonly next_try_day: CalendarDate | null;
}

const DECIDED_FIELDS = {
  shipment_number: 'bigint',
  version: 'integer',
  mark: 'bigint',
  waiting: 'jsonb',
  next_try_day: 'date',
} as const;

interface AllDecided {
  readonly siteId: SiteId;
  readonly settingsVersion: number;
  readonly shipmentNumbers: readonly ShipmentNumber[];
  readonly decided: readonly Decided[];
}

/** Nothing is written of one that has a line with a newer mark than its decision knew, or where the site has other settings. */
const writeDecided = statement((db, given: Given<AllDecided>) =>
  db
    .with('written', (query) =>
      query
        .updateTable('shipment as s')
        .from(unnested('g', given.decided, DECIDED_FIELDS))
        .set((eb) => ({ waiting: eb.ref('g.waiting'), next_try_day: eb.ref('g.next_try_day') }))
        .where('s.site_id', '=', given.siteId)
        .where('s.shipment_number', '=', any(given.shipmentNumbers))
        .whereRef('s.shipment_number', '=', 'g.shipment_number')
        .whereRef('s.version', '=', 'g.version')
        .where('s.shipment_status', '=', any(['BACKORDER', 'FUTURE'] as const))
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('backlog_line as b')
                .select('b.line_id')
                .where('b.site_id', '=', given.siteId)
                .whereRef('b.shipment_number', '=', 's.shipment_number')
                .whereRef('b.due', '>', 'g.mark'),
            ),
          ),
        )
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('site')
              .select('site.site_id')
              .where('site.site_id', '=', given.siteId)
              .where('site.settings_version', '=', given.settingsVersion),
          ),
        )
        .returning(['s.shipment_number', 'g.mark']),
    )
    .with('decided', (query) =>
      query
        .updateTable('backlog_line as b')
        .from('written as w')
        .set({ due: null })
        .where('b.site_id', '=', given.siteId)
        .where('b.shipment_number', '=', any(given.shipmentNumbers))
        .whereRef('b.shipment_number', '=', 'w.shipment_number')
        .whereRef('b.due', '<=', 'w.mark'),
    )
    .selectFrom('written')
    .select('shipment_number'),
);

interface OfShipment {
  readonly siteId: SiteId;
  readonly shipmentNumber: ShipmentNumber;
  readonly mark: number;
}

const clear = statement((db, given: Given<OfShipment>) =>
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
    async expandTriggers(day) {
      // Each kind has a statement of its own: those that are seldom asked for look at more than the usual one.
      const kinds = new Set((await selectKinds(db, { siteId })).map((row) => row.kind));
      let count = 0;
      const mark = async (expand: typeof expandNamed) => {
        const [row] = await expand(db, { siteId, ...day });
        count += row?.count ?? 0;
      };
      if (kinds.has('site')) await mark(expandSite);
      if (kinds.has('location')) await mark(expandPlaces);
      if (kinds.has('product') || kinds.has('shipment')) await mark(expandNamed);
      return count;
    },
    async recordWaiting(decided, settingsVersion) {
      if (decided.length === 0) return [];
      const rows = decided.map(({ shipmentNumber, version, mark, waiting, nextTryDay = null }) => ({
        shipment_number: shipmentNumber,
        version,
        mark: mark ?? 0,
        waiting: waiting === null ? null : asJson(waiting),
        next_try_day: waiting === null ? nextTryDay : waiting.nextTryDay,
      }));
      const shipmentNumbers = decided.map((each) => each.shipmentNumber);
      const written = await writeDecided(db, { siteId, settingsVersion, shipmentNumbers, decided: rows });
      return written.map((row) => row.shipment_number);
    },
    async clearMark(shipmentNumber, mark) {
      await clear(db, { siteId, shipmentNumber, mark });
    },
  };
}
