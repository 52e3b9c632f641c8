/** A record of a CSV file, and the line that it begins on, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads CSV as RFC 4180 writes it, piece by piece as it comes: cells in quotes may hold commas, line ends and doubled
 * quotes. A record ends with a line feed, with or without a carriage return before it. Empty lines are passed over.
 */
export class CsvReader {
  #cells: string[] = [];
  #cell = '';
  #isQuoted = false;
  /** The last character was a quote inside a quoted cell: it ends it, or the next one doubles it. */
  #mayEnd = false;
  #line = 1;
  #begins = 1;

  /** The records that end within a piece of text. */
  *push(text: string): Generator<CsvRecord> {
    for (const character of text) {
      if (this.#isQuoted) {
        this.#inQuotes(character);
        if (this.#isQuoted) continue;
      }
      if (character === '"' && this.#cell === '' && !this.#mayEnd) this.#isQuoted = true;
      else if (character === ',') this.#endCell();
      else if (character === '\n') yield* this.#endRecord();
      else if (!this.#mayEnd) this.#cell += character;
    }
  }

  /** The record that the last line end does not end. */
  *end(): Generator<CsvRecord> {
    yield* this.#endRecord();
  }

  /** Within quotes; leaves them at the character after the quote that ends them. */
  #inQuotes(character: string): void {
    if (this.#mayEnd) {
      if (character === '"') this.#cell += '"';
      else this.#isQuoted = false;
      this.#mayEnd = character !== '"';
      return;
    }
    if (character === '"') this.#mayEnd = true;
    else {
      if (character === '\n') this.#line += 1;
      this.#cell += character;
    }
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = '';
    this.#isQuoted = false;
    this.#mayEnd = false;
  }

  *#endRecord(): Generator<CsvRecord> {
    if (this.#cell.endsWith('\r') && !this.#mayEnd) this.#cell = this.#cell.slice(0, -1);
    this.#endCell();
    const [cells, line] = [this.#cells, this.#begins];
    this.#cells = [];
    this.#line += 1;
    this.#begins = this.#line;
    if (cells.length > 1 || cells[0] !== '') yield { line, cells };
  }
}
