import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCreator,
  type RawBuilder,
  sql,
} from 'kysely';
import { asJson, type GivenRows } from './given-rows.ts';
import type { Tables } from './tables.ts';

/** Builds and compiles statements; it has no connection and runs none. */
const UNCONNECTED = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** Reads one parameter from the values of a run. */
type ReadParameter = (values: Readonly<Record<string, unknown>>) => unknown;

/** Stands among the parameters for what each run gives anew. */
class Place {
  constructor(readonly read: ReadParameter) {}
}

const place = (read: ReadParameter): RawBuilder<never> => sql.val(new Place(read)) as RawBuilder<never>;

/** Values of a run, as the statement names them while it is built; an array of rows has its columns. */
export type Given<Values> = {
  readonly [Name in keyof Values]: Values[Name] extends readonly (string | number)[]
    ? RawBuilder<Values[Name]>
    : Values[Name] extends readonly (infer Row extends object)[]
      ? GivenRows<Row>
      : RawBuilder<Values[Name]>;
};

type AnyRow = Readonly<Record<string, unknown>>;

/** Whatever value `name` is: a parameter, or rows of parameters. */
const placeOf = (name: string): RawBuilder<never> & GivenRows<never> =>
  Object.assign(
    place((values) => values[name]),
    {
      column: (field: string) => place((values) => (values[name] as AnyRow[]).map((row) => row[field])),
      asJson: () => place((values) => asJson(values[name])),
    },
  );

/**
 * A statement that is built and compiled at its first run, and runs with other values each time. It must have one
 * shape: what depends on the values is a condition in SQL, not in `build`.
 *
 * Building costs 5 to 60 µs a statement, and a release takes a dozen of them. What runs seldom, or has many
 * shapes, is built where it runs.
 *
 * @returns runs it on a connection or in a transaction, and answers its rows
 */
export function statement<Values extends object, Row>(
  build: (db: QueryCreator<Tables>, given: Given<Values>) => Compilable<Row>,
): (db: Kysely<Tables>, values: Values) => Promise<Row[]> {
  let compiled: CompiledQuery<Row> | null = null;
  const given = new Proxy({}, { get: (_, name) => placeOf(String(name)) }) as Given<Values>;
  return async (db, values) => {
    compiled ??= build(UNCONNECTED, given).compile();
    const parameters = compiled.parameters.map((parameter) =>
      parameter instanceof Place ? parameter.read(values as AnyRow) : parameter,
    );
    return (await db.executeQuery<Row>({ ...compiled, parameters })).rows;
  };
}
