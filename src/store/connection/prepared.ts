/**
 * Statements that are kept prepared on a connection. Ours are few texts with parameters, so their plans are kept
 * too; what a caller puts together anew each time must not fill the server's memory.
 */
const MOST_PREPARED = 300;

/** Names of statements by their text; the same text has the same name on every connection. */
export class StatementNames {
  readonly #names = new Map<string, string>();

  /** The name to prepare the text under; null: not to be kept prepared. */
  nameOf(text: string): string | null {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= MOST_PREPARED) return null;
    const name = `br${this.#names.size + 1}`;
    this.#names.set(text, name);
    return name;
  }
}
