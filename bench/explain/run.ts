import { optimize } from '../../src/attempt/optimize.ts';
import type { Attempt } from '../../src/domain/attempt.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { TODAY } from '../instances/draw-stock.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { median, quantile } from '../statistics.ts';
import { HELD_CLASSES, type HeldClass } from './held.ts';

/** Runs of each question; the median counts. */
const REPEATS = 5;
/** Attempts of each class before anything is timed, so that its code is compiled. */
const WARM_UP = 10;
const TIME_LIMIT_MS = 1000;
/** Parts of the names of classes, where only some are asked. */
const ONLY = process.argv[2]?.split(',') ?? null;

const engine = createPortfolio();
await engine.warmUp();

interface Timed {
  readonly seed: number;
  readonly noneMs: number;
  readonly reasonsMs: number;
  readonly fullMs: number;
  readonly fixes: number;
  readonly isPartial: boolean;
}

async function timeOf(attempt: Attempt): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < REPEATS; run++) {
    const startedAt = performance.now();
    await optimize(attempt, engine);
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

/** Times one attempt with and without its explanation; null where it is not held. */
async function timeHeld(drawn: HeldClass, seed: number): Promise<Timed | null> {
  const request = { ...(await drawn.draw(seed)), limits: { timeLimitMs: TIME_LIMIT_MS } };
  const attempt = takeAttempt(parseInput(OptimizeRequest, request), TODAY);
  const full: Attempt = { ...attempt, explain: 'full' };
  const { hold } = await optimize(full, engine);
  if (hold === null) return null;
  return {
    seed,
    noneMs: await timeOf({ ...attempt, explain: 'none' }),
    reasonsMs: await timeOf({ ...attempt, explain: 'reasons' }),
    fullMs: await timeOf(full),
    fixes: hold.fixes.length,
    isPartial: hold.explanation === 'partial',
  };
}

const rows: Row[] = [];
const attempts: Record<string, readonly Timed[]> = {};
for (const drawn of HELD_CLASSES) {
  if (ONLY !== null && !ONLY.some((part) => drawn.name.includes(part))) continue;
  for (let seed = 1; seed <= WARM_UP; seed++) await timeHeld(drawn, drawn.count + seed);
  const timed: Timed[] = [];
  for (let seed = 1; seed <= drawn.count; seed++) {
    const held = await timeHeld(drawn, seed);
    if (held !== null) timed.push(held);
  }
  attempts[drawn.name] = timed;
  const ratios = timed.map(({ noneMs, fullMs }) => fullMs / noneMs);
  rows.push({
    class: drawn.name,
    held: timed.length,
    'none, median ms': median(timed.map(({ noneMs }) => noneMs)),
    'reasons, median ms': median(timed.map(({ reasonsMs }) => reasonsMs)),
    'full, median ms': median(timed.map(({ fullMs }) => fullMs)),
    'full, longest ms': quantile(
      timed.map(({ fullMs }) => fullMs),
      1,
    ),
    'full / none, median': median(ratios),
    'full / none, p99': quantile(ratios, 0.99),
    'fixes, mean': timed.reduce((sum, { fixes }) => sum + fixes, 0) / timed.length,
    partial: timed.filter(({ isPartial }) => isPartial).length,
  });
}
printTable('bench/explain: what explaining a hold takes, beside the attempt that is not explained', rows);
if (ONLY === null) writeResult('explain', { timeLimitMs: TIME_LIMIT_MS, repeats: REPEATS, rows, attempts });
