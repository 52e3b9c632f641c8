import { type PGlite, parse, protocol, type Results } from '@electric-sql/pglite';
import { StatementNames } from '../connection/prepared.ts';

const { serialize } = protocol;

const arrayText = (values: readonly unknown[]): string =>
  `{${values.map((value) => (value === null ? 'null' : `"${String(value).replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;

/** The text that Postgres reads a parameter from; its type is the statement's business. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? arrayText(value) : String(value);
}

/**
 * The one session of the embedded database, with statements kept prepared and each run in one call: `query` of
 * PGlite parses and plans anew each time, in six calls. Whoever calls it has the session to himself.
 */
export class EmbeddedSession {
  readonly #names = new StatementNames();
  readonly #prepared = new Set<string>();

  constructor(readonly pglite: PGlite) {}

  async #send(...messages: readonly Uint8Array[]) {
    return this.pglite.execProtocolStream(Buffer.concat(messages), { syncToFs: false });
  }

  /** Prepares the text where it is not yet. @returns the name of the statement */
  async #prepare(text: string): Promise<string> {
    const name = this.#names.nameOf(text) ?? '';
    if (!this.#prepared.has(name)) {
      await this.#send(serialize.parse({ name, text }), serialize.sync());
      if (name !== '') this.#prepared.add(name);
    }
    return name;
  }

  /** Runs one statement. @throws DatabaseError of PGlite */
  async run<Row>(text: string, values: readonly unknown[]): Promise<Results<Row>> {
    if (this.pglite.closed) throw new Error('PGlite is closed');
    const statement = await this.#prepare(text);
    const messages = await this.#send(
      serialize.bind({ statement, values: values.map(asText) }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
      serialize.sync(),
    );
    return parse.parseResults(messages, this.pglite.parsers)[0] as Results<Row>;
  }
}
