import type { Kysely } from 'kysely';
import type { ProductCode, SiteId } from '../domain/ids.ts';
import type { Tables } from './tables.ts';

/** What the statements of one reader or transaction share. */
export interface SiteContext {
  /** A connection, or the transaction. */
  readonly db: Kysely<Tables>;
  readonly siteId: SiteId;
  /** The clock's instant, ISO 8601. */
  readonly now: () => string;
}

/** What a transaction keeps of itself besides. */
export interface TransactionContext extends SiteContext {
  /** Products that `lockStock` has locked. */
  readonly lockedProducts: Set<ProductCode>;
  /** Called when a conditional write was refused: the transaction must not be committed. */
  readonly refuse: (what: string) => void;
}

/**
 * The order of locks is what keeps transactions from waiting for each other in a circle.
 *
 * @throws Error when stock of a product is changed that `lockStock` has not locked
 */
export function assertLocked(context: TransactionContext, productCodes: Iterable<ProductCode>): void {
  for (const code of productCodes) {
    if (!context.lockedProducts.has(code)) throw new Error(`stock of ${code} changed without lockStock`);
  }
}
