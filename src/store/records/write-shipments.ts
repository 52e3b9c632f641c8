import { type QueryCreator, sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { ShipmentRecord, ShipmentStatus } from '../../domain/site/shipment.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import type { ShipmentWriter } from '../../release/ports/shipments.ts';
import { any, asJson, unnested } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { TransactionContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { type Backlog, backlogLines, givenLines, joinBacklog } from './backlog-lines.ts';

/** A shipment to be written, with the record as JSON text. */
interface Written {
  readonly shipment_number: ShipmentNumber;
  readonly version: number;
  readonly record: string;
  /** Why it waits, as JSON text; of a change null: what is written stays, while it waits. */
  readonly waiting: string | null;
  /** It still waits, so that what is written of that stays. */
  readonly waits: boolean;
  /** The day on which it is tried by itself; of a change null: the one that is written. */
  readonly next_try_day: CalendarDate | null;
}

const WRITTEN_FIELDS = {
  shipment_number: 'bigint',
  version: 'integer',
  record: 'jsonb',
  waiting: 'jsonb',
  waits: 'boolean',
  next_try_day: 'date',
} as const;

interface New extends Backlog {
  readonly shipments: readonly Written[];
}

const insertRecords = (db: QueryCreator<Tables>, given: Given<New>) =>
  insertSelected(
    db.insertInto('shipment'),
    db
      .selectFrom(unnested('g', given.shipments, WRITTEN_FIELDS))
      .select([given.siteId.as('site_id'), 'g.shipment_number', 'g.version', 'g.record'])
      .select(['g.waiting', 'g.next_try_day']),
  ).returning('shipment_number');

/** New shipments of which none is in the backlog, as after a release. */
const insertOutside = statement((db, given: Given<New>) => insertRecords(db, given));

const insertWithBacklog = statement((db, given: Given<New>) =>
  db
    .with('joined', () => joinBacklog(db, given))
    .with('made', () => insertRecords(db, given))
    .selectFrom('made')
    .select('shipment_number'),
);

interface Changes extends Backlog {
  readonly shipmentNumbers: readonly ShipmentNumber[];
  /** With the versions that the shipments shall have, one above those expected of them. */
  readonly shipments: readonly Written[];
}

const changeShipments = (db: QueryCreator<Tables>, given: Given<Changes>) =>
  db
    .updateTable('shipment as s')
    .from(unnested('g', given.shipments, WRITTEN_FIELDS))
    .set((eb) => ({
      version: eb.ref('g.version'),
      record: eb.ref('g.record'),
      waiting: eb
        .case()
        .when('g.waits', '=', true)
        .then(eb.fn.coalesce('g.waiting', eb.cast<string>('s.waiting', 'jsonb')))
        .end(),
      next_try_day: eb.fn.coalesce('g.next_try_day', 's.next_try_day'),
    }))
    .where('s.site_id', '=', given.siteId)
    .where('s.shipment_number', '=', any(given.shipmentNumbers))
    .whereRef('s.shipment_number', '=', 'g.shipment_number')
    .where((eb) => eb('s.version', '=', eb('g.version', '-', eb.lit(1))))
    .returning('s.shipment_number');

/** Changes after which none of the shipments is in the backlog. Answers those that had the expected version. */
const updateOutside = statement((db, given: Given<Changes>) =>
  db
    .with('changed', () => changeShipments(db, given))
    .with('left_the_backlog', (query) =>
      query
        .deleteFrom('backlog_line')
        .where('site_id', '=', given.siteId)
        .where('shipment_number', '=', any(given.shipmentNumbers)),
    )
    .selectFrom('changed')
    .select('shipment_number'),
);

/** Changes after which some are in the backlog. Answers those that had the expected version. */
const updateWithBacklog = statement((db, given: Given<Changes>) =>
  db
    .with('changed', () => changeShipments(db, given))
    .with('left_the_backlog', (query) =>
      query
        .deleteFrom('backlog_line')
        .where('site_id', '=', given.siteId)
        .where('shipment_number', '=', any(given.shipmentNumbers))
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom(givenLines(given))
                .select('wanted.product_code')
                .whereRef('wanted.shipment_number', '=', 'backlog_line.shipment_number')
                .whereRef('wanted.line_id', '=', 'backlog_line.line_id')
                .whereRef('wanted.product_code', '=', 'backlog_line.product_code'),
            ),
          ),
        ),
    )
    .with('joined_the_backlog', () => joinBacklog(db, given))
    .selectFrom('changed')
    .select('shipment_number'),
);

const nextNumbers = statement((db, { count }: Given<{ readonly count: number }>) =>
  db
    .selectFrom(sql<object>`generate_series(1, ${count}::integer)`.as('series'))
    .select(sql<ShipmentNumber>`nextval('shipment_number')`.as('number')),
);

const lockRecords = statement(
  (db, given: Given<{ readonly siteId: SiteId; readonly shipmentNumbers: readonly ShipmentNumber[] }>) =>
    db
      .selectFrom('shipment')
      .select('record')
      .where('site_id', '=', given.siteId)
      .where('shipment_number', '=', any(given.shipmentNumbers))
      .orderBy('shipment_number')
      .forUpdate(),
);

const DAY_MS = 86_400_000;

const WAITS: readonly ShipmentStatus[] = ['BACKORDER', 'CUSTOMER_CARE'];

/**
 * The first day of one that waits for it: it is tried on it, however long before it was last decided. Null where it has
 * come everywhere: no zone is more than a day behind UTC, and what is written after that day says itself who is tried.
 */
function firstDayToCome({ releaseNotBefore: day, updatedAt }: ShipmentRecord): CalendarDate | null {
  if (day === null) return null;
  const dayBefore = new Date(Date.parse(updatedAt) - DAY_MS).toISOString().slice(0, 10);
  return day <= dayBefore ? null : day;
}

const writtenAs = (shipment: ShipmentRecord, version: number, waiting?: Waiting): Written => ({
  shipment_number: shipment.shipmentNumber,
  version,
  record: asJson({ ...shipment, version }),
  waiting: waiting === undefined ? null : asJson(waiting),
  waits: WAITS.includes(shipment.shipmentStatus),
  next_try_day: waiting?.nextTryDay ?? firstDayToCome(shipment),
});

/** Writes shipments, and with them what the backlog wants. */
export function shipmentWriter(context: TransactionContext): ShipmentWriter {
  const { db, siteId } = context;
  return {
    async nextShipmentNumbers(count) {
      return (await nextNumbers(db, { count })).map((row) => row.number);
    },
    async lockShipments(shipmentNumbers) {
      return (await lockRecords(db, { siteId, shipmentNumbers })).map((row) => row.record);
    },
    async insertShipments(shipments, waiting) {
      if (shipments.length === 0) return;
      const written = shipments.map((each) => writtenAs(each, 1, waiting?.get(each.shipmentNumber)));
      const backlog = backlogLines(shipments);
      const insert = backlog.length === 0 ? insertOutside : insertWithBacklog;
      await insert(db, { siteId, shipments: written, backlog });
    },
    async updateShipments(changes) {
      if (changes.length === 0) return true;
      const shipments = changes.map(({ shipment, expectedVersion }) =>
        writtenAs(shipment, expectedVersion + 1),
      );
      const backlog = backlogLines(changes.map(({ shipment }) => shipment));
      const update = backlog.length === 0 ? updateOutside : updateWithBacklog;
      const shipmentNumbers = shipments.map((each) => each.shipment_number);
      // Unless all had the expected version, nothing of it may be committed.
      const all =
        (await update(db, { siteId, shipments, shipmentNumbers, backlog })).length === changes.length;
      if (!all) context.refuse('updateShipments');
      return all;
    },
  };
}
