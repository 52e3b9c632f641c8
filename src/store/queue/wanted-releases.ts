import { sql } from 'kysely';
import type { LocationCode, ShipmentNumber } from '../../domain/ids.ts';
import type { QueueReader } from '../../release/ports/queue.ts';
import { anySelected, literal, unnested } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { type InHandRow, inHandRows, isMarkedSince, isNotInHand } from './in-hand.ts';
import { mayGo, type OfDay } from './may-go.ts';
import { isBefore, ofChangedProducts, ofNewDay, type Place, placeOf, triggersOf } from './wants.ts';

interface Asked extends OfDay, Place {
  readonly places: readonly { readonly location_code: LocationCode }[];
  readonly inHand: readonly InHandRow[];
}

/**
 * Undecided shipments before a place, counted at each location that has something free which one of their lines could
 * take: a release of all of it could go from there. Undecided is who is marked, of whom a trigger speaks that is not marked
 * out yet, and whose day has come; by whatever product, since a release counts as one whatever is in it. Those in hand
 * count only by what has changed since that began: what they were marked for before is being decided.
 */
const countUndecided = statement((db, given: Given<Asked>) => {
  const numbers = ofChangedProducts(db, given).union(
    triggersOf(db, given, ['shipment']).select((eb) =>
      eb.cast<ShipmentNumber>('subject', 'bigint').as('shipment_number'),
    ),
  );
  const ofToday = ofNewDay(db, given, 'BACKORDER').union(ofNewDay(db, given, 'FUTURE'));
  const lines = () =>
    db
      .selectFrom('backlog_line')
      .select([
        'product_code',
        'shipment_number',
        'line_id',
        'pickup_location_code',
        'excluded_location_codes',
      ])
      .where('site_id', '=', given.siteId)
      .where((eb) => isBefore(eb, given))
      .where(mayGo(given));
  // A location or the site may mean anybody; to count all of them for a moment is less than to find out.
  const undecided = lines()
    .where((eb) => isMarkedSince(eb, given.inHand))
    .union(
      lines()
        .where('shipment_number', '=', anySelected(ofToday))
        .where((eb) => isNotInHand(eb, given.inHand)),
    )
    .union(lines().where((eb) => eb.exists(triggersOf(db, given, ['location', 'site']).select('kind'))))
    .union(lines().where('shipment_number', '=', anySelected(numbers)));
  return db
    .selectFrom(unnested('given', given.places, { location_code: 'text' }))
    .innerJoin(undecided.as('u'), (join) => join.onTrue())
    .select((eb) => [
      'given.location_code',
      eb.cast<number>(eb.fn.count('u.shipment_number').distinct(), 'integer').as('releases'),
    ])
    .where((eb) =>
      eb.or([
        eb('u.pickup_location_code', 'is', null),
        eb('u.pickup_location_code', '=', eb.ref('given.location_code')),
      ]),
    )
    .where((eb) =>
      eb.not(
        sql<boolean>`jsonb_exists(${eb.ref('u.excluded_location_codes')}, ${eb.ref('given.location_code')})`,
      ),
    )
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('stock as s')
            .select('s.location_code')
            .where('s.site_id', '=', given.siteId)
            .whereRef('s.product_code', '=', 'u.product_code')
            .whereRef('s.location_code', '=', 'given.location_code')
            .where('s.available', '>', 0),
        ),
        eb.exists(
          eb
            .selectFrom('future_lot as f')
            .select('f.location_code')
            .where('f.site_id', '=', given.siteId)
            .whereRef('f.product_code', '=', 'u.product_code')
            .whereRef('f.location_code', '=', 'given.location_code')
            .where('f.status', '=', literal('EXPECTED'))
            .where('f.available', '>', 0),
        ),
      ]),
    )
    .groupBy('given.location_code')
    .orderBy('given.location_code');
});

/** How many releases those before a place may want of locations that have a limit. */
export function wantedReleases({ db, siteId }: SiteContext): Pick<QueueReader, 'undecidedReleases'> {
  return {
    async undecidedReleases({ locationCodes, before, day, inHand = [] }) {
      if (locationCodes.length === 0) return new Map();
      const places = locationCodes.map((location_code) => ({ location_code }));
      const rows = await countUndecided(db, {
        siteId,
        places,
        inHand: inHandRows(inHand),
        ...day,
        ...placeOf(before),
      });
      return new Map(rows.map((row) => [row.location_code, row.releases]));
    },
  };
}
