import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadHighsPacking } from '../../src/solver/engines/highs-packing.ts';
import { solvePacking } from '../../src/solver/packing/solve-packing.ts';
import { saySkipped } from '../instances/public-data.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { fittedExponent, geometricMean, median } from '../statistics.ts';
import { GAPS } from './followed.ts';
import { publishedPackings } from './published.ts';
import { type Measured, solveOne } from './solve-one.ts';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    seeds: { type: 'string', default: '3' },
    limit: { type: 'string', default: '30000' },
    'peer-limit': { type: 'string', default: '120000' },
    'public-limit': { type: 'string', default: '10000' },
    'no-peer': { type: 'boolean', default: false },
    one: { type: 'string' },
  },
});
const SIZES = options.sizes.split(',').filter(Boolean).map(Number);
const SEEDS = Number(options.seeds);

/** One instance in a process of its own, so that its memory is known and nobody warms up another. */
function measure(who: 'ours' | 'highs', seed: number, items: number, limitMs: string): Measured {
  const output = execFileSync(
    process.execPath,
    [fileURLToPath(import.meta.url), '--one', [who, seed, items, limitMs].join(',')],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return JSON.parse(output) as Measured;
}

const percent = (part: number) => `${(100 * part).toFixed(3)} %`;
const reachedText = (ms: number | null) => (ms === null ? 'not' : `${Math.round(ms)}`);

function rowOf(
  items: number,
  seed: number,
  who: string,
  { value, bound, gap, reached, ms, peakMiB }: Measured,
): Row {
  const times = GAPS.map((each, at) => [`ms to ${percent(each)}`, reachedText(reached[at]!)] as const);
  return {
    items,
    seed,
    who,
    ...Object.fromEntries(times),
    value,
    bound,
    gap: percent(gap),
    ms: Math.round(ms),
    'peak MiB': Math.round(peakMiB),
  };
}

/** What is drawn, at each size. */
function drawn() {
  const rows: Row[] = [];
  const figures: { items: number; seed: number; who: string; measured: Measured }[] = [];
  for (const items of SIZES) {
    for (let seed = 1; seed <= SEEDS; seed++) {
      for (const who of options['no-peer'] ? (['ours'] as const) : (['ours', 'highs'] as const)) {
        const measured = measure(who, seed, items, who === 'ours' ? options.limit : options['peer-limit']);
        figures.push({ items, seed, who, measured });
        rows.push(rowOf(items, seed, who, measured));
      }
    }
  }
  printTable('drawn: processor milliseconds to each gap in the first level', rows);
  const last = GAPS.length - 1;
  const reached = (items: number, who: string) =>
    figures
      .filter((each) => each.items === items && each.who === who)
      .map((each) => each.measured.reached[last] ?? Number.NaN);
  const growth = SIZES.map((items) => [items, median(reached(items, 'ours'))] as const).filter(
    ([, ms]) => ms > 0,
  );
  const exponent = growth.length > 1 ? fittedExponent(growth) : null;
  const faster = SIZES.map((items) => {
    const [ours, highs] = [reached(items, 'ours'), reached(items, 'highs')];
    const ratios = highs.map((ms, at) => ms / ours[at]!).filter((ratio) => ratio > 0);
    return {
      items,
      both: ratios.length,
      'times faster': ratios.length > 0 ? geometricMean(ratios) : 'unknown',
    };
  });
  printTable(`times faster than HiGHS to ${percent(GAPS[last]!)}, where both got there`, faster);
  if (exponent !== null)
    console.log(`\ntime to ${percent(GAPS[last]!)} grows with the items to the power ${exponent.toFixed(2)}`);
  return { figures, faster, exponent };
}

/** The public families. */
async function published() {
  const packings = publishedPackings();
  if (packings.length === 0) saySkipped('packing');
  const engine = await loadHighsPacking();
  const figures: {
    readonly family: string;
    readonly name: string;
    readonly optimum: number;
    readonly value: number;
    readonly bound: number;
    readonly status: string;
    readonly ms: number;
  }[] = [];
  for (const { family, name, optimum, program } of packings) {
    const startedAt = process.cpuUsage();
    const ms = () => {
      const { user, system } = process.cpuUsage(startedAt);
      return (user + system) / 1000;
    };
    const { objectives, status } = await solvePacking(program, {
      start: [],
      timeLimitMs: Number(options['public-limit']),
      now: ms,
      engine,
    });
    const { value, bound } = objectives[0]!;
    if (value > optimum * (1 + 1e-9) || bound < optimum * (1 - 1e-9)) {
      throw new Error(`WRONG ANSWER: ${name}: ${value}, at most ${bound}, published ${optimum}`);
    }
    figures.push({ family, name, optimum, value, bound, status, ms: ms() });
  }
  const families = [...new Set(figures.map(({ family }) => family))];
  const rows = families.map((family): Row => {
    const own = figures.filter((each) => each.family === family);
    return {
      family,
      instances: own.length,
      proven: own.filter(({ status }) => status === 'optimal').length,
      'published value': own.filter(({ value, optimum }) => value >= optimum * (1 - 1e-9)).length,
      'worst short of it': percent(Math.max(...own.map(({ value, optimum }) => 1 - value / optimum))),
      'worst bound above it': percent(Math.max(...own.map(({ bound, optimum }) => bound / optimum - 1))),
      'median ms': median(own.map(({ ms }) => ms)),
      'worst ms': Math.max(...own.map(({ ms }) => ms)),
    };
  });
  if (rows.length > 0) printTable('public instances', rows);
  return figures;
}

if (options.one !== undefined) {
  const [who, seed, items, limitMs] = options.one.split(',');
  await solveOne(who!, Number(seed), Number(items), Number(limitMs));
} else {
  writeResult('packing', {
    limitMs: options.limit,
    drawn: SIZES.length > 0 ? drawn() : null,
    published: await published(),
  });
}
