import { parseArgs } from 'node:util';
import { verifyWave } from '../../src/decision/verify/wave/verify-wave.ts';
import type { WaveAnswer } from '../../src/domain/wave/answer.ts';
import { type WavePolicy, WaveRequest } from '../../src/domain/wave/request.ts';
import { jsonParser } from '../../src/input/bounded-input.ts';
import { takeWave } from '../../src/input/take-wave.ts';
import { loadHighsPacking } from '../../src/solver/engines/highs-packing.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import type { WaveEngines } from '../../src/wave/engines.ts';
import { optimizeWave } from '../../src/wave/optimize-wave.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { fittedExponent } from '../statistics.ts';
import { drawWave } from './draw-wave.ts';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000' },
    policies: { type: 'string', default: 'one-by-one,first-come,optimal' },
    limit: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
  },
});
const SIZES = options.sizes.split(',').map(Number);
const POLICIES = options.policies.split(',') as WavePolicy[];
const LIMIT_MS = Number(options.limit);

const packing = await loadHighsPacking();
const engines: WaveEngines = { attempt: createPortfolio(), packing: async () => packing };
const parse = jsonParser(WaveRequest);
const NOW = '2026-05-01T09:00:00Z';

/** Milliseconds of the processor, so that a busy machine changes little. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** The value of all priorities together, and how far it may be from the best. */
function worthOf({ objective }: WaveAnswer): { value: number; gap: number | string } {
  const levels = objective.filter(({ tier }) => tier === 'value');
  const value = levels.reduce((sum, level) => sum + level.value, 0);
  if (levels.some(({ bound }) => bound === null)) return { value, gap: '-' };
  const bound = levels.reduce((sum, level) => sum + level.bound!, 0);
  return { value, gap: `${((100 * (bound - value)) / Math.max(1, value)).toFixed(3)} %` };
}

async function measure(shipments: number, policy: WavePolicy): Promise<Row> {
  const request = JSON.parse(JSON.stringify(drawWave(Number(options.seed), shipments)));
  const wave = { ...takeWave(parse(request), NOW), policy, timeLimitMs: LIMIT_MS };
  const before = processorMs();
  const answer = await optimizeWave(wave, engines);
  const allMs = processorMs() - before;
  if (!verifyWave(wave, answer).valid) throw new Error('the checker refuses the wave');
  const { value, gap } = worthOf(answer);
  const { versus } = answer;
  return {
    shipments,
    policy,
    'decided in (s, wall)': answer.proof.solveMs / 1_000,
    'all (s, processor)': allMs / 1_000,
    released: answer.released,
    value,
    'gap of value': gap,
    'more than one-by-one': versus.oneByOne?.released ?? '-',
    'more than first-come': versus.firstCome?.released ?? '-',
    'more than smallest-first': versus.smallestFirst?.released ?? '-',
    children: answer.objective.find(({ tier }) => tier === 'childShipments')!.value,
    'peak MiB': Math.round(process.resourceUsage().maxRSS / 1_024),
  };
}

await measure(500, 'first-come');
const rows: Row[] = [];
for (const shipments of SIZES) {
  for (const policy of POLICIES) rows.push(await measure(shipments, policy));
}
printTable('Waves of a retailer’s backlog', rows);
const growth = SIZES.length < 2 ? null : growthOf('first-come');
if (growth !== null) console.log(`\nfirst-come grows with an exponent of ${growth.toFixed(2)}`);
writeResult('wave', { limitMs: LIMIT_MS, seed: Number(options.seed), rows, growth });

/** How the processor time of a policy grows with the shipments. */
function growthOf(policy: WavePolicy): number | null {
  const points = rows
    .filter((row) => row.policy === policy)
    .map((row) => [Number(row.shipments), Number(row['all (s, processor)'])] as const);
  return points.length < 2 ? null : fittedExponent(points);
}
