import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { SiteId } from '../../domain/ids.ts';
import type { QueueDay } from '../../release/ports/queue.ts';
import { literal } from '../given-rows.ts';
import type { Given } from '../statement.ts';
import type { Tables } from '../tables.ts';

/** What statements about lines that wait are given of the day. */
export interface OfDay extends QueueDay {
  readonly siteId: SiteId;
}

/** Lines in the words of one that looks only at `backlog_line`. */
const line = expressionBuilder<Tables, 'backlog_line'>();

/**
 * Whether the shipment of a `backlog_line` wants anything today: one that is not to be released before a later day
 * wants nothing yet, and a FUTURE one only while it may be improved.
 */
export function mayGo({ today, improvableAfter }: Given<OfDay>): Expression<SqlBool> {
  const after = sql<CalendarDate>`${improvableAfter}::text`;
  return line.and([
    line.or([line('release_not_before', 'is', null), line('release_not_before', '<=', today)]),
    line.or([
      line('promised_for', 'is', null),
      line.and([
        sql<SqlBool>`${after} is not null`,
        line.or([line('promised_for', '<', today), line('promised_for', '>', after)]),
      ]),
    ]),
  ]);
}

/**
 * Whether something is free, of any product of a FUTURE shipment, that comes early enough before its promise, where it is
 * picked up or could be sent from; or a product of it needs no stock, so that it may have nothing to wait for.
 */
const isEarlierThere = ({ siteId, improveMinDays }: Given<OfDay>): Expression<SqlBool> =>
  line.exists(
    line
      .selectFrom('backlog_line as l')
      .select('l.line_id')
      .where('l.site_id', '=', siteId)
      .whereRef('l.shipment_number', '=', 'backlog_line.shipment_number')
      .where((eb) =>
        eb.or([
          eb.exists(
            eb
              .selectFrom('stock as s')
              .select('s.location_code')
              .where('s.site_id', '=', siteId)
              .whereRef('s.product_code', '=', 'l.product_code')
              .where((of) =>
                of.or([
                  of('l.pickup_location_code', 'is', null),
                  of('l.pickup_location_code', '=', of.ref('s.location_code')),
                ]),
              )
              .where('s.available', '>', 0),
          ),
          eb.exists(
            eb
              .selectFrom('future_lot as f')
              .select('f.location_code')
              .where('f.site_id', '=', siteId)
              .whereRef('f.product_code', '=', 'l.product_code')
              .where((of) =>
                of.or([
                  of('l.pickup_location_code', 'is', null),
                  of('l.pickup_location_code', '=', of.ref('f.location_code')),
                ]),
              )
              .where('f.status', '=', literal('EXPECTED'))
              .where('f.available', '>', 0)
              .where(
                'f.delivery_date',
                '<=',
                sql<CalendarDate>`${eb.ref('l.promised_for')}::date - ${improveMinDays}::integer`,
              ),
          ),
          eb.exists(
            eb
              .selectFrom('product as p')
              .select('p.product_code')
              .where('p.site_id', '=', siteId)
              .whereRef('p.product_code', '=', 'l.product_code')
              .where((of) => sql<SqlBool>`not (${of.ref('p.record', '->>').key('manageStock')})::boolean`),
          ),
        ]),
      ),
  );

/** Whether a line is to be marked: of a FUTURE shipment only one that something is there for. */
export const isWorthATry = (given: Given<OfDay>): Expression<SqlBool> =>
  line.and([mayGo(given), line.or([line('promised_for', 'is', null), isEarlierThere(given)])]);
