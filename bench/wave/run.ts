import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WavePolicy } from '../../src/domain/wave/request.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { fittedExponent, median } from '../statistics.ts';
import { decideOne, type Measured } from './decide-one.ts';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    seeds: { type: 'string', default: '3' },
    limit: { type: 'string', default: '60000' },
    one: { type: 'string' },
  },
});
const SIZES = options.sizes.split(',').map(Number);
const SEEDS = Number(options.seeds);
const POLICIES = ['first-come', 'optimal'] as const;

/** One wave in a process of its own, so that its memory is known and nobody warms up another. */
function measure(seed: number, count: number, policy: WavePolicy): Measured {
  const one = [seed, count, policy, options.limit].join(',');
  const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--one', one], {
    encoding: 'utf8',
    maxBuffer: 1e8,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as Measured;
}

const percent = (part: number, digits = 1) => `${(100 * part).toFixed(digits)} %`;

/** How many more it releases than another policy does, as a part of those; empty where there was no time for that. */
function more({ released, versus }: Measured, than: keyof Measured['versus']): string {
  const difference = versus[than];
  return difference === null ? '' : percent(difference.released / (released - difference.released), 2);
}

function rowOf(policy: string, seed: number, each: Measured): Row {
  const { shipments, released, components, valueGap, status, decideMs, wholeMs, processorMs, peakMiB } = each;
  return {
    shipments,
    policy,
    seed,
    released,
    'more than one by one': more(each, 'oneByOne'),
    'than first come': more(each, 'firstCome'),
    'than smallest first': more(each, 'smallestFirst'),
    'largest component': components.largest,
    'gap of value': valueGap === null ? '' : percent(valueGap, 3),
    status,
    'decide ms': Math.round(decideMs),
    'whole ms': Math.round(wholeMs),
    'processor ms': Math.round(processorMs),
    'peak MiB': Math.round(peakMiB),
  };
}

if (options.one === undefined) {
  const rows: Row[] = [];
  const figures: { policy: string; size: number; seed: number; measured: Measured }[] = [];
  for (const size of SIZES) {
    for (const policy of POLICIES) {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const measured = measure(seed, size, policy);
        figures.push({ policy, size, seed, measured });
        rows.push(rowOf(policy, seed, measured));
      }
    }
  }
  printTable('waves: one core, every answer checked as a whole', rows);
  const exponents = Object.fromEntries(
    POLICIES.map((policy) => {
      const times = SIZES.map((size) => {
        const all = figures.filter((each) => each.size === size && each.policy === policy);
        return [size, median(all.map(({ measured }) => measured.wholeMs))] as const;
      });
      return [policy, times.length > 1 ? fittedExponent(times) : null];
    }),
  );
  console.log(`\nwhole time grows with the shipments to the power: ${JSON.stringify(exponents)}`);
  writeResult('wave', { limitMs: Number(options.limit), figures, exponents });
} else {
  const [seed, count, policy, limit] = options.one.split(',');
  await decideOne(Number(seed), Number(count), WavePolicy.parse(policy), Number(limit));
}
