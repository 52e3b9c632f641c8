import { findViolation } from '../../program/linear-system.ts';
import type { MipQuestion, MipResult, MipSolver } from './mip.ts';

/** A solver that takes 10⁻⁸ for 0 is not asked about numbers above this. */
const LARGEST_NUMBER = 100_000;

/**
 * Asks `small` questions with few columns and moderate integers, and `large` all others. It also asks `large` where
 * `small` returns no point that is feasible in exact arithmetic. That includes "infeasible", because the simplex method
 * of javascript-lp-solver ends so when it cycles.
 */
export function smallFirst(small: MipSolver, large: MipSolver, smallColumns: number): MipSolver {
  return {
    name: `${small.name} or ${large.name}`,
    exactSpan: Math.min(small.exactSpan, large.exactSpan),
    solve(question) {
      if (question.upper.length <= smallColumns && isModerate(question)) {
        const result = ask(small, question);
        if (result !== null) return { ...result, by: small.name };
      }
      return { ...large.solve(question), by: large.name };
    },
  };
}

/** True where all numbers are moderate: no costs with decimals, and no big-M beside which one unit is lost. */
function isModerate({ integral, costs, upper, rowLower, rowUpper, coefficients }: MipQuestion): boolean {
  const moderate = (value: number): boolean => Math.abs(value) <= LARGEST_NUMBER || !Number.isFinite(value);
  return (
    integral &&
    costs.every(moderate) &&
    [upper, rowLower, rowUpper, coefficients].every((a) => a.every(moderate))
  );
}

/** The solver's optimum if its point is feasible, else null. */
function ask(solver: MipSolver, question: MipQuestion): MipResult | null {
  const result = solver.solve(question);
  if (result.status !== 'optimal' || result.point === null) return null;
  const system = {
    ...question,
    columnLower: new Float64Array(question.upper.length),
    columnUpper: question.upper,
  };
  return findViolation(system, result.point.map(Math.round)) === null ? result : null;
}
