import solverModule from 'javascript-lp-solver';
import type { MipQuestion, MipResult, MipSolver } from '../textbook/mip.ts';

// The package's types describe its CommonJS face; what Node imports is an ES module whose default is the solver.
const solver = solverModule as unknown as typeof solverModule.default;

/**
 * javascript-lp-solver: quick on very small questions, and nothing else.
 *
 * It has no time limit worth the name: when it strikes, the point says it is feasible and is not (measured). So
 * none is ever given, and only small questions may be asked. It proves nothing either: no bound comes back, and
 * its simplex may end a branch for having cycled. `bound` is the value it calls optimal.
 *
 * `exactSpan`: its tableau takes 10⁻⁸ for 0, so spans to 2²⁰ leave 0.01 a column.
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
  // Its presolve sets the costs of columns it calls fixed to 0 without fixing them; ours has run already.
  return {
    optimize: 'cost',
    opType: 'min' as const,
    constraints,
    variables,
    ints,
    options: { presolve: false },
  };
}
