import { type Expression, type QueryCreator, sql } from 'kysely';
import type { ShipmentItem, ShipmentRecord, ShipmentStatus } from '../../domain/site/shipment.ts';
import { any, literal } from '../given-rows.ts';
import type { Tables } from '../tables.ts';
import type { Check } from './check.ts';

type Db = QueryCreator<Tables>;

/** A field of a line as text, so that a misspelt one does not compile. */
const field = <Name extends keyof ShipmentItem & string>(item: Expression<unknown>, name: Name) =>
  sql<string>`${item} ->> ${sql.lit(name)}`;

/** The lines of every shipment, one a row. */
const lines = (db: Db) =>
  db.selectFrom('shipment as s').crossJoinLateral((eb) => {
    const items: keyof ShipmentRecord = 'items';
    const elements = sql<{ item: unknown }>`jsonb_array_elements(${eb.ref('s.record')} -> ${sql.lit(items)})`;
    return elements.as<'i'>(sql`i(item)`);
  });

/** Units that each line has to have allocated: all of it while it is READY or FUTURE and its stock is managed. */
const unitsOfLines = (db: Db) =>
  lines(db).select((eb) => {
    const item = eb.ref('i.item');
    const units = sql<number>`(${field(item, 'quantity')})::bigint`;
    const isAllocated = eb.and([
      eb('s.shipment_status', '=', any(['READY', 'FUTURE'] as const)),
      sql<boolean>`(${field(item, 'manageStock')})::boolean`,
    ]);
    return [
      's.site_id',
      's.shipment_number',
      sql<number>`(${field(item, 'lineId')})::bigint`.as('line_id'),
      eb.case().when(isAllocated).then(units).else(eb.lit(0)).end().as('units'),
    ];
  });

const linesAgainstAllocations: Check = {
  check: 'units of a line against what its status has allocated',
  differences: (db) =>
    db
      .selectFrom(unitsOfLines(db).as('l'))
      .fullJoin(
        (eb) =>
          eb
            .selectFrom('allocation')
            .select(['site_id', 'shipment_number', 'line_id'])
            .select((inner) => inner.cast<number>(inner.fn.sum('quantity'), 'bigint').as('units'))
            .groupBy(['site_id', 'shipment_number', 'line_id'])
            .as('a'),
        (join) =>
          join
            .onRef('a.site_id', '=', 'l.site_id')
            .onRef('a.shipment_number', '=', 'l.shipment_number')
            .onRef('a.line_id', '=', 'l.line_id'),
      )
      .select((eb) => [
        eb.fn.coalesce('l.site_id', 'a.site_id').$notNull().as('siteId'),
        sql<string>`'line ' || ${eb.fn.coalesce('l.line_id', 'a.line_id')} || ' of shipment ' ||
          ${eb.fn.coalesce('l.shipment_number', 'a.shipment_number')}`.as('subject'),
        'l.units as kept',
        'a.units as rebuilt',
      ])
      .where((eb) => eb(eb.fn.coalesce('l.units', eb.lit(0)), '<>', eb.fn.coalesce('a.units', eb.lit(0)))),
};

/** The day that a FUTURE shipment is promised for; null of one in BACKORDER. */
const promisedFor = (record: Expression<unknown>, status: Expression<ShipmentStatus>) => {
  const futureDate: keyof ShipmentRecord = 'futureDate';
  return sql<string | null>`case when ${status} = 'FUTURE' then ${record} ->> ${sql.lit(futureDate)} end`;
};

/** The lines of shipments that wait, also FUTURE ones, with what they want and where they stand. */
const waitingLines = (db: Db) =>
  lines(db)
    .select(['s.site_id', 's.shipment_number', 's.queue_rank', 's.submitted_at'])
    .select((eb) => {
      const item = eb.ref('i.item');
      return [
        field(item, 'productCode').as('product_code'),
        sql<number>`(${field(item, 'lineId')})::bigint`.as('line_id'),
        sql<number>`(${field(item, 'quantity')})::bigint`.as('quantity'),
        promisedFor(eb.ref('s.record'), eb.ref('s.shipment_status')).as('promised_for'),
      ];
    })
    .where((eb) =>
      eb.or([
        eb.and([eb('s.shipment_status', '=', literal('BACKORDER')), eb.not('s.on_hold')]),
        eb.and([
          eb('s.shipment_status', '=', literal('FUTURE')),
          eb(promisedFor(eb.ref('s.record'), eb.ref('s.shipment_status')), 'is not', null),
        ]),
      ]),
    );

/** A line that says otherwise in the backlog than in its shipment differs twice: as one too many and one missing. */
const backlogAgainstShipments: Check = {
  check: 'the backlog of a product against the shipments that want it',
  differences: (db) =>
    db
      .selectFrom('backlog_line as b')
      .fullJoin(waitingLines(db).as('w'), (join) =>
        join
          .onRef('w.site_id', '=', 'b.site_id')
          .onRef('w.shipment_number', '=', 'b.shipment_number')
          .on((eb) => eb('w.product_code', '=', eb.ref('b.product_code').$castTo<string>()))
          .on((eb) => eb('w.line_id', '=', eb.ref('b.line_id').$castTo<number>()))
          .onRef('w.quantity', '=', 'b.quantity')
          .onRef('w.queue_rank', '=', 'b.queue_rank')
          .onRef('w.submitted_at', '=', 'b.submitted_at')
          // By values that may be hashed, as a full join needs.
          .on((eb) =>
            eb(
              eb.fn.coalesce('w.promised_for', eb.val('')),
              '=',
              eb.fn.coalesce(eb.ref('b.promised_for').$castTo<string | null>(), eb.val('')),
            ),
          ),
      )
      .select((eb) => [
        eb.fn.coalesce('b.site_id', 'w.site_id').$notNull().as('siteId'),
        sql<string>`${eb.fn.coalesce('b.product_code', 'w.product_code')} || ' for shipment ' ||
          ${eb.fn.coalesce('b.shipment_number', 'w.shipment_number')}`.as('subject'),
        eb
          .case()
          .when('b.site_id', 'is', null)
          .then(literal('not in the backlog'))
          .else(literal('in the backlog'))
          .end()
          .as('kept'),
        eb
          .case()
          .when('w.site_id', 'is', null)
          .then(literal('not wanted'))
          .else(literal('wanted'))
          .end()
          .as('rebuilt'),
      ])
      .where((eb) => eb.or([eb('b.site_id', 'is', null), eb('w.site_id', 'is', null)])),
};

/** Allocations and the backlog are what the shipments say. */
export const SHIPMENT_CHECKS: readonly Check[] = [linesAgainstAllocations, backlogAgainstShipments];
