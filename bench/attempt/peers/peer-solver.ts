import type { MipQuestion, MipResult, MipSolver } from '../../../src/solver/textbook/mip.ts';

/** A solver of one objective, as the bench times it. */
export interface PeerSolver extends MipSolver {
  /** Milliseconds of the latest `solve` that are not the solver's own; 0 where absent. */
  overheadMs?(): number;
  /** What a reader of the figures should know. */
  readonly note?: string;
}

/**
 * Counts the time inside a solver's own calls, its model's building included, and stops asking when that reaches
 * the limit. What our code does between the calls (tiers, bounds, checks) helps the peer and costs it nothing.
 */
export class TimedSolver implements MipSolver {
  readonly name: string;
  readonly exactSpan: number;
  readonly #solver: PeerSolver;
  readonly #timeLimitMs: number;
  #spentMs = 0;

  constructor(solver: PeerSolver, timeLimitMs: number) {
    this.name = solver.name;
    this.exactSpan = solver.exactSpan;
    this.#solver = solver;
    this.#timeLimitMs = timeLimitMs;
  }

  get spentMs(): number {
    return this.#spentMs;
  }

  solve(question: MipQuestion): MipResult {
    const timeLimitMs = this.#timeLimitMs - this.#spentMs;
    if (timeLimitMs <= 0) return { status: 'time-limit', point: null, bound: Number.NEGATIVE_INFINITY };
    const startedAt = performance.now();
    const claim = this.#solver.solve({ ...question, timeLimitMs });
    this.#spentMs += performance.now() - startedAt - (this.#solver.overheadMs?.() ?? 0);
    return claim;
  }
}
