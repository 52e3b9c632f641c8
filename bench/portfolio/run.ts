import { parseArgs } from 'node:util';
import type { Program } from '../../src/program/program.ts';
import { type HighsSettings, loadHighsSolver } from '../../src/solver/engines/highs.ts';
import { type LexicographicOptions, lexicographic } from '../../src/solver/textbook/lexicographic.ts';
import type { MipQuestion } from '../../src/solver/textbook/mip.ts';
import { printTable, type Row } from '../report.ts';
import { median, quantile } from '../statistics.ts';
import { bySize } from './by-size.ts';
import { drawNearTie } from './near-ties.ts';
import { drawProgram } from './programs.ts';

/** What the numbers in src/solver/README.md are from. `--attempts` and `--ties` make it shorter. */
const { values: options } = parseArgs({
  options: { attempts: { type: 'string', default: '4000' }, ties: { type: 'string', default: '16000' } },
});

const LIMITS = { timeLimitMs: 10_000 };

const timed = <T>(work: () => T): { ms: number; result: T } => {
  const startedAt = performance.now();
  const result = work();
  return { ms: performance.now() - startedAt, result };
};

const threeFigures = (sample: readonly number[]): string =>
  [median(sample), quantile(sample, 0.95), Math.max(...sample)].map((ms) => ms.toFixed(2)).join(' / ');

const MEDIUM = { lines: 5, locations: 20, dates: 2, density: 0.5, share: 0.6 };
const LARGE = { lines: 8, locations: 40, dates: 1, density: 0.4, share: 0.6 };

/** Whole attempts, one setting a row. Settings take turns, so that a busy machine burdens all alike. */
async function bySetting(): Promise<void> {
  const settings: readonly [string, HighsSettings, LexicographicOptions][] = [
    ['ours: weighted sums of quantity levels', {}, {}],
    ['weighted sums always', {}, { weightedSums: 'always' }],
    ['weighted sums never', {}, { weightedSums: 'never' }],
    [
      'heuristics and restarts as HiGHS has them',
      {
        options: {
          mip_heuristic_run_feasibility_jump: true,
          mip_heuristic_run_rins: true,
          mip_heuristic_run_rens: true,
          mip_heuristic_run_root_reduced_cost: true,
          mip_allow_restart: true,
        },
      },
      {},
    ],
  ];
  const engines = await Promise.all(
    settings.map(async ([name, highs, lexicographics]) => {
      const solver = await loadHighsSolver(highs);
      return { name, engine: lexicographic(name, () => solver, lexicographics), medium: [0], large: [0] };
    }),
  );
  // Quantities asked for as integers, as a textbook would: instead of being left to the opening variables.
  const highs = await loadHighsSolver();
  const asIntegers = (question: MipQuestion) =>
    highs.solve({ ...question, isInteger: new Uint8Array(question.upper.length).fill(1) });
  engines.push({
    name: 'quantities as integers',
    engine: lexicographic('integers', () => ({ ...highs, solve: asIntegers })),
    medium: [0],
    large: [0],
  });
  for (const one of engines) await one.engine.solve(drawProgram(99_999, MEDIUM), LIMITS);
  for (const [key, size, count] of [['medium', MEDIUM, 12] as const, ['large', LARGE, 6] as const]) {
    for (let seed = 1; seed <= count; seed++) {
      const program: Program = drawProgram(seed, size);
      for (const one of engines) one[key].push((await one.engine.solve(program, LIMITS)).solveMs);
    }
  }
  const rows = engines.map(
    ({ name, medium, large }): Row => ({
      setting: name,
      '5 lines × 20 locations × 2 dates': threeFigures(medium.slice(1)),
      '8 lines × 40 locations × 1 date': threeFigures(large.slice(1)),
    }),
  );
  printTable('Milliseconds an attempt by HiGHS alone: median / 95 % / worst', rows);
}

/** Claims about sums that meet a demand to the unit: too low ones are repaired, too high ones are false proofs. */
async function byNumerics(): Promise<void> {
  const count = Number(options.ties);
  const settings: readonly [
    string,
    HighsSettings,
    { readonly allInteger: boolean; readonly part: number },
  ][] = [
    ['ours', {}, { allInteger: false, part: 1 }],
    ['tolerances 10⁻⁶', { tolerance: 1e-6 }, { allInteger: false, part: 1 }],
    ['tolerances 10⁻¹⁰', { tolerance: 1e-10 }, { allInteger: false, part: 1 }],
    ['not scaled', { largestQuantity: 2 ** 40 }, { allInteger: false, part: 1 }],
    [
      'not scaled, coefficients under 10⁻⁹ dropped',
      { largestQuantity: 2 ** 40, options: { small_matrix_value: 1e-9 } },
      { allInteger: false, part: 1 },
    ],
    ['quantities as integers', {}, { allInteger: true, part: 8 }],
  ];
  const rows: Row[] = [];
  for (const [name, highsSettings, { allInteger, part }] of settings) {
    const highs = await loadHighsSolver(highsSettings);
    let low = 0;
    let high = 0;
    const ms: number[] = [];
    for (let seed = 1; seed <= count / part; seed++) {
      const { question, optimum } = drawNearTie(seed, 100_000_000);
      const everything = new Uint8Array(question.upper.length).fill(1);
      const asked = allInteger ? { ...question, isInteger: everything } : question;
      const claim = timed(() => highs.solve(asked));
      ms.push(claim.ms);
      if (claim.result.bound < optimum - 0.5) low += 1;
      if (claim.result.bound > optimum + 0.5) high += 1;
    }
    rows.push({
      setting: name,
      questions: ms.length,
      'bound too low': low,
      'bound too high': high,
      'median ms': median(ms),
    });
    highs.dispose();
  }
  printTable('Claims about demands of 10⁸ to 10⁹ that are met or missed by up to three units', rows);
}

await bySize(Number(options.attempts));
await bySetting();
await byNumerics();
