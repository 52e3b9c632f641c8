import type { Engine } from './engine.ts';
import { loadHighsSolver } from './engines/highs.ts';
import { javascriptLpSolver } from './engines/javascript-lp-solver.ts';
import { guarded } from './gate.ts';
import { type SolveParameters, solveParameters } from './parameters.ts';
import { answerAllocation } from './structured/answer-allocation.ts';
import { type LexicographicOptions, lexicographic } from './textbook/lexicographic.ts';
import { smallFirst } from './textbook/small-first.ts';
import type { Usage } from './textbook/usage.ts';

/** The engine of production. */
export interface Portfolio extends Engine {
  /** Loads HiGHS and lets it solve a program, so that the first attempt is not slower than the others. */
  warmUp(): Promise<void>;
}

/** What a caller may choose. */
export interface PortfolioOptions extends Pick<LexicographicOptions, 'weightedSums'> {
  /** Parameters that differ from their defaults, see {@link PARAMETERS}. */
  readonly parameters?: Partial<SolveParameters>;
}

/**
 * Creates the engine of production. It solves an allocation problem by its structure. It solves a program level by
 * level: small questions by javascript-lp-solver, the others by HiGHS, and it checks what goes in and comes out.
 *
 * Create one for each process or worker, because the module and the model of HiGHS live in it. The first solve loads
 * both, or `warmUp` does.
 *
 * @returns an engine that throws EngineError `INVALID_PROGRAM` or `ENGINE_FAILED`, and nothing else
 * @throws RangeError for a parameter outside its range
 */
export function createPortfolio(options: PortfolioOptions = {}): Portfolio {
  const parameters = solveParameters(options.parameters);
  const { smallColumns, searchNodes } = parameters;
  const load = async () => smallFirst(javascriptLpSolver, await loadHighsSolver(), smallColumns);
  const engine = guarded(
    lexicographic('portfolio', load, {
      ...options,
      parameters,
      reason: (usage) => describe(usage, smallColumns),
    }),
  );
  return {
    ...engine,
    parameters,
    solveAllocation: async (allocation, { timeLimitMs }) =>
      answerAllocation(allocation, { timeLimitMs, nodeLimit: searchNodes, parameters }),
    warmUp: () => warmUp(engine),
  };
}

function describe(usage: Usage, smallColumns: number): string {
  const { questions, largestColumns, largestRows } = usage;
  if (questions === 0) return 'bounds settled every column, or proved that there is no plan';
  const largest = `largest of ${questions} questions: ${largestColumns} columns × ${largestRows} rows`;
  return `${largest}; up to ${smallColumns} columns are javascript-lp-solver's, more are HiGHS'`;
}

/** Solves forty columns of which bounds decide none, so that HiGHS is loaded and runs: that is what takes the time. */
async function warmUp(engine: Engine): Promise<void> {
  const columns = 40;
  const ones = new Float64Array(columns).fill(1);
  await engine.solve(
    {
      columnLower: new Float64Array(columns),
      columnUpper: new Float64Array(columns).fill(3),
      rowLower: Float64Array.of(7),
      rowUpper: Float64Array.of(Number.POSITIVE_INFINITY),
      rowStarts: Int32Array.of(0, columns),
      columnIndices: Int32Array.from(ones.keys()),
      coefficients: Float64Array.from(ones, (_, column) => 2 + (column % 3)),
      levels: [{ name: 'warm up', costs: ones, scale: 1, integral: true }],
      tieBreak: Int32Array.of(),
    },
    { timeLimitMs: 1000 },
  );
}
