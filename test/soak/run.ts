import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { addUp, type BatchResult } from './batch.ts';

const HELP = `npm run soak -- [options]
  --attempts N     attempts to compare, at least (20000)
  --seed N         seed of the first batch; the others follow (1)
  --minutes N      stop after this long, whatever was reached (60)
  --threads N      threads (2)`;

const { values: options } = parseArgs({
  options: {
    attempts: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '60' },
    threads: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}

const wanted = Number(options.attempts);
const firstSeed = Number(options.seed);
const startedAt = performance.now();
const deadline = startedAt + Number(options.minutes) * 60_000;
const PROGRESS_EVERY_MS = 15_000;

const results: BatchResult[] = [];
let nextSeed = firstSeed;
let attempts = 0;
let saidAt = startedAt;

function keep(result: BatchResult): void {
  results.push(result);
  attempts += result.attempts;
  for (const difference of result.differences) console.error(`DIFFERENCE ${difference}`);
  const now = performance.now();
  if (now - saidAt < PROGRESS_EVERY_MS) return;
  saidAt = now;
  console.log(`${attempts} attempts in ${Math.round((now - startedAt) / 1000)} s, last seed ${result.seed}`);
}

/** Gives one thread a seed after the other until enough is done or the time is over. */
function runThread(): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./soak-worker.js', import.meta.url));
    const next = () => {
      if (attempts < wanted && performance.now() < deadline) worker.postMessage(nextSeed++);
      else resolve(worker.terminate().then(() => undefined));
    };
    worker.on('message', (result: BatchResult) => {
      keep(result);
      next();
    });
    worker.on('error', reject);
    next();
  });
}

await Promise.all(Array.from({ length: Number(options.threads) }, runThread));
for (const [name, times] of Object.entries(addUp(results))) console.log(`${name}: ${times}`);
const differences = results.reduce((sum, result) => sum + result.differences.length, 0);
const seconds = Math.round((performance.now() - startedAt) / 1000);
const seeds = `seeds ${firstSeed} to ${nextSeed - 1}`;
console.log(`${attempts} attempts, ${seeds}, ${seconds} s: ${differences} differences`);
if (attempts < wanted) console.log(`stopped by its time, ${wanted - attempts} attempts short`);
process.exitCode = differences === 0 ? 0 : 1;
