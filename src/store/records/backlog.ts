import { type AliasableExpression, sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import type { QueuePosition, ShipmentReader } from '../../release/ports/shipments.ts';
import { any, literal } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';

/** A shipment's place, as the index of the queue has it. */
interface Place {
  readonly queue_rank: number;
  readonly submitted_at: string;
  readonly shipment_number: ShipmentNumber;
  readonly release_not_before: CalendarDate | null;
}

/** Shipments that wait: the conditions are those of the queue's own index, so it is what is read. */
const wholeQueue = ({ db, siteId }: SiteContext): AliasableExpression<Place> =>
  db
    .selectFrom('shipment')
    .select(['queue_rank', 'submitted_at', 'shipment_number', 'release_not_before'])
    .where('site_id', '=', siteId)
    .where('shipment_status', '=', literal('BACKORDER'))
    .where((eb) => eb.not('on_hold'));

/**
 * Shipments that wait and have a line that wants one of the products, each looked up by its number. The `offset 0`
 * keeps the planner from turning that into a walk through the whole queue.
 */
const wantingOneOf = (
  { db, siteId }: SiteContext,
  productCodes: readonly ProductCode[],
): AliasableExpression<Place> =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom('backlog_line')
        .select('shipment_number')
        .distinct()
        .where('site_id', '=', siteId)
        .where('product_code', '=', any(productCodes))
        .as('wanting'),
    )
    .crossJoinLateral((eb) =>
      eb
        .selectFrom('shipment')
        .select([
          'queue_rank',
          'submitted_at',
          'shipment_number',
          'release_not_before',
          'shipment_status',
          'on_hold',
        ])
        .where('site_id', '=', siteId)
        .whereRef('shipment_number', '=', 'wanting.shipment_number')
        .offset(sql.lit(0))
        .as('found'),
    )
    .select(['found.queue_rank', 'found.submitted_at', 'found.shipment_number', 'found.release_not_before'])
    .where('found.shipment_status', '=', literal('BACKORDER'))
    .where((eb) => eb.not('found.on_hold'));

/** A page of the queue; neither way looks at shipments that do not wait. */
export function readBacklog(
  context: SiteContext,
  { today, productCodes, shipmentNumbers, after, limit }: Parameters<ShipmentReader['backlog']>[0],
): Promise<QueuePosition[]> {
  const places = productCodes === null ? wholeQueue(context) : wantingOneOf(context, productCodes);
  let page = context.db
    .selectFrom(places.as('s'))
    .where((eb) => eb.or([eb('s.release_not_before', 'is', null), eb('s.release_not_before', '<=', today)]));
  if (shipmentNumbers !== null) page = page.where('s.shipment_number', '=', any(shipmentNumbers));
  if (after !== null) {
    page = page.where((eb) =>
      eb(
        eb.refTuple('s.queue_rank', 's.submitted_at', 's.shipment_number'),
        '>',
        eb.tuple(-after.priority, after.submittedAt, after.shipmentNumber),
      ),
    );
  }
  return page
    .select((eb) => [
      eb.neg('s.queue_rank').as('priority'),
      's.submitted_at as submittedAt',
      's.shipment_number as shipmentNumber',
    ])
    .orderBy('s.queue_rank')
    .orderBy('s.submitted_at')
    .orderBy('s.shipment_number')
    .limit(limit)
    .execute();
}
