import { loadHighsSolver } from '../../src/solver/engines/highs.ts';
import { javascriptLpSolver } from '../../src/solver/engines/javascript-lp-solver.ts';
import { DEFAULT_PARAMETERS } from '../../src/solver/parameters.ts';
import { lexicographic } from '../../src/solver/textbook/lexicographic.ts';
import type { MipSolver } from '../../src/solver/textbook/mip.ts';
import { Random } from '../random.ts';
import { printTable, type Row } from '../report.ts';
import { median, quantile } from '../statistics.ts';
import { drawProgram } from './programs.ts';

const TIME_LIMIT_MS = 10_000;
/** Columns of one row of the table, and of its last row. */
const STEP = 8;
const MOST_COLUMNS = 80;
/**
 * javascript-lp-solver has no time limit that leaves a feasible point, so its slow questions decide where it is asked:
 * one in a hundred may take this many times what HiGHS takes for an ordinary one.
 */
const SLOWEST_ACCEPTED = 2;
/** The questions of a row of which one is slow. */
const SLOW = 0.99;

/** All questions with as many open columns, put to both engines. */
interface Size {
  readonly rows: number[];
  readonly small: number[];
  readonly large: number[];
  differ: number;
}

/** Milliseconds of the processor, so that a busy machine changes little. */
function timed<T>(work: () => T): { ms: number; result: T } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, result };
}

const figures = (sample: readonly number[]): string =>
  [median(sample), quantile(sample, 0.95), quantile(sample, SLOW), Math.max(...sample)]
    .map((ms) => ms.toFixed(2))
    .join(' / ');

/** Solves drawn attempts by HiGHS, and puts every question that they raise to javascript-lp-solver too. */
async function measure(attempts: number): Promise<Map<number, Size>> {
  const highs = await loadHighsSolver();
  const sizes = new Map<number, Size>();
  const both: MipSolver = {
    ...highs,
    name: 'both',
    solve(question) {
      const large = timed(() => highs.solve(question));
      if (question.upper.length > MOST_COLUMNS) return large.result;
      const small = timed(() => javascriptLpSolver.solve(question));
      const columns = Math.ceil(question.upper.length / STEP) * STEP;
      const size = sizes.get(columns) ?? { rows: [], small: [], large: [], differ: 0 };
      sizes.set(columns, size);
      size.rows.push(question.rowLower.length);
      size.small.push(small.ms);
      size.large.push(large.ms);
      const agree =
        small.result.status === large.result.status &&
        (large.result.status !== 'optimal' || Math.abs(small.result.bound - large.result.bound) < 0.3);
      if (!agree) size.differ += 1;
      return large.result;
    },
  };
  const engine = lexicographic('both', () => both);
  for (let seed = 1; seed <= attempts; seed++) {
    const random = new Random(seed);
    const program = drawProgram(seed, {
      lines: random.integer(1, 4),
      locations: random.integer(2, 9),
      dates: random.integer(0, 2),
      density: 0.3 + 0.6 * random.next(),
      share: 0.3 + 0.7 * random.next(),
    });
    await engine.solve(program, { timeLimitMs: TIME_LIMIT_MS });
  }
  return sizes;
}

/** What one slow question of javascript-lp-solver costs, in ordinary ones of HiGHS. */
const slowInOrdinary = ({ small, large }: Size): number => quantile(small, SLOW) / median(large);

/**
 * Both engines on every question that small attempts raise, by size, and which of them the portfolio should ask.
 *
 * @param attempts how many are drawn
 */
export async function bySize(attempts: number): Promise<void> {
  const sizes = [...(await measure(attempts)).entries()].sort(([a], [b]) => a - b);
  const firstSlow = sizes.find(([, size]) => slowInOrdinary(size) > SLOWEST_ACCEPTED);
  const border = (firstSlow?.[0] ?? MOST_COLUMNS + STEP) - STEP;
  const rows = sizes.map(([columns, size]): Row => {
    const faster = (median(size.large) / median(size.small)).toFixed(1);
    const slow = slowInOrdinary(size).toFixed(1);
    return {
      'open columns': `${columns - STEP + 1}–${columns}`,
      rows: median(size.rows),
      questions: size.rows.length,
      'javascript-lp-solver': figures(size.small),
      HiGHS: figures(size.large),
      'different answers': size.differ,
      'asked first': columns <= border ? 'javascript-lp-solver' : 'HiGHS',
      'because javascript-lp-solver is': `${faster} × faster at the median; 1 question in 100 takes ${slow} × HiGHS’ median`,
    };
  });
  printTable('Milliseconds of the processor for a question: median / 95 % / 99 % / worst', rows);
  const { smallColumns } = DEFAULT_PARAMETERS;
  console.log(
    `\njavascript-lp-solver is asked up to the last size at which one question in a hundred takes at most ` +
      `${SLOWEST_ACCEPTED} × HiGHS’ median: ${border} columns (smallColumns is ${smallColumns})`,
  );
}
