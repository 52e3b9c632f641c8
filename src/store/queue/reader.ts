import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ProductCode, ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { QueueReader, Want } from '../../release/ports/queue.ts';
import type { QueuePosition } from '../../release/ports/shipments.ts';
import { any, anySelected, literal } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';

interface Day {
  readonly siteId: SiteId;
  readonly today: CalendarDate;
}

type Line = ExpressionBuilder<Tables, 'backlog_line'>;

/** One that is not to be released before a later day wants nothing yet. */
const mayGo = (eb: Line, today: RawBuilder<CalendarDate>): Expression<SqlBool> =>
  eb.or([eb('release_not_before', 'is', null), eb('release_not_before', '<=', today)]);

const selectDue = statement((db, given: Given<Day & { readonly limit: number }>) =>
  db
    .selectFrom('backlog_line')
    // Its lines are marked together. In the order of the index, so that the first are found without the others.
    .distinctOn(['queue_rank', 'submitted_at', 'shipment_number'])
    .select((eb) => [
      eb.neg('queue_rank').as('priority'),
      'submitted_at as submittedAt',
      'shipment_number as shipmentNumber',
      eb.ref('due').$notNull().as('mark'),
    ])
    .where('site_id', '=', given.siteId)
    .where('due', 'is not', null)
    .where((eb) => mayGo(eb, given.today))
    .orderBy('queue_rank')
    .orderBy('submitted_at')
    .orderBy('shipment_number')
    .limit(given.limit),
);

const selectTrigger = statement((db, { siteId }: Given<{ readonly siteId: SiteId }>) =>
  db.selectFrom('queue_trigger').select('kind').where('site_id', '=', siteId).limit(sql.lit(1)),
);

interface OfShipments {
  readonly siteId: SiteId;
  readonly shipmentNumbers: readonly ShipmentNumber[];
}

const selectState = statement(
  (db, given: Given<{ readonly siteId: SiteId; readonly shipmentNumber: ShipmentNumber }>) =>
    db
      .selectFrom('shipment as s')
      .select((eb) => [
        's.waiting',
        eb
          .selectFrom('backlog_line as b')
          .select((line) => line.fn.max('b.due').as('mark'))
          .where('b.site_id', '=', given.siteId)
          .whereRef('b.shipment_number', '=', 's.shipment_number')
          .as('mark'),
      ])
      .where('s.site_id', '=', given.siteId)
      .where('s.shipment_number', '=', given.shipmentNumber),
);

const selectQueued = statement((db, { siteId, shipmentNumbers }: Given<OfShipments>) =>
  db
    .selectFrom('shipment as s')
    .select((eb) => [
      's.record as shipment',
      's.waiting',
      eb
        .selectFrom('backlog_line as b')
        .select((line) => line.fn.max('b.due').as('mark'))
        .where('b.site_id', '=', siteId)
        .whereRef('b.shipment_number', '=', 's.shipment_number')
        .as('mark'),
    ])
    .where('s.site_id', '=', siteId)
    .where('s.shipment_number', '=', any(shipmentNumbers))
    .orderBy('s.shipment_number'),
);

/** A place of the queue, the last of all where none is given. */
interface Place {
  readonly rank: number;
  readonly submittedAt: string;
  readonly shipmentNumber: number;
}

const LAST: Place = { rank: 2 ** 31 - 1, submittedAt: '', shipmentNumber: 0 };

const placeOf = (position: QueuePosition | null): Place =>
  position === null
    ? LAST
    : {
        rank: -position.priority,
        submittedAt: position.submittedAt,
        shipmentNumber: position.shipmentNumber,
      };

interface Before extends Day, Place {
  readonly codes: readonly ProductCode[];
}

const isBefore = (eb: Line, given: Given<Before>): Expression<SqlBool> =>
  sql<SqlBool>`(${eb.ref('queue_rank')}, ${eb.ref('submitted_at')}, ${eb.ref('shipment_number')})
    < (${given.rank}::integer, ${given.submittedAt}::text, ${given.shipmentNumber}::bigint)`;

/**
 * Undecided are the lines that are marked, and those that a trigger speaks of which is not marked out yet. In the usual
 * case there are few of the first kind and none of the second, and neither looks at the others that wait.
 */
const sumUndecided = statement((db, given: Given<Before>) => {
  const lines = () =>
    db
      .selectFrom('backlog_line')
      .select(['product_code', 'shipment_number', 'line_id', 'quantity'])
      .where('site_id', '=', given.siteId)
      .where((eb) => isBefore(eb, given))
      .where((eb) => mayGo(eb, given.today));
  const triggered = (kinds: readonly ('product' | 'location' | 'site' | 'shipment')[]) =>
    db
      .selectFrom('queue_trigger')
      .where('site_id', '=', given.siteId)
      .where(
        'kind',
        'in',
        kinds.map((kind) => literal(kind)),
      );
  // A location or the site may mean any product; to look at all of them for a moment is less than to find out.
  const changed = db
    .selectFrom(sql<{ code: ProductCode }>`unnest(${given.codes}::text[])`.as<'c'>(sql`c(code)`))
    .select('c.code as product_code')
    .where((eb) =>
      eb.or([
        eb.exists(
          triggered(['product']).select('kind').where('subject', '=', eb.ref('c.code').$castTo<string>()),
        ),
        eb.exists(triggered(['location', 'site']).select('kind')),
      ]),
    );
  const numbers = triggered(['shipment']).select((eb) =>
    eb.cast<ShipmentNumber>('subject', 'bigint').as('shipment_number'),
  );
  return db
    .selectFrom(
      lines()
        .where('product_code', '=', any(given.codes))
        .where('due', 'is not', null)
        .union(lines().where('product_code', '=', anySelected(changed)))
        .union(
          lines()
            .where('product_code', '=', any(given.codes))
            .where('shipment_number', '=', anySelected(numbers)),
        )
        .as('undecided'),
    )
    .select((eb) => [
      'undecided.product_code',
      eb.cast<number>(eb.fn.sum('undecided.quantity'), 'bigint').as('units'),
    ])
    .groupBy('undecided.product_code');
});

/** Whether anything is undecided at all: two looks into an index, and in the usual case the last. */
const selectAnyUndecided = statement(
  (db, given: Given<{ readonly siteId: SiteId; readonly codes: readonly ProductCode[] }>) =>
    db.selectNoFrom((eb) => [
      eb
        .exists(
          eb
            .selectFrom('backlog_line')
            .select('line_id')
            .where('site_id', '=', given.siteId)
            .where('product_code', '=', any(given.codes))
            .where('due', 'is not', null),
        )
        .as('isMarked'),
      eb
        .exists(eb.selectFrom('queue_trigger').select('kind').where('site_id', '=', given.siteId))
        .as('isTriggered'),
    ]),
);

/** Most lines say nothing of where they may not take from, and come to one row a product. */
const selectWants = statement((db, given: Given<Before & { readonly submittedUntil: string | null }>) =>
  db
    .selectFrom('backlog_line')
    .select((eb) => [
      'product_code as productCode',
      eb.cast<number>(eb.fn.sum('quantity'), 'bigint').as('quantity'),
      'pickup_location_code as pickupLocationCode',
      'excluded_location_codes as excludedLocationCodes',
      'excluded_future_location_codes as excludedFutureLocationCodes',
      'allows_future_allocate as allowsFutureAllocate',
    ])
    .where('site_id', '=', given.siteId)
    .where('product_code', '=', any(given.codes))
    .where((eb) => isBefore(eb, given))
    .where((eb) => mayGo(eb, given.today))
    .where((eb) =>
      eb.or([
        sql<SqlBool>`${given.submittedUntil}::text is null`,
        eb('submitted_at', '<=', sql<string>`${given.submittedUntil}::text`),
      ]),
    )
    .groupBy([
      'product_code',
      'pickup_location_code',
      'excluded_location_codes',
      'excluded_future_location_codes',
      'allows_future_allocate',
    ])
    .orderBy('product_code')
    .orderBy('pickup_location_code')
    .orderBy('excluded_location_codes')
    .orderBy('excluded_future_location_codes')
    .orderBy('allows_future_allocate'),
);

const selectBefore = statement((db, given: Given<Before & { readonly limit: number }>) =>
  db
    .selectFrom('backlog_line')
    .select('shipment_number')
    .distinct()
    .where('site_id', '=', given.siteId)
    .where('product_code', '=', any(given.codes))
    .where((eb) => isBefore(eb, given))
    .where((eb) => mayGo(eb, given.today))
    .orderBy('shipment_number')
    .limit(given.limit),
);

/** Whether a trigger that is not marked out yet speaks of any of its lines. */
const selectStates = statement((db, { siteId, shipmentNumbers }: Given<OfShipments>) =>
  db
    .selectFrom('shipment as s')
    .select((eb) => [
      's.shipment_number as shipmentNumber',
      's.waiting',
      eb
        .exists(
          eb
            .selectFrom('backlog_line as b')
            .select('b.line_id')
            .where('b.site_id', '=', siteId)
            .whereRef('b.shipment_number', '=', 's.shipment_number')
            .where((line) =>
              line.or([
                line('b.due', 'is not', null),
                line.exists(
                  line
                    .selectFrom('queue_trigger as t')
                    .select('t.kind')
                    .where('t.site_id', '=', siteId)
                    .where((trigger) =>
                      trigger.or([
                        trigger.and([
                          trigger('t.kind', '=', literal('product')),
                          trigger('t.subject', '=', trigger.ref('b.product_code').$castTo<string>()),
                        ]),
                        trigger.and([
                          trigger('t.kind', '=', literal('shipment')),
                          trigger('t.subject', '=', trigger.cast<string>('b.shipment_number', 'text')),
                        ]),
                        trigger('t.kind', '=', literal('site')),
                        trigger('t.kind', '=', literal('location')),
                      ]),
                    ),
                ),
              ]),
            ),
        )
        .as('isUndecided'),
    ])
    .where('s.site_id', '=', siteId)
    .where('s.shipment_number', '=', any(shipmentNumbers))
    .where('s.shipment_status', '=', any(['BACKORDER', 'CUSTOMER_CARE'] as const)),
);

/** Who is undecided, and what those before a place want. */
export function queueReader({ db, siteId }: SiteContext): QueueReader {
  return {
    async due(today, limit) {
      const [trigger] = await selectTrigger(db, { siteId });
      const shipments = await selectDue(db, { siteId, today, limit });
      return { hasTriggers: trigger !== undefined, shipments };
    },
    async queueState(shipmentNumber) {
      const [row] = await selectState(db, { siteId, shipmentNumber });
      return row ?? { mark: null, waiting: null };
    },
    queuedShipments: (shipmentNumbers) => selectQueued(db, { siteId, shipmentNumbers }),
    async undecidedWants({ productCodes, before, today }) {
      const [found] = await selectAnyUndecided(db, { siteId, codes: productCodes });
      if (!found?.isMarked && !found?.isTriggered) return new Map();
      const rows = await sumUndecided(db, { siteId, codes: productCodes, today, ...placeOf(before) });
      return new Map(rows.map((row) => [row.product_code, row.units]));
    },
    wants: ({ productCodes, before, today, submittedUntil }): Promise<Want[]> =>
      selectWants(db, { siteId, codes: productCodes, today, submittedUntil, ...placeOf(before) }),
    async standingBefore({ productCodes, before, today, limit }) {
      const rows = await selectBefore(db, { siteId, codes: productCodes, today, limit, ...placeOf(before) });
      return rows.map((row) => row.shipment_number);
    },
    async waitingStates(shipmentNumbers) {
      const rows = await selectStates(db, { siteId, shipmentNumbers });
      return new Map(
        rows.map(({ shipmentNumber, waiting, isUndecided }) => [
          shipmentNumber,
          { waiting, isUndecided: Boolean(isUndecided) },
        ]),
      );
    },
  };
}
