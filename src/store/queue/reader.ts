import { type SqlBool, sql } from 'kysely';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { QueueReader, Want } from '../../release/ports/queue.ts';
import { any, literal } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { type Before, type Day, isBefore, mayGo, placeOf } from './place.ts';
import { selectAnyUndecided, selectTriggered, sumUndecided } from './undecided.ts';

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
      const [found] = await selectTriggered(db, { siteId, today });
      const shipments = await selectDue(db, { siteId, today, limit });
      return { hasTriggers: Boolean(found?.hasTriggers), isNewDay: Boolean(found?.isNewDay), shipments };
    },
    async queueState(shipmentNumber) {
      const [row] = await selectState(db, { siteId, shipmentNumber });
      return row ?? { mark: null, waiting: null };
    },
    queuedShipments: (shipmentNumbers) => selectQueued(db, { siteId, shipmentNumbers }),
    async undecidedWants({ productCodes, before, today }) {
      const [found] = await selectAnyUndecided(db, { siteId, codes: productCodes, today });
      if (!found?.isMarked && !found?.isTriggered && !found?.isNewDay) return new Map();
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
