import { type AliasedRawBuilder, type Expression, type RawBuilder, sql } from 'kysely';

/** Rows that a statement is given, as parameters. */
export interface GivenRows<Row> {
  /** The values of one field, an array in the order of the rows. */
  column<Name extends keyof Row & string>(name: Name): RawBuilder<readonly Row[Name][]>;
  /** All of them as one JSON text. */
  asJson(): RawBuilder<string>;
}

/** Rows for a statement that is built where it runs. */
export const givenRows = <Row extends object>(rows: readonly Row[]): GivenRows<Row> => ({
  column: (name) => sql.val(rows.map((row) => row[name])),
  asJson: () => sql.val(asJson(rows)),
});

/** A value as the JSON text that a jsonb column is written by. */
export const asJson = (value: unknown): string => JSON.stringify(value);

/** The type of Postgres that a field is read as. */
type FieldType = 'text' | 'bigint' | 'integer' | 'double precision' | 'date' | 'jsonb' | 'boolean';

/** A field that may be left out is null in the row. */
type Read<Row> = {
  [Name in keyof Row]-?: undefined extends Row[Name] ? NonNullable<Row[Name]> | null : Row[Name];
};

type Fields<Row> = { readonly [Name in keyof Row]-?: FieldType };

/**
 * `unnest(…) as alias(fields)`: rows to select from, handed over as an array a field. The fields have the same
 * names and types for the compiler.
 */
export function unnested<Alias extends string, Row extends object>(
  alias: Alias,
  rows: GivenRows<Row>,
  fields: Fields<Row>,
): AliasedRawBuilder<Read<Row>, Alias> {
  const named = Object.entries<FieldType>(fields) as [keyof Row & string, FieldType][];
  const arrays = named.map(([name, type]) => sql`${rows.column(name)}::${sql.raw(type)}[]`);
  const names = named.map(([name]) => sql.ref(name));
  return sql<Read<Row>>`unnest(${sql.join(arrays)})`.as<Alias>(sql`${sql.ref(alias)}(${sql.join(names)})`);
}

/**
 * `jsonb_to_recordset(…) as alias(fields)`: the same from one JSON text. The planner takes 100 rows for granted:
 * where they are few, {@link unnested} is better.
 */
export function recordset<Alias extends string, Row extends object>(
  alias: Alias,
  rows: GivenRows<Row>,
  fields: Fields<Row>,
): AliasedRawBuilder<Read<Row>, Alias> {
  const typed = Object.entries<FieldType>(fields).map(
    ([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`,
  );
  return sql<Read<Row>>`jsonb_to_recordset(${rows.asJson()}::jsonb)`.as<Alias>(
    sql`${sql.ref(alias)}(${sql.join(typed)})`,
  );
}

/**
 * `jsonb_array_elements(…) as alias(record, place)`: whole records to be kept, from one JSON text, with their places
 * from 1. For records this is quicker than an array of JSON texts.
 */
export const records = <Alias extends string, Row extends object>(
  alias: Alias,
  rows: GivenRows<Row>,
): AliasedRawBuilder<{ record: string; place: number }, Alias> =>
  sql<{
    record: string;
    place: number;
  }>`jsonb_array_elements(${rows.asJson()}::jsonb) with ordinality`.as<Alias>(
    sql`${sql.ref(alias)}(${sql.ref('record')}, ${sql.ref('place')})`,
  );

/** `column = any(values)`: one text of statement, however many they are. */
export const any = <Value>(values: RawBuilder<readonly Value[]> | readonly Value[]): RawBuilder<Value> =>
  sql`any(${values})`;

/** `column = any(array(select …))`: the values are read once, and then each is looked up by an index. */
export const anySelected = <Value>(values: Expression<Record<string, Value>>): RawBuilder<Value> =>
  sql`any(array(${values}))`;

/**
 * A value that stands in the statement's text and not among its parameters. An index `where status = 'EXPECTED'`
 * is used only by a statement that says so in its text.
 */
export const literal = <Value extends string>(value: Value): RawBuilder<Value> => sql.lit(value);
