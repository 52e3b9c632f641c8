import { findViolation } from '../../program/linear-system.ts';
import type { MipQuestion, MipResult, MipSolver } from './mip.ts';

/** Numbers above this are not for a solver that takes 10⁻⁸ for 0. */
const LARGEST_NUMBER = 100_000;

/**
 * Asks `small` what is small and tame, and `large` the rest. What `small` cannot answer with a point that stands
 * up to exact arithmetic goes to `large` too: also "infeasible", for its simplex ends that way when it cycles.
 */
export function smallFirst(small: MipSolver, large: MipSolver, smallColumns: number): MipSolver {
  return {
    name: `${small.name} or ${large.name}`,
    exactSpan: Math.min(small.exactSpan, large.exactSpan),
    solve(question) {
      if (question.upper.length <= smallColumns && isTame(question)) {
        const claim = ask(small, question);
        if (claim !== null) return { ...claim, by: small.name };
      }
      return { ...large.solve(question), by: large.name };
    },
  };
}

/** Whole numbers of moderate size: no costs with decimals, no big-M that drowns a unit. */
function isTame({ integral, costs, upper, rowLower, rowUpper, coefficients }: MipQuestion): boolean {
  const tame = (value: number): boolean => Math.abs(value) <= LARGEST_NUMBER || !Number.isFinite(value);
  return (
    integral && costs.every(tame) && [upper, rowLower, rowUpper, coefficients].every((a) => a.every(tame))
  );
}

/** The solver's optimum if its point is feasible, else null. */
function ask(solver: MipSolver, question: MipQuestion): MipResult | null {
  const claim = solver.solve(question);
  if (claim.status !== 'optimal' || claim.point === null) return null;
  const system = {
    ...question,
    columnLower: new Float64Array(question.upper.length),
    columnUpper: question.upper,
  };
  return findViolation(system, claim.point.map(Math.round)) === null ? claim : null;
}
