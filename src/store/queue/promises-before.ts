import type { ProductCode } from '../../domain/ids.ts';
import type { QueueReader } from '../../release/ports/queue.ts';
import { any } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { isWorthATry, type OfDay } from './may-go.ts';
import { isBefore, type Place, placeOf } from './wants.ts';

interface Asked extends OfDay, Place {
  readonly codes: readonly ProductCode[];
  readonly limit: number;
}

const selectPromises = statement((db, given: Given<Asked>) =>
  db
    .selectFrom('backlog_line')
    .distinctOn(['queue_rank', 'submitted_at', 'shipment_number'])
    .select((eb) => [
      eb.neg('queue_rank').as('priority'),
      'submitted_at as submittedAt',
      'shipment_number as shipmentNumber',
    ])
    .where('site_id', '=', given.siteId)
    .where('product_code', '=', any(given.codes))
    .where('promised_for', 'is not', null)
    .where((eb) => isBefore(eb, given))
    .where(isWorthATry(given))
    .orderBy('queue_rank')
    .orderBy('submitted_at')
    .orderBy('shipment_number')
    .limit(given.limit),
);

/** FUTURE shipments before a place for which something may be earlier. */
export const promiseReader = ({ db, siteId }: SiteContext): Pick<QueueReader, 'promisesBefore'> => ({
  promisesBefore: ({ productCodes, before, day, limit }) =>
    selectPromises(db, { siteId, codes: productCodes, limit, ...day, ...placeOf(before) }),
});
