import solverModule from 'javascript-lp-solver';
import type { MipQuestion, MipResult, MipSolver } from '../textbook/mip.ts';

// The types of the package describe its CommonJS module. Node imports its ES module, whose default is the solver.
const solver = solverModule as unknown as typeof solverModule.default;

/**
 * javascript-lp-solver, which is fast on very small questions.
 *
 * When its time limit strikes, it returns a point that it calls feasible and that is not (measured). So it never gets a
 * limit, and it is asked only small questions. It returns no bound, and its simplex method may end a branch because it
 * cycles; `bound` is the value that it calls optimal.
 *
 * `exactSpan`: its tableau takes 10⁻⁸ for 0, so spans up to 2²⁰ leave an error of 0.01 for each column.
 */
export const javascriptLpSolver: MipSolver = {
  name: 'javascript-lp-solver',
  exactSpan: 2 ** 20,
  solve: (question) => {
    const answer = solver.Solve(toModel(question)) as Record<string, number | boolean | undefined>;
    if (answer.bounded === false) return failed('the question was called unbounded');
    if (answer.feasible !== true) {
      return { status: 'infeasible', point: null, bound: Number.POSITIVE_INFINITY };
    }
    const point = Float64Array.from(question.upper, (_, column) => Number(answer[columnName(column)] ?? 0));
    let bound = 0;
    for (let column = 0; column < point.length; column++) bound += question.costs[column]! * point[column]!;
    return { status: 'optimal', point, bound };
  },
};

const columnName = (column: number): string => `x${column}`;

const failed = (trouble: string): MipResult => ({
  status: 'failed',
  point: null,
  bound: Number.NEGATIVE_INFINITY,
  trouble,
});

function toModel(question: MipQuestion) {
  const constraints: Record<string, { min?: number; max?: number; equal?: number }> = {};
  const variables: Record<string, Record<string, number>> = {};
  const ints: Record<string, 1> = {};
  question.upper.forEach((upper, column) => {
    const name = columnName(column);
    constraints[`upper ${name}`] = { max: upper };
    variables[name] = { cost: question.costs[column]!, [`upper ${name}`]: 1 };
    if (question.isInteger[column] === 1) ints[name] = 1;
  });
  for (let row = 0; row < question.rowLower.length; row++) {
    const lower = question.rowLower[row]!;
    const upper = question.rowUpper[row]!;
    constraints[`row ${row}`] =
      lower === upper
        ? { equal: lower }
        : {
            ...(lower === Number.NEGATIVE_INFINITY ? {} : { min: lower }),
            ...(upper === Number.POSITIVE_INFINITY ? {} : { max: upper }),
          };
    for (let at = question.rowStarts[row]!; at < question.rowStarts[row + 1]!; at++) {
      variables[columnName(question.columnIndices[at]!)]![`row ${row}`] = question.coefficients[at]!;
    }
  }
  // Its presolve sets the costs of columns to 0 that it calls fixed, and does not fix them. Our reductions have run.
  return {
    optimize: 'cost',
    opType: 'min' as const,
    constraints,
    variables,
    ints,
    options: { presolve: false },
  };
}
