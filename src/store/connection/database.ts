import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

/** Runs one SQL text outside our transactions; what a queue in the same database needs. */
export type ExecuteSql = (
  text: string,
  values?: readonly unknown[],
) => Promise<{ rows: Record<string, unknown>[] }>;

/** An open database. Instants come out as ISO 8601 with milliseconds and Z, days as text, bigints as numbers. */
export interface Database {
  readonly db: Kysely<Tables>;
  readonly executeSql: ExecuteSql;
  close(): Promise<void>;
}

/** The types of Postgres whose values we read differently from the drivers' own way, by object id. */
export const READERS: Readonly<Record<number, (text: string) => unknown>> = {
  20: Number, // bigint: counts and numbers that stay far below 2^53
  1082: (text) => text, // date
  1184: (text) => new Date(text).toISOString(), // timestamptz
};
