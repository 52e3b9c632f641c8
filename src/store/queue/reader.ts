import type { QueryCreator } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { QueueReader } from '../../release/ports/queue.ts';
import { any, literal } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { mayGo, type OfDay } from './may-go.ts';
import { promiseReader } from './promises-before.ts';
import { wantedReleases } from './wanted-releases.ts';
import { FIRST, isBehind, type Place, placeOf, wantReader } from './wants.ts';

interface Due extends OfDay {
  readonly limit: number;
}

/** Marked lines, a row a shipment, in the order of the index, so that the first are found without the others. */
const dueOf = (db: QueryCreator<Tables>, given: Given<Due>) =>
  db
    .selectFrom('backlog_line')
    // Its lines are marked together.
    .distinctOn(['queue_rank', 'submitted_at', 'shipment_number'])
    .select((eb) => [
      eb.neg('queue_rank').as('priority'),
      'submitted_at as submittedAt',
      'shipment_number as shipmentNumber',
      eb.ref('due').$notNull().as('mark'),
    ])
    .where('site_id', '=', given.siteId)
    .where('due', 'is not', null)
    .where(mayGo(given))
    .orderBy('queue_rank')
    .orderBy('submitted_at')
    .orderBy('shipment_number')
    .limit(given.limit);

const selectDue = statement((db, given: Given<Due>) => dueOf(db, given));

const selectDuePromises = statement((db, given: Given<Due & Place>) =>
  dueOf(db, given)
    .where('promised_for', 'is not', null)
    .where((eb) => isBehind(eb, given)),
);

/** Whether there are triggers; whether the day of some has come of whom no line is marked. */
const selectNews = statement((db, { siteId, today }: Given<OfDay>) =>
  db.selectNoFrom((eb) => [
    eb.exists(eb.selectFrom('queue_trigger').select('kind').where('site_id', '=', siteId)).as('hasTriggers'),
    eb
      .exists(
        eb
          .selectFrom('shipment as s')
          .innerJoin('backlog_line as b', (join) =>
            join.onRef('b.site_id', '=', 's.site_id').onRef('b.shipment_number', '=', 's.shipment_number'),
          )
          .select('b.line_id')
          .where('s.site_id', '=', siteId)
          .where('s.shipment_status', '=', literal('BACKORDER'))
          .where('s.next_try_day', 'is not', null)
          .where('s.next_try_day', '<=', today)
          .where('b.due', 'is', null)
          .where((of) =>
            of.or([of('b.release_not_before', 'is', null), of('b.release_not_before', '<=', today)]),
          ),
      )
      .as('isNewDay'),
    eb
      .exists(
        eb
          .selectFrom('shipment as s')
          .select('s.shipment_number')
          .where('s.site_id', '=', siteId)
          .where('s.shipment_status', '=', literal('FUTURE'))
          .where('s.next_try_day', 'is not', null)
          .where('s.next_try_day', '<=', today),
      )
      .as('isNewDayOfPromises'),
  ]),
);

interface OfShipments {
  readonly siteId: SiteId;
  readonly shipmentNumbers: readonly ShipmentNumber[];
}

interface OfShipmentsOnDay extends OfShipments {
  readonly today: CalendarDate;
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

/**
 * Whether it is marked, a trigger that is not marked out yet speaks of any of its lines, or its day has come before
 * anybody has noticed.
 */
const selectStates = statement((db, { siteId, shipmentNumbers, today }: Given<OfShipmentsOnDay>) =>
  db
    .selectFrom('shipment as s')
    .select((eb) => [
      's.shipment_number as shipmentNumber',
      's.waiting',
      eb
        .or([
          eb.and([eb('s.next_try_day', 'is not', null), eb('s.next_try_day', '<=', today)]),
          eb.exists(
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
          ),
        ])
        .as('isUndecided'),
    ])
    .where('s.site_id', '=', siteId)
    .where('s.shipment_number', '=', any(shipmentNumbers))
    .where('s.shipment_status', '=', any(['BACKORDER', 'CUSTOMER_CARE'] as const)),
);

/** Who is undecided, and what is kept of those that wait. */
function dueReader({
  db,
  siteId,
}: SiteContext): Omit<
  QueueReader,
  keyof ReturnType<typeof wantReader> | 'undecidedReleases' | 'promisesBefore'
> {
  return {
    async due(day, limit) {
      const [news] = await selectNews(db, { siteId, ...day });
      const shipments = await selectDue(db, { siteId, ...day, limit });
      return {
        hasTriggers: Boolean(news?.hasTriggers),
        isNewDay: Boolean(news?.isNewDay || news?.isNewDayOfPromises),
        shipments,
      };
    },
    duePromises: (day, after, limit) =>
      selectDuePromises(db, { siteId, ...day, limit, ...(after === null ? FIRST : placeOf(after)) }),
    async queueState(shipmentNumber) {
      const [row] = await selectState(db, { siteId, shipmentNumber });
      return row ?? { mark: null, waiting: null };
    },
    queuedShipments: (shipmentNumbers) => selectQueued(db, { siteId, shipmentNumbers }),
    async waitingStates(shipmentNumbers, today) {
      const rows = await selectStates(db, { siteId, shipmentNumbers, today });
      return new Map(
        rows.map(({ shipmentNumber, waiting, isUndecided }) => [
          shipmentNumber,
          { waiting, isUndecided: Boolean(isUndecided) },
        ]),
      );
    },
  };
}

/** Who is undecided, and what those before a place want. */
export const queueReader = (context: SiteContext): QueueReader => ({
  ...dueReader(context),
  ...wantReader(context),
  ...wantedReleases(context),
  ...promiseReader(context),
});
