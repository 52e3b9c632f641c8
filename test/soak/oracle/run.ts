import { parseArgs } from 'node:util';
import { createPortfolio } from '../../../src/solver/portfolio.ts';
import { drawAnything } from './draw.ts';
import { judge } from './judge.ts';
import { shrink } from './shrink.ts';

const HELP = `node bench/out/test/soak/oracle/run.js [options]
  --attempts N     attempts to compare (1000)
  --seed N         the first of them (1)
  --limit MS       our time limit (1000)
  --minutes N      stop after this long (10)`;

const { values: options } = parseArgs({
  options: {
    attempts: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    limit: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '10' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}

const ORACLE_MS = 20_000;
const SHRINK_MS = 60_000;
const limits = { oursMs: Number(options.limit), oracleMs: ORACLE_MS };
const first = Number(options.seed);
const until = performance.now() + Number(options.minutes) * 60_000;
const counts = new Map<string, number>();
const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
const engine = createPortfolio();
let wrong = 0;
let seed = first;
for (; seed < first + Number(options.attempts) && performance.now() < until; seed++) {
  const request = drawAnything(seed);
  const verdict = await judge(request, engine, limits);
  count(`ours ${verdict.status}, oracle ${verdict.truth}`);
  count(`answered by ${verdict.engine}`);
  if (verdict.status === 'none') console.log(`NO PLAN seed ${seed}`);
  if (verdict.ms > 1.5 * limits.oursMs) console.log(`LATE seed ${seed}: ${Math.round(verdict.ms)} ms`);
  if (verdict.wrong === null) continue;
  wrong++;
  console.log(`WRONG seed ${seed} (${verdict.engine}, ${verdict.status}): ${verdict.wrong}`);
  const isWrong = async (smaller: typeof request) => {
    try {
      return (await judge(smaller, engine, limits)).wrong !== null;
    } catch {
      return false;
    }
  };
  const least = await shrink(request, isWrong, performance.now() + SHRINK_MS);
  console.log(`  ${(await judge(least, engine, limits)).wrong}\n  ${JSON.stringify(least)}`);
}
for (const [name, times] of [...counts].sort()) console.log(`${name}: ${times}`);
console.log(`${seed - first} attempts, seeds ${first} to ${seed - 1}: ${wrong} wrong`);
process.exitCode = wrong === 0 ? 0 : 1;
