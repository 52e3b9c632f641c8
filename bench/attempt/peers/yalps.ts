import { solve } from 'yalps';
import type { MipQuestion, MipResult, MipSolver } from '../../../src/solver/textbook/mip.ts';
import { tooLargeForTable } from './dense-table.ts';

const UNLIMITED = Number.MAX_SAFE_INTEGER;

const claimOf = (status: MipResult['status'], trouble?: string): MipResult => ({
  status,
  point: null,
  bound: status === 'infeasible' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
  ...(trouble !== undefined && { trouble }),
});

/** YALPS, whose defaults would stop after 32,768 nodes and 8,192 pivots: here only its time ends it. */
export const yalps: MipSolver = {
  name: 'yalps',
  // Like javascript-lp-solver, of which it is a rewrite, it takes 10⁻⁸ for 0.
  exactSpan: 2 ** 20,
  solve(question) {
    const refusal = tooLargeForTable(question);
    if (refusal !== null) return refusal;
    const { status, variables } = solve<number, number>(toModel(question), {
      tolerance: 0,
      timeout: question.timeLimitMs,
      maxIterations: UNLIMITED,
      maxPivots: UNLIMITED,
    });
    if (status === 'infeasible') return claimOf('infeasible');
    if (status === 'unbounded' || status === 'cycled') return claimOf('failed', `it ended as ${status}`);
    const point = new Float64Array(question.upper.length);
    for (const [column, value] of variables) point[column] = value;
    if (status === 'timedout') {
      return { ...claimOf('time-limit'), point: variables.length === 0 ? null : point };
    }
    return { status: 'optimal', point, bound: valueAt(question, point) };
  },
};

const valueAt = ({ costs }: MipQuestion, point: Float64Array): number =>
  costs.reduce((sum, cost, column) => sum + cost * point[column]!, 0);

/** The objective's key; rows are 0, 1, …, upper bounds of columns come after them. */
const OBJECTIVE = -1;

function toModel(question: MipQuestion) {
  const { costs, upper, rowLower, rowUpper, rowStarts, columnIndices, coefficients, isInteger } = question;
  const rows = rowLower.length;
  const constraints = new Map<number, { min?: number; max?: number }>();
  const variables = new Map<number, [number, number][]>();
  const integers = new Set<number>();
  upper.forEach((most, column) => {
    constraints.set(rows + column, { max: most });
    variables.set(column, [
      [OBJECTIVE, costs[column]!],
      [rows + column, 1],
    ]);
    if (isInteger[column] === 1) integers.add(column);
  });
  for (let row = 0; row < rows; row++) {
    constraints.set(row, {
      ...(Number.isFinite(rowLower[row]!) && { min: rowLower[row]! }),
      ...(Number.isFinite(rowUpper[row]!) && { max: rowUpper[row]! }),
    });
    for (let at = rowStarts[row]!; at < rowStarts[row + 1]!; at++) {
      variables.get(columnIndices[at]!)!.push([row, coefficients[at]!]);
    }
  }
  return { direction: 'minimize' as const, objective: OBJECTIVE, constraints, variables, integers };
}
