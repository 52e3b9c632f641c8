import { type AliasedRawBuilder, sql } from 'kysely';
import type { FutureInventoryId, SiteId } from '../../domain/ids.ts';
import type { StockCause } from '../../domain/site/stock.ts';
import type { TransactionContext } from '../site-context.ts';
import type { Given } from '../statement.ts';

/** Why and when stock changes. */
export interface Change {
  readonly siteId: SiteId;
  readonly at: string;
  readonly cause: StockCause['kind'];
  readonly reference: string;
}

/** The change that a transaction makes now. */
export const changeOf = ({ siteId, now }: TransactionContext, cause: StockCause): Change => ({
  siteId,
  at: now(),
  cause: cause.kind,
  reference: cause.reference,
});

/** The columns of a ledger entry that say when and why, without what for. */
export const causeOf = ({ siteId, at, cause }: Given<Omit<Change, 'reference'>>) =>
  [siteId.as('site_id'), sql<string>`${at}::timestamptz`.as('at'), cause.as('cause')] as const;

/** The columns of a ledger entry that all entries of one statement share; the sources and differences are its own. */
export const entryOf = (given: Given<Change>) =>
  [...causeOf(given), given.reference.as('reference')] as const;

/** In place of a lot's id: the units come from current stock. */
export const CURRENT_STOCK = '' as FutureInventoryId;

/** {@link CURRENT_STOCK} as a column. */
export const FROM_STOCK: AliasedRawBuilder<FutureInventoryId, 'future_inventory_id'> = sql
  .lit(CURRENT_STOCK)
  .as('future_inventory_id');
