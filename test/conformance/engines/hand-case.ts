import type { Program } from '../../../src/program/program.ts';

/** A program with its answer, worked out by hand. */
export interface HandCase {
  readonly claim: string;
  readonly program: Program;
  /** The levels' values, or null where there is no plan. */
  readonly values: readonly number[] | null;
  /** The plan, one number a column. */
  readonly point?: readonly number[];
  /** Not for engines that try every point. */
  readonly large?: boolean;
}
