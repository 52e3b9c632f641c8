import type { ObjectiveLevel, Program } from './program.ts';

/** One term of a row: coefficient · column. */
export type Term = readonly [column: number, coefficient: number];

/** Collects columns and rows, and lays them out as a {@link Program}. */
export class ProgramBuilder {
  readonly #columnLower: number[] = [];
  readonly #columnUpper: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #rowStarts: number[] = [0];
  readonly #columnIndices: number[] = [];
  readonly #coefficients: number[] = [];

  /** The upper bound of each column so far. */
  get columnUpper(): readonly number[] {
    return this.#columnUpper;
  }

  /** How many rows there are so far. */
  get rowCount(): number {
    return this.#rowLower.length;
  }

  /**
   * Adds an integer column with 0 ≤ x ≤ upper.
   *
   * @returns its index
   */
  addColumn(upper: number): number {
    this.#columnLower.push(0);
    return this.#columnUpper.push(upper) - 1;
  }

  /** Adds the row lower ≤ Σ terms ≤ upper. A column may stand in it once. */
  addRow(lower: number, upper: number, terms: readonly Term[]): void {
    this.#rowLower.push(lower);
    this.#rowUpper.push(upper);
    for (const [column, coefficient] of terms) {
      this.#columnIndices.push(column);
      this.#coefficients.push(coefficient);
    }
    this.#rowStarts.push(this.#columnIndices.length);
  }

  build(levels: readonly ObjectiveLevel[], tieBreak: Int32Array): Program {
    return {
      columnLower: Float64Array.from(this.#columnLower),
      columnUpper: Float64Array.from(this.#columnUpper),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      rowStarts: Int32Array.from(this.#rowStarts),
      columnIndices: Int32Array.from(this.#columnIndices),
      coefficients: Float64Array.from(this.#coefficients),
      levels,
      tieBreak,
    };
  }
}
