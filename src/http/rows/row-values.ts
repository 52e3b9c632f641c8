import { InputError } from '../../domain/faults.ts';
import { CsvReader } from './csv-records.ts';

/** A row before it is held against a schema: a value, or why there is none. */
export interface RowValue {
  /** The line of the body that it begins on, from 1. */
  readonly line: number;
  readonly value: unknown;
  /** What keeps the line from being read at all. */
  readonly fault: string | null;
}

/** Reads the rows of a text as it comes. */
export interface RowReader {
  push(text: string): Iterable<RowValue>;
  end(): Iterable<RowValue>;
}

/** One JSON value a line; empty lines are passed over. */
export class NdjsonRows implements RowReader {
  #rest = '';
  #line = 0;

  *push(text: string): Generator<RowValue> {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) yield* this.#read(line);
  }

  *end(): Generator<RowValue> {
    yield* this.#read(this.#rest);
  }

  *#read(text: string): Generator<RowValue> {
    this.#line += 1;
    const line = this.#line;
    if (text.trim() === '') return;
    try {
      yield { line, value: JSON.parse(text), fault: null };
    } catch {
      yield { line, value: null, fault: 'is not JSON' };
    }
  }
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * Rows under a first one that names their columns. An empty cell leaves its field out; `null` in `nullable` columns is
 * null; what is no number in one of `numbers` stays a text, which the schema refuses.
 */
export class CsvRows implements RowReader {
  readonly #csv = new CsvReader();
  #columns: readonly string[] | null = null;

  constructor(
    readonly columns: readonly string[],
    readonly numbers: ReadonlySet<string>,
    readonly nullable: ReadonlySet<string>,
  ) {}

  *push(text: string): Generator<RowValue> {
    for (const record of this.#csv.push(text)) yield* this.#read(record);
  }

  *end(): Generator<RowValue> {
    for (const record of this.#csv.end()) yield* this.#read(record);
  }

  *#read({ line, cells }: { readonly line: number; readonly cells: readonly string[] }): Generator<RowValue> {
    if (this.#columns === null) {
      this.#columns = this.#header(cells.map((cell) => cell.trim()));
      return;
    }
    if (cells.length !== this.#columns.length) {
      const fault = `has ${cells.length} cells, and there are ${this.#columns.length} columns`;
      yield { line, value: null, fault };
      return;
    }
    const fields = this.#columns.flatMap((name, index) => {
      const cell = cells[index]!;
      return cell === '' ? [] : [[name, this.#valueOf(name, cell)] as const];
    });
    yield { line, value: Object.fromEntries(fields), fault: null };
  }

  #valueOf(name: string, cell: string): unknown {
    if (this.nullable.has(name) && cell === 'null') return null;
    return this.numbers.has(name) && NUMBER.test(cell) ? Number(cell) : cell;
  }

  /** @throws InputError `malformed` where a column is unknown or named twice: no row could be read */
  #header(names: readonly string[]): readonly string[] {
    const faults = names.flatMap((name, index) => {
      if (names.indexOf(name) !== index)
        return [{ path: name, code: 'duplicate', message: 'is a second column' }];
      if (this.columns.includes(name)) return [];
      const message = `unknown column "${name}"; there are ${this.columns.join(', ')}`;
      return [{ path: name, code: 'unknown_field', message }];
    });
    if (faults.length > 0) throw new InputError('malformed', faults);
    return names;
  }
}
