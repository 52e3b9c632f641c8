import { levelValue, worstEqualValue } from '../../../src/program/level-value.ts';
import { findViolation, type LinearSystem, withRow } from '../../../src/program/linear-system.ts';
import type { ObjectiveLevel, Program } from '../../../src/program/program.ts';
import type { Outcome } from '../../../src/solver/outcome.ts';
import type { MipQuestion } from '../../../src/solver/textbook/mip.ts';
import type { TimedSolver } from './peer-solver.ts';

type Ended = Pick<Outcome, 'termination' | 'point' | 'reason'>;

const TERMINATIONS = { infeasible: 'infeasible', 'time-limit': 'time-limit', failed: 'numerical' } as const;

/** The textbook program as it is: every column isInteger, every row, one tier's costs. */
function questionOf(system: LinearSystem, tier: ObjectiveLevel, start: Float64Array | null): MipQuestion {
  const { columnUpper, rowLower, rowUpper, rowStarts, columnIndices, coefficients } = system;
  return {
    costs: tier.costs,
    upper: columnUpper,
    rowLower,
    rowUpper,
    rowStarts,
    columnIndices,
    coefficients,
    isInteger: new Uint8Array(columnUpper.length).fill(1),
    integral: tier.integral,
    start,
    timeLimitMs: Number.POSITIVE_INFINITY,
  };
}

/**
 * Solves a textbook program as somebody would who has a solver and the formulation, and nothing of ours: the isInteger
 * program for each tier that costs anything, the tier then held by a row, the last plan given as a start.
 *
 * A point counts if it is feasible once rounded, in exact arithmetic. That it is optimal is the solver's word.
 */
export function solveTierByTier(solver: TimedSolver, program: Program): Ended {
  if (program.columnLower.some((lower) => lower !== 0)) throw new Error('columns are to start at 0');
  let system: LinearSystem = program;
  let point: Float64Array | null = null;
  const costly = program.levels.filter(({ costs }) => costs.some((cost) => cost !== 0));
  // Whether there is a plan at all is a question too.
  const tiers = costly.length > 0 ? costly : program.levels.slice(0, 1);
  for (const tier of tiers) {
    const claim = solver.solve(questionOf(system, tier, point));
    const reason = claim.trouble ?? `in ${tier.name}`;
    if (claim.status !== 'optimal') return { termination: TERMINATIONS[claim.status], point: null, reason };
    if (claim.point === null) return { termination: 'numerical', point: null, reason: 'no point' };
    // Adding 0 makes 0 of −0.
    point = claim.point.map((value) => Math.round(value) + 0);
    if (findViolation(system, point) !== null) {
      return { termination: 'numerical', point: null, reason: `its point breaks a row, ${reason}` };
    }
    const most = worstEqualValue(tier.integral, levelValue(tier, point));
    system = withRow(system, { coefficients: tier.costs, lower: Number.NEGATIVE_INFINITY, upper: most });
  }
  return { termination: 'optimal', point, reason: '' };
}
