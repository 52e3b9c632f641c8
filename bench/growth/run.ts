import { parseArgs } from 'node:util';
import { optimize } from '../../src/attempt/optimize.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { drawAttempt } from '../instances/draw-attempt.ts';
import { sourceCount } from '../instances/draw-stock.ts';
import { TYPICAL } from '../instances/plain.ts';
import { printTable, writeResult } from '../report.ts';
import { fittedExponent, median } from '../statistics.ts';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '9' },
    sizes: { type: 'string', default: '50,100,200,500,1000,2000,5000,10000' },
    limit: { type: 'string', default: '10000' },
  },
});
const SEEDS = Number(options.seeds);
const SIZES = options.sizes.split(',').map(Number);
const LIMIT_MS = Number(options.limit);
const REPEATS = 3;
/** What takes less is repeated more often. */
const SHORT_MS = 20;
const REPEATS_OF_SHORT = 15;
const LINES = 5;
const DATES = 2;
const DRAWS = 8;
/** Below this many sources an attempt's fixed costs hide how it grows. */
const LARGE = 500;
const WARM_UP_SEED = 1_000_001;
const WARM_UP_ATTEMPTS = 50;

const engine = createPortfolio();
const NOW = '2026-05-01T00:00:00Z';

/** Typical attempts of five lines, with as many locations as it takes to have about `sources` sources. */
function draw(seed: number, sources: number) {
  let locations = Math.max(2, Math.round(sources / LINES));
  let nearest: ReturnType<typeof drawAttempt> | null = null;
  const missBy = (request: ReturnType<typeof drawAttempt>) => Math.abs(sourceCount(request) - sources);
  // Another number of locations draws other stock, so no number need be exactly right.
  for (let turn = 0; turn < DRAWS; turn++) {
    const request = drawAttempt(seed, {
      ...TYPICAL,
      lines: [LINES, LINES],
      locations: [locations, locations],
      dates: [DATES, DATES],
    });
    if (nearest === null || missBy(request) < missBy(nearest)) nearest = request;
    if (missBy(nearest) <= 0.05 * sources) break;
    locations = Math.max(2, Math.round((locations * sources) / sourceCount(request)));
  }
  return nearest!;
}

async function attempt(request: OptimizeRequest) {
  const startedAt = performance.now();
  const { proof } = await optimize(takeAttempt(request, NOW), engine);
  return { ms: performance.now() - startedAt, proven: proof.status !== 'feasible', engine: proof.engine };
}

/** One attempt, the median of several runs. */
async function measure(seed: number, sources: number) {
  const input = { ...draw(seed, sources), limits: { timeLimitMs: LIMIT_MS } };
  const request = parseInput(OptimizeRequest, input);
  const first = await attempt(request);
  const times = [first.ms];
  const repeats = first.ms < SHORT_MS ? REPEATS_OF_SHORT : REPEATS;
  while (first.proven && times.length < repeats) times.push((await attempt(request)).ms);
  return { ...first, ms: first.proven ? median(times) : LIMIT_MS, sources: sourceCount(input) };
}

await engine.warmUp();
for (let seed = 0; seed < WARM_UP_ATTEMPTS; seed++) await measure(WARM_UP_SEED + seed, 200);

const rows: {
  readonly sources: number;
  readonly 'median ms': number;
  readonly 'slowest ms': number;
  readonly proven: string;
  readonly 'not closed form': number;
}[] = [];
for (const size of SIZES) {
  const measured = [];
  for (let seed = 1; seed <= SEEDS; seed++) measured.push(await measure(seed, size));
  const searched = measured.filter((each) => each.engine !== 'closed-form').length;
  rows.push({
    sources: median(measured.map((each) => each.sources)),
    'median ms': median(measured.map((each) => each.ms)),
    'slowest ms': Math.max(...measured.map((each) => each.ms)),
    proven: `${measured.filter((each) => each.proven).length}/${SEEDS}`,
    'not closed form': searched,
  });
}
printTable(
  `bench/growth: ${LINES} lines, ${DATES} dates, ${SEEDS} seeds a size, median of ${REPEATS} runs or more`,
  rows,
);

const exponentOf = (from: number) =>
  fittedExponent(
    rows.filter((row) => row.sources >= from * 0.9).map((row) => [row.sources, row['median ms']]),
  );
const exponent = exponentOf(0);
const exponentLarge = SIZES.filter((size) => size >= LARGE).length >= 2 ? exponentOf(LARGE) : null;
console.log(`\nmedian time ~ sources^${exponent.toFixed(2)} over all sizes (aim: at most 1.2)`);
if (exponentLarge !== null)
  console.log(`median time ~ sources^${exponentLarge.toFixed(2)} from ${LARGE} sources on`);
writeResult('growth', { seeds: SEEDS, limitMs: LIMIT_MS, exponent, exponentLarge, rows });
