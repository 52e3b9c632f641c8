import type { MipQuestion, MipResult, MipSolver } from './mip.ts';

/** Which engines answered during one solve, and how large the questions were. */
export interface Usage {
  readonly engines: readonly string[];
  readonly questions: number;
  readonly largestColumns: number;
  readonly largestRows: number;
}

/** Passes questions on to another solver, and counts them. */
export class CountingMip implements MipSolver {
  readonly name: string;
  readonly exactSpan: number;
  readonly #mip: MipSolver;
  readonly #engines = new Set<string>();
  #questions = 0;
  #largestColumns = 0;
  #largestRows = 0;

  constructor(mip: MipSolver) {
    this.#mip = mip;
    this.name = mip.name;
    this.exactSpan = mip.exactSpan;
  }

  get usage(): Usage {
    return {
      engines: [...this.#engines],
      questions: this.#questions,
      largestColumns: this.#largestColumns,
      largestRows: this.#largestRows,
    };
  }

  solve(question: MipQuestion): MipResult {
    this.#questions += 1;
    this.#largestColumns = Math.max(this.#largestColumns, question.upper.length);
    this.#largestRows = Math.max(this.#largestRows, question.rowLower.length);
    const result = this.#mip.solve(question);
    this.#engines.add(result.by ?? this.#mip.name);
    return result;
  }
}
