import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { EmbeddedSession } from './session.ts';

/**
 * First come, first served: the embedded database has one session, and a transaction needs it whole. Its
 * statements run in this thread and end without ever waiting, so each turn lets timers and sockets have theirs.
 */
export class Turnstile {
  #last: Promise<void> = Promise.resolve();

  /** Resolves with the function that lets the next one in. */
  async enter(): Promise<() => void> {
    const before = this.#last;
    let leave = () => {};
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    await new Promise((resolve) => setImmediate(resolve));
    return leave;
  }
}

class EmbeddedConnection implements DatabaseConnection {
  constructor(
    readonly session: EmbeddedSession,
    readonly leave: () => void,
  ) {}

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const result = await this.session.run<Row>(query.sql, query.parameters);
    return { rows: result.rows, numAffectedRows: BigInt(result.affectedRows ?? 0) };
  }

  // biome-ignore lint/correctness/useYield: the embedded session has no cursors, and none is asked for
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('the embedded database does not stream');
  }
}

/**
 * Kysely on PGlite: Postgres's compiler, one session, transactions one after another.
 *
 * @param enter waits for the session, and answers what gives it to the next
 */
export function embeddedDialect(session: EmbeddedSession, enter: () => Promise<() => void>): Dialect {
  const run = (statement: string) => async (connection: DatabaseConnection) => {
    await connection.executeQuery(CompiledQuery.raw(statement));
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => new EmbeddedConnection(session, await enter()),
    beginTransaction: (connection, { isolationLevel }) =>
      run(isolationLevel ? `begin isolation level ${isolationLevel}` : 'begin')(connection),
    commitTransaction: run('commit'),
    rollbackTransaction: run('rollback'),
    releaseConnection: async (connection) => (connection as EmbeddedConnection).leave(),
    destroy: async () => {},
  };
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}
