import type { PackingRow } from '../../program/packing-program.ts';
import type { PackingEngine } from './packing-engine.ts';
import type { SearchParameters } from './search-parameters.ts';

/** One objective of a choice: its value, and what no feasible choice exceeds. */
export interface PackingObjective {
  /** `value`: of the chosen items of one level; `age`: of all that are chosen. */
  readonly name: 'value' | 'age';
  /** Only with `value`: the level. */
  readonly level?: number;
  /** In the program's own unit. */
  readonly value: number;
  /**
   * Proven: no choice that is best in all objectives before this one has more of it. Equal to `value` where that is
   * proven to be the best. An objective behind one that is not proven still has a bound, though often a wide one.
   */
  readonly bound: number;
}

/** What is known at one moment of a solve. */
export interface PackingProgress {
  /** What is being done. */
  readonly phase: 'start' | 'prices' | 'improve' | 'prove';
  /** The first objective. */
  readonly value: PackingObjective;
  /** The first objective that is not proven; the last one where all are. */
  readonly objective: PackingObjective;
  /** Components that are proven, and how many there are. */
  readonly solved: number;
  readonly components: number;
}

/** How a packing program is to be solved. */
export interface PackingOptions {
  /**
   * Choices to begin from; the answer is never worse than the best of them. Of equal answers those that keep more of the
   * first are better. One that is not feasible is left aside, but for that.
   */
  readonly start: readonly Uint8Array[];
  /** Milliseconds from the call. */
  readonly timeLimitMs: number;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Ends the solve early, with the best choice so far. */
  readonly signal?: AbortSignal;
  readonly engine: PackingEngine;
  /**
   * Rows that are asked for only where a choice breaks them: given a choice that keeps all rows so far, those of the others
   * that it breaks; none where it is feasible. It must answer the same for the same choice, and each row that it gives
   * must be one of the problem's, with capacity for the items that must be chosen.
   */
  readonly separate?: (chosen: Uint8Array) => readonly PackingRow[];
  /** Told at most some twenty times a second of `now`. */
  readonly onProgress?: (progress: PackingProgress) => void;
  /** How the search spends its work, where it is not to be as {@link SEARCH} says. */
  readonly parameters?: Partial<SearchParameters>;
}

/** What a solve ended with. */
export interface PackingOutcome {
  /** 1 for each chosen item; feasible, and no item could be added to it. */
  readonly chosen: Uint8Array;
  /** The values of the levels that occur, the highest first, then the age. */
  readonly objectives: readonly PackingObjective[];
  /** `optimal`: every objective is proven. */
  readonly status: 'optimal' | 'feasible';
  /** Sets of items that share no scarce row, and were decided apart. */
  readonly components: number;
  /** One sentence: how the answer was found, and why it is not proven where it is not. */
  readonly reason: string;
}
