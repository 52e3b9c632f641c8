import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** From this many rows on they are matched by hashing. */
const MANY_ROWS = 500;

/**
 * Looks each row up by itself, by an index: the planner cannot pull a subquery with an offset up into a join. Without
 * it the planner may hash instead, which reads the table once at most. For many rows that is the safe way: a plan
 * that was made while the table was small would read all of it for each row.
 */
export const lookedUpEach = <DB, Name extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Name, Row>,
): SelectQueryBuilder<DB, Name, Row> => query.offset(sql.lit(0));

type Run<Values, Row> = (db: Kysely<Tables>, values: Values) => Promise<Row[]>;

/** A statement in two forms, for few rows and for many; each is built at its first run. */
export function byNumber<Values extends { readonly rows: readonly unknown[] }, Row>(
  formFor: (areMany: boolean) => Run<Values, Row>,
): Run<Values, Row> {
  const [few, many] = [formFor(false), formFor(true)];
  return (db, values) => (values.rows.length < MANY_ROWS ? few : many)(db, values);
}
