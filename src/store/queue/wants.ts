import { type Expression, type ExpressionBuilder, type QueryCreator, type SqlBool, sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { QueueReader, Want } from '../../release/ports/queue.ts';
import type { QueuePosition } from '../../release/ports/shipments.ts';
import { any, anySelected, literal } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables, TriggerKind } from '../tables.ts';
import { type InHandRow, inHandRows, isMarkedSince, isNotInHand } from './in-hand.ts';
import { mayGo, type OfDay } from './may-go.ts';

type Line = ExpressionBuilder<Tables, 'backlog_line'>;

/** A place of the queue, the last of all where none is given. */
export interface Place {
  readonly rank: number;
  readonly submittedAt: string;
  readonly shipmentNumber: number;
}

/** Before every other. */
export const FIRST: Place = { rank: -(2 ** 31), submittedAt: '', shipmentNumber: 0 };
const LAST: Place = { rank: 2 ** 31 - 1, submittedAt: '', shipmentNumber: 0 };

export const placeOf = (position: QueuePosition | null): Place =>
  position === null
    ? LAST
    : {
        rank: -position.priority,
        submittedAt: position.submittedAt,
        shipmentNumber: position.shipmentNumber,
      };

interface Before extends OfDay, Place {
  readonly codes: readonly ProductCode[];
}

const places = (eb: Line, given: Given<Place>) => ({
  ofLine: sql`(${eb.ref('queue_rank')}, ${eb.ref('submitted_at')}, ${eb.ref('shipment_number')})`,
  given: sql`(${given.rank}::integer, ${given.submittedAt}::text, ${given.shipmentNumber}::bigint)`,
});

/** Whether a line stands before a place. */
export const isBefore = (eb: Line, given: Given<Place>): Expression<SqlBool> => {
  const { ofLine, given: place } = places(eb, given);
  return sql<SqlBool>`${ofLine} < ${place}`;
};

/** Whether it stands behind one. */
export const isBehind = (eb: Line, given: Given<Place>): Expression<SqlBool> => {
  const { ofLine, given: place } = places(eb, given);
  return sql<SqlBool>`${ofLine} > ${place}`;
};

/** Shipments whose day has come before anybody has noticed; of BACKORDER or FUTURE, which have an index each. */
export const ofNewDay = (
  db: QueryCreator<Tables>,
  { siteId, today }: Given<Pick<OfDay, 'siteId' | 'today'>>,
  status: 'BACKORDER' | 'FUTURE',
) =>
  db
    .selectFrom('shipment')
    .select('shipment_number')
    .where('site_id', '=', siteId)
    .where('shipment_status', '=', literal(status))
    .where('next_try_day', 'is not', null)
    .where('next_try_day', '<=', today);

/** Triggers of some kinds that are not marked out yet. */
export const triggersOf = (
  db: QueryCreator<Tables>,
  { siteId }: Given<Pick<OfDay, 'siteId'>>,
  kinds: readonly TriggerKind[],
) =>
  db
    .selectFrom('queue_trigger')
    .where('site_id', '=', siteId)
    .where(
      'kind',
      'in',
      kinds.map((kind) => literal(kind)),
    );

/** Shipments that want a product which has changed; with all their lines, since by what has come they may want the others, too. */
export const ofChangedProducts = (db: QueryCreator<Tables>, { siteId }: Given<Pick<OfDay, 'siteId'>>) =>
  db
    .selectFrom('backlog_line')
    .select('shipment_number')
    .where('site_id', '=', siteId)
    .where(
      'product_code',
      '=',
      anySelected(
        db
          .selectFrom('queue_trigger')
          .select((eb) => eb.ref('subject').$castTo<ProductCode>().as('product_code'))
          .where('site_id', '=', siteId)
          .where('kind', '=', literal('product')),
      ),
    );

/**
 * Undecided are the lines that are marked, those that a trigger speaks of which is not marked out yet, and those whose day
 * has come. In the usual case there are few of the first kind and none of the others, and none looks at whoever else waits.
 * Those in hand count only by what has changed since that began.
 */
const sumUndecided = statement((db, given: Given<Before & { readonly inHand: readonly InHandRow[] }>) => {
  const wanted = () =>
    db
      .selectFrom('backlog_line')
      .select(['product_code', 'shipment_number', 'line_id', 'quantity'])
      .where('site_id', '=', given.siteId)
      .where('product_code', '=', any(given.codes))
      .where((eb) => isBefore(eb, given))
      .where(mayGo(given));
  // A location or the site may mean anybody; to look at all of them for a moment is less than to find out.
  const ofAnybody = wanted().where((eb) =>
    eb.exists(triggersOf(db, given, ['location', 'site']).select('kind')),
  );
  const numbers = ofChangedProducts(db, given).union(
    triggersOf(db, given, ['shipment']).select((eb) =>
      eb.cast<ShipmentNumber>('subject', 'bigint').as('shipment_number'),
    ),
  );
  const ofToday = ofNewDay(db, given, 'BACKORDER').union(ofNewDay(db, given, 'FUTURE'));
  return db
    .selectFrom(
      wanted()
        .where((eb) => isMarkedSince(eb, given.inHand))
        .union(ofAnybody)
        .union(wanted().where('shipment_number', '=', anySelected(numbers)))
        .union(
          wanted()
            .where('shipment_number', '=', anySelected(ofToday))
            .where((eb) => isNotInHand(eb, given.inHand)),
        )
        .as('undecided'),
    )
    .select((eb) => [
      'undecided.product_code',
      eb.cast<number>(eb.fn.sum('undecided.quantity'), 'bigint').as('units'),
    ])
    .groupBy('undecided.product_code');
});

/** Whether anything is undecided at all: a look into each of four indexes, and in the usual case the last. */
const selectAnyUndecided = statement((db, given: Given<Pick<Before, 'siteId' | 'today' | 'codes'>>) =>
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
    eb
      .or([eb.exists(ofNewDay(db, given, 'BACKORDER')), eb.exists(ofNewDay(db, given, 'FUTURE'))])
      .as('isNewDay'),
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
    .where('promised_for', 'is', null)
    .where(mayGo(given))
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
    .where('promised_for', 'is', null)
    .where(mayGo(given))
    .orderBy('shipment_number')
    .limit(given.limit),
);

/** What those before a place want. */
export function wantReader({
  db,
  siteId,
}: SiteContext): Pick<QueueReader, 'undecidedWants' | 'wants' | 'standingBefore'> {
  // Those in BACKORDER want what they want whether promises are improved or not.
  const ofDay = (today: CalendarDate) => ({ siteId, today, improvableAfter: null, improveMinDays: 1 });
  return {
    async undecidedWants({ productCodes, before, day, inHand = [] }) {
      const [found] = await selectAnyUndecided(db, { siteId, codes: productCodes, today: day.today });
      if (!found?.isMarked && !found?.isTriggered && !found?.isNewDay) return new Map();
      const rows = await sumUndecided(db, {
        siteId,
        codes: productCodes,
        inHand: inHandRows(inHand),
        ...day,
        ...placeOf(before),
      });
      return new Map(rows.map((row) => [row.product_code, row.units]));
    },
    wants: ({ productCodes, before, today, submittedUntil }): Promise<Want[]> =>
      selectWants(db, { ...ofDay(today), codes: productCodes, submittedUntil, ...placeOf(before) }),
    async standingBefore({ productCodes, before, today, limit }) {
      const rows = await selectBefore(db, {
        ...ofDay(today),
        codes: productCodes,
        limit,
        ...placeOf(before),
      });
      return rows.map((row) => row.shipment_number);
    },
  };
}
