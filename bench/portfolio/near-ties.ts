import type { MipQuestion } from '../../src/solver/textbook/mip.ts';
import { Random } from '../random.ts';

/** A covering whose sums meet the demands or miss them by up to three units, and its true optimum. */
export interface NearTie {
  readonly question: MipQuestion;
  readonly optimum: number;
}

/**
 * One to three lines and up to eleven sources that give near a half, a third or a quarter of a line each. Quantities
 * lie from `least` to ten times that. Every set of sources is tried for the optimum.
 */
export function drawNearTie(seed: number, least: number): NearTie {
  const random = new Random(seed);
  const count = random.integer(4, 11);
  const demands = Array.from({ length: random.integer(1, 3) }, () => random.integer(least, 10 * least));
  const sources = Array.from({ length: count }, () =>
    demands.map((demand) => {
      if (random.chance(0.4)) return 0;
      const part = random.chance(0.5) ? 1 / random.integer(2, 4) : random.next();
      return Math.min(demand, Math.max(0, Math.round(demand * part) + random.integer(-3, 3)));
    }),
  );
  const costs = sources.map(() => (seed % 2 === 0 ? 1 : random.integer(0, 1_000_000)));
  return { question: toQuestion(demands, sources, costs), optimum: cheapestCover(demands, sources, costs) };
}

function cheapestCover(
  demands: readonly number[],
  sources: readonly (readonly number[])[],
  costs: readonly number[],
): number {
  let best = Number.POSITIVE_INFINITY;
  for (let set = 0; set < 2 ** sources.length; set++) {
    const chosen = [...sources.keys()].filter((at) => ((set >> at) & 1) === 1);
    const covers = demands.every(
      (demand, line) => chosen.reduce((sum, at) => sum + sources[at]![line]!, 0) >= demand,
    );
    if (covers)
      best = Math.min(
        best,
        chosen.reduce((sum, at) => sum + costs[at]!, 0),
      );
  }
  return best;
}

/** Columns: units by line and source, then one switch a source. */
function toQuestion(
  demands: readonly number[],
  sources: readonly (readonly number[])[],
  costs: readonly number[],
): MipQuestion {
  const upper: number[] = [];
  const opening: { column: number; units: number; source: number }[] = [];
  const rows: { lower: number; upper: number; terms: (readonly [number, number])[] }[] = [];
  for (const [line, demand] of demands.entries()) {
    const terms: (readonly [number, number])[] = [];
    for (const [source, units] of sources.entries()) {
      if (units[line] === 0) continue;
      const column = upper.push(units[line]!) - 1;
      terms.push([column, 1]);
      opening.push({ column, units: units[line]!, source });
    }
    rows.push({ lower: demand, upper: demand, terms });
  }
  const quantities = upper.length;
  for (const { column, units, source } of opening) {
    const terms = [[column, 1] as const, [quantities + source, -units] as const];
    rows.push({ lower: Number.NEGATIVE_INFINITY, upper: 0, terms });
  }
  const starts = [0];
  for (const { terms } of rows) starts.push(starts.at(-1)! + terms.length);
  const terms = rows.flatMap((row) => row.terms);
  return {
    costs: Float64Array.from([...upper.map(() => 0), ...costs]),
    upper: Float64Array.from([...upper, ...costs.map(() => 1)]),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    rowStarts: Int32Array.from(starts),
    columnIndices: Int32Array.from(terms, ([column]) => column),
    coefficients: Float64Array.from(terms, ([, coefficient]) => coefficient),
    isInteger: Uint8Array.from([...upper.map(() => 0), ...costs.map(() => 1)]),
    integral: true,
    start: null,
    timeLimitMs: 10_000,
  };
}
