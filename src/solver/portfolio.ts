import type { Engine } from './engine.ts';
import { loadHighsSolver } from './engines/highs.ts';
import { javascriptLpSolver } from './engines/javascript-lp-solver.ts';
import { guarded } from './gate.ts';
import { solveAllocation } from './structured/allocation/solve-allocation.ts';
import { type LexicographicOptions, lexicographic } from './textbook/lexicographic.ts';
import { smallFirst } from './textbook/small-first.ts';
import type { Usage } from './textbook/usage.ts';

/** The engine that production asks. */
export interface Portfolio extends Engine {
  /** Loads HiGHS and lets it solve something, so that the first attempt is not the slow one. */
  warmUp(): Promise<void>;
}

/** What the portfolio can be told; the defaults are measured, see this folder's README. */
export interface PortfolioOptions extends Pick<LexicographicOptions, 'weightedSums'> {
  /** Questions with more open columns than this go to HiGHS at once. */
  readonly smallColumns?: number;
}

/**
 * Questions of up to this many open columns go to javascript-lp-solver first. It has no usable time limit, so the
 * size is what bounds its worst case; measured with `npm run bench:portfolio`, see this folder's README.
 */
const SMALL_COLUMNS = 16;

/** Nodes after which the structured search counts as stalled, whatever time is left. */
const SEARCH_NODES = 5_000_000;

/**
 * Creates the portfolio: gated, lexicographic, small questions to javascript-lp-solver, the others to HiGHS. One a
 * process or worker, for HiGHS' module and model live in it; both are loaded by the first solve or by `warmUp`.
 *
 * @returns an engine that throws EngineError `INVALID_PROGRAM` or `ENGINE_FAILED`, and nothing else
 */
export function createPortfolio(options: PortfolioOptions = {}): Portfolio {
  const { smallColumns = SMALL_COLUMNS } = options;
  const load = async () => smallFirst(javascriptLpSolver, await loadHighsSolver(), smallColumns);
  const engine = guarded(
    lexicographic('portfolio', load, { ...options, reason: (usage) => describe(usage, smallColumns) }),
  );
  return {
    ...engine,
    solveAllocation: async (allocation, { timeLimitMs }) =>
      solveAllocation(allocation, { timeLimitMs, nodeLimit: SEARCH_NODES }),
    warmUp: () => warmUp(engine),
  };
}

function describe(usage: Usage, smallColumns: number): string {
  const { questions, largestColumns, largestRows } = usage;
  if (questions === 0) return 'bounds settled every column, or proved that there is no plan';
  const largest = `largest of ${questions} questions: ${largestColumns} columns × ${largestRows} rows`;
  return `${largest}; up to ${smallColumns} columns are javascript-lp-solver's, more are HiGHS'`;
}

/** Two columns that no bound settles, so that HiGHS itself has to run: it is what takes the time. */
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
