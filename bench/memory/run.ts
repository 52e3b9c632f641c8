import { parseArgs } from 'node:util';
import { BroadcastChannel } from 'node:worker_threads';
import { NothingProvenError } from '../../src/attempt/optimize.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { EngineError } from '../../src/solver/engine.ts';
import { decideThere } from '../../src/threads/answers/there.ts';
import { createPool } from '../../src/threads/pool.ts';
import { allClasses } from '../instances/classes.ts';
import { printTable, writeResult } from '../report.ts';
import { type HeldBytes, MEMORY_CHANNEL } from './channel.ts';

const { values: options } = parseArgs({
  options: { attempts: { type: 'string', default: '300' }, limit: { type: 'string', default: '500' } },
});
const ATTEMPTS = Number(options.attempts);
const LIMIT_MS = Number(options.limit);
const MIB = 2 ** 20;
const AIM_MIB = 256;
/** What an attempt may take beyond its limit before its thread is replaced. */
const GRACE_MS = 20_000;

const classes = allClasses();
const perClass = Math.ceil(ATTEMPTS / classes.length);
const NOW = '2026-05-01T00:00:00Z';
const rssBefore = process.memoryUsage.rss();

const peak: { -readonly [Kind in keyof HeldBytes]: number } = { heap: 0, outside: 0 };
let peakTogether = 0;
const channel = new BroadcastChannel(MEMORY_CHANNEL);
channel.onmessage = (event) => {
  const { heap, outside } = (event as { data: HeldBytes }).data;
  peak.heap = Math.max(peak.heap, heap);
  peak.outside = Math.max(peak.outside, outside);
  peakTogether = Math.max(peakTogether, heap + outside);
};

// One thread, so that there is one isolate to watch; it is never replaced for its size, and not soon for its time,
// which would hide its peak.
const pool = createPool({
  threads: 1,
  recycleAboveMb: 1_000_000,
  hardKillGraceMs: GRACE_MS,
  workerFile: new URL('./worker.js', import.meta.url),
});
await pool.ready();
const engines = new Map<string, number>();
let attempts = 0;
let slowestMs = 0;
// In turn, so that what one class leaves behind is there when the next one comes.
for (let index = 0; index < perClass; index++) {
  for (const each of classes) {
    const instance = each.take(perClass)[index];
    if (instance === undefined) continue;
    const input = { ...(await instance.draw()), limits: { timeLimitMs: LIMIT_MS } };
    const startedAt = performance.now();
    const engine = await decideThere(pool, takeAttempt(parseInput(OptimizeRequest, input), NOW))
      .then(({ proof }) => proof.engine)
      .catch((thrown: unknown) => {
        if (thrown instanceof NothingProvenError) return 'none: nothing proven within the limit';
        if (thrown instanceof EngineError) return `none: ${thrown.code}`;
        throw thrown;
      });
    engines.set(engine, (engines.get(engine) ?? 0) + 1);
    attempts += 1;
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
  }
}
const stats = pool.stats();
await pool.close({ graceMs: 0 });
channel.close();

const rssPeak = process.resourceUsage().maxRSS * 1024;
const figures = {
  attempts,
  'worker peak MiB': peakTogether / MIB,
  'its heap MiB': peak.heap / MIB,
  'outside it MiB': peak.outside / MIB,
  'process before the pool MiB': rssBefore / MIB,
  'process peak MiB': rssPeak / MIB,
  'slowest attempt ms': slowestMs,
  'threads replaced': stats.replaced,
};
printTable(
  `bench/memory: ${attempts} mixed attempts of ${classes.length} classes, limit ${LIMIT_MS} ms, one thread`,
  [figures],
);
console.log(`\nanswered by ${[...engines].map(([name, times]) => `${name} ${times}`).join(', ')}`);
console.log(`the worker's peak is ${peakTogether <= AIM_MIB * MIB ? 'within' : 'ABOVE'} ${AIM_MIB} MiB`);
writeResult('memory', { limitMs: LIMIT_MS, ...figures, engines: Object.fromEntries(engines) });
