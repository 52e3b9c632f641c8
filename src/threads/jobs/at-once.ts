import type { AtOnceSolver } from '../../attempt/at-once.ts';
import { DEFAULT_PARAMETERS } from '../../solver/parameters.ts';
import { solveAllocation } from '../../solver/structured/allocation/solve-allocation.ts';

const { atOnceMs, atOnceNodes } = DEFAULT_PARAMETERS;

/** What an attempt may take of a thread for which others wait. */
export const solveAtOnce: AtOnceSolver = (problem) =>
  solveAllocation(problem, { timeLimitMs: atOnceMs, nodeLimit: atOnceNodes });
