import { type Expression, type QueryCreator, sql } from 'kysely';
import { literal } from '../given-rows.ts';
import { CURRENT_STOCK } from '../stock/ledger.ts';
import type { Tables } from '../tables.ts';
import type { Check } from './check.ts';

type Db = QueryCreator<Tables>;

const SOURCE = ['site_id', 'location_code', 'product_code', 'future_inventory_id'] as const;

/** The ledger added up for each source, under the names of the counters that it explains. */
const ledgerSums = (db: Db) =>
  db
    .selectFrom('ledger')
    .select(SOURCE)
    .select((eb) => [
      eb.cast<number>(eb.fn.sum('quantity_delta'), 'bigint').as('on_hand'),
      eb.cast<number>(eb.fn.sum('quantity_delta'), 'bigint').as('quantity'),
      eb.cast<number>(eb.fn.sum('allocated_delta'), 'bigint').as('allocated'),
      eb.cast<number>(eb.fn.sum('pending_delta'), 'bigint').as('pending'),
      eb.cast<number>(eb.fn.sum('safety_stock_delta'), 'bigint').as('safety_stock'),
    ])
    .groupBy(SOURCE);

/** The units of each source that allocations hold. */
const allocationSums = (db: Db) =>
  db
    .selectFrom('allocation')
    .select(SOURCE)
    .select((eb) => eb.cast<number>(eb.fn.sum('quantity'), 'bigint').as('allocated'))
    .groupBy(SOURCE);

const atLocation = (product: Expression<unknown>, location: Expression<unknown>) =>
  sql<string>`${product} || ' at ' || ${location}`.as('subject');

const ofLot = (id: Expression<unknown>, product: Expression<unknown>, location: Expression<unknown>) =>
  sql<string>`${id} || ': ' || ${product} || ' at ' || ${location}`.as('subject');

const stockAgainstLedger = (counter: 'on_hand' | 'allocated' | 'pending' | 'safety_stock'): Check => ({
  check: `stock.${counter} against the ledger`,
  differences: (db) =>
    db
      .selectFrom('stock as s')
      .fullJoin(ledgerSums(db).where('future_inventory_id', '=', literal(CURRENT_STOCK)).as('l'), (join) =>
        join
          .onRef('l.site_id', '=', 's.site_id')
          .onRef('l.location_code', '=', 's.location_code')
          .onRef('l.product_code', '=', 's.product_code'),
      )
      .select((eb) => [
        eb.fn.coalesce('s.site_id', 'l.site_id').$notNull().as('siteId'),
        atLocation(
          eb.fn.coalesce('s.product_code', 'l.product_code'),
          eb.fn.coalesce('s.location_code', 'l.location_code'),
        ),
        eb.ref(`s.${counter}`).as('kept'),
        eb.ref(`l.${counter}`).as('rebuilt'),
      ])
      .where((eb) =>
        eb(eb.fn.coalesce(`s.${counter}`, eb.lit(0)), '<>', eb.fn.coalesce(`l.${counter}`, eb.lit(0))),
      ),
});

const lotAgainstLedger = (counter: 'quantity' | 'allocated'): Check => ({
  check: `future_lot.${counter} against the ledger`,
  differences: (db) =>
    db
      .selectFrom('future_lot as f')
      .fullJoin(ledgerSums(db).where('future_inventory_id', '<>', literal(CURRENT_STOCK)).as('l'), (join) =>
        join
          .onRef('l.site_id', '=', 'f.site_id')
          .onRef('l.future_inventory_id', '=', 'f.future_inventory_id')
          .onRef('l.location_code', '=', 'f.location_code')
          .onRef('l.product_code', '=', 'f.product_code'),
      )
      .select((eb) => [
        eb.fn.coalesce('f.site_id', 'l.site_id').$notNull().as('siteId'),
        ofLot(
          eb.fn.coalesce('f.future_inventory_id', 'l.future_inventory_id'),
          eb.fn.coalesce('f.product_code', 'l.product_code'),
          eb.fn.coalesce('f.location_code', 'l.location_code'),
        ),
        eb.ref(`f.${counter}`).as('kept'),
        eb.ref(`l.${counter}`).as('rebuilt'),
      ])
      .where((eb) =>
        eb(eb.fn.coalesce(`f.${counter}`, eb.lit(0)), '<>', eb.fn.coalesce(`l.${counter}`, eb.lit(0))),
      ),
});

const stockAgainstAllocations: Check = {
  check: 'stock.allocated against the allocations',
  differences: (db) =>
    db
      .selectFrom('stock as s')
      .fullJoin(
        allocationSums(db).where('future_inventory_id', '=', literal(CURRENT_STOCK)).as('a'),
        (join) =>
          join
            .onRef('a.site_id', '=', 's.site_id')
            .onRef('a.location_code', '=', 's.location_code')
            .onRef('a.product_code', '=', 's.product_code'),
      )
      .select((eb) => [
        eb.fn.coalesce('s.site_id', 'a.site_id').$notNull().as('siteId'),
        atLocation(
          eb.fn.coalesce('s.product_code', 'a.product_code'),
          eb.fn.coalesce('s.location_code', 'a.location_code'),
        ),
        's.allocated as kept',
        'a.allocated as rebuilt',
      ])
      .where((eb) =>
        eb(eb.fn.coalesce('s.allocated', eb.lit(0)), '<>', eb.fn.coalesce('a.allocated', eb.lit(0))),
      ),
};

const lotAgainstAllocations: Check = {
  check: 'future_lot.allocated against the allocations',
  differences: (db) =>
    db
      .selectFrom('future_lot as f')
      .fullJoin(
        allocationSums(db).where('future_inventory_id', '<>', literal(CURRENT_STOCK)).as('a'),
        (join) =>
          join
            .onRef('a.site_id', '=', 'f.site_id')
            .onRef('a.future_inventory_id', '=', 'f.future_inventory_id')
            .onRef('a.location_code', '=', 'f.location_code')
            .onRef('a.product_code', '=', 'f.product_code'),
      )
      .select((eb) => [
        eb.fn.coalesce('f.site_id', 'a.site_id').$notNull().as('siteId'),
        ofLot(
          eb.fn.coalesce('f.future_inventory_id', 'a.future_inventory_id'),
          eb.fn.coalesce('f.product_code', 'a.product_code'),
          eb.fn.coalesce('f.location_code', 'a.location_code'),
        ),
        'f.allocated as kept',
        'a.allocated as rebuilt',
      ])
      .where((eb) =>
        eb(eb.fn.coalesce('f.allocated', eb.lit(0)), '<>', eb.fn.coalesce('a.allocated', eb.lit(0))),
      ),
};

/** Counters are the sums of their ledger, and of what is allocated. */
export const COUNTER_CHECKS: readonly Check[] = [
  stockAgainstLedger('on_hand'),
  stockAgainstLedger('allocated'),
  stockAgainstLedger('pending'),
  stockAgainstLedger('safety_stock'),
  lotAgainstLedger('quantity'),
  lotAgainstLedger('allocated'),
  stockAgainstAllocations,
  lotAgainstAllocations,
];
