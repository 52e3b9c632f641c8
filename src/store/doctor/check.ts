import type { Expression, QueryCreator } from 'kysely';
import type { SiteId } from '../../domain/ids.ts';
import type { Tables } from '../tables.ts';

/** Where what is kept and what it is rebuilt from differ. */
interface Difference {
  readonly siteId: SiteId;
  /** The source or shipment. */
  readonly subject: string;
  readonly kept: number | string | null;
  readonly rebuilt: number | string | null;
}

/** An invariant of the records, and the statement that answers where it does not hold. */
export interface Check {
  readonly check: string;
  readonly differences: (db: QueryCreator<Tables>) => Expression<Difference>;
}
