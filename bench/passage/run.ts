import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { serialize } from 'node:v8';
import type { Attempt } from '../../src/domain/attempt.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { takeBody } from '../../src/threads/answers/body.ts';
import type { JobKind } from '../../src/threads/boundary/job.ts';
import { createPool, type Pool } from '../../src/threads/pool.ts';
import { drawSmallRequest } from '../http/bodies.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { asFromSocket, asSlices, type BodyShape, drawRequest } from './bodies.ts';
import { machineryRows, weighingRows } from './machinery.ts';
import { measure } from './measure.ts';
import { stageRows } from './stages.ts';
import { attemptRows } from './whole-attempts.ts';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '2000' }, large: { type: 'string', default: '3' } },
});
const RUNS = Number(options.runs);
const LARGE_RUNS = Number(options.large);
const SEED = 1;
const NOW = '2026-05-01T00:00:00Z';
const AIM_MS = 5;
const LIMITS = { timeLimitMs: 60_000 };
const KIB = 2 ** 10;
const LONGEST_BODY_BYTES = 32 * 2 ** 20;

const SHAPES = {
  'one cell': { lines: 1, locations: 1, dates: 0 },
  '5 × 50 × 1 cells': { lines: 5, locations: 50, dates: 0 },
  '20 × 500 × 7 cells': { lines: 20, locations: 500, dates: 6 },
} satisfies Record<string, BodyShape>;
/** 20 lines whose products lie at 107 locations at each of 7 times. */
const MANY_CELLS: BodyShape = { lines: 20, locations: 107, dates: 6 };
/** As many rows as make a body of just under 32 MiB. */
const LONGEST_NAME = 'as long as is accepted';
const LONGEST: BodyShape = { lines: 20, locations: 1_880, dates: 6 };

const bytesOfRequest = (request: unknown): Uint8Array => Buffer.from(JSON.stringify(request));
const bytesOf = (shape: BodyShape): Uint8Array => bytesOfRequest(drawRequest(SEED, shape));

const attemptOf = (shape: BodyShape): Attempt =>
  takeAttempt(parseInput(OptimizeRequest, drawRequest(SEED, shape)), NOW);

const SWALLOW: JobKind<unknown, unknown> = { name: 'swallow' };

/** The way there and back: a worker that answers at once. */
async function passageRows(pool: Pool): Promise<Row[]> {
  const rows: Row[] = [];
  async function add<Asked>(
    shape: string,
    kind: string,
    bytes: number,
    prepare: () => Asked,
    ask: (asked: Asked) => Promise<unknown>,
  ) {
    const runs = Math.max(20, Math.min(RUNS, Math.round(2e7 / bytes)));
    await measure(Math.ceil(runs / 10), prepare, ask);
    rows.push({ shape, kind, 'KiB there': bytes / KIB, ...(await measure(runs, prepare, ask)) });
  }
  const swallow = async (pieces: Uint8Array[]) => {
    const taken = await takeBody(pieces);
    return pool.run(SWALLOW, taken, { ...LIMITS, transfer: taken.map(({ buffer }) => buffer) });
  };
  for (const [name, shape] of Object.entries(SHAPES)) {
    const body = bytesOf(shape);
    const attempt = attemptOf(shape);
    const copied = serialize(attempt).byteLength;
    await add(
      name,
      'attempt',
      copied,
      () => attempt,
      (asked) => pool.run(SWALLOW, asked, LIMITS),
    );
    await add(name, 'body', body.length, () => asFromSocket(body), swallow);
  }
  const body = bytesOf(LONGEST);
  await add(LONGEST_NAME, 'body', body.length, () => asFromSocket(body), swallow);
  await add(LONGEST_NAME, 'body, slices', body.length, () => asSlices(body), swallow);
  return rows;
}

// The same watch over a loop that has nothing to do says how much of the worst runs is the machine's.
const idle: Row[] = [];
for (const [ms, runs] of [
  [1, RUNS],
  [50, 50],
  [5_000, LARGE_RUNS],
] as const) {
  const figures = await measure(
    runs,
    () => null,
    () => delay(ms),
  );
  idle.push({ idle: `for ${ms} ms`, ...figures });
}

const instant = createPool({ threads: 1, workerFile: new URL('./workers/instant.js', import.meta.url) });
await instant.ready();
const passage = await passageRows(instant);
await instant.close({ graceMs: 0 });

const small = drawSmallRequest();
const stages = [
  ...stageRows('5 lines, 50 sources', small, RUNS, NOW),
  ...stageRows('20 lines, 15k cells', drawRequest(SEED, MANY_CELLS), 5, NOW),
];

const machinery = machineryRows({ ...SHAPES, 'as many rows as 32 MiB hold': LONGEST }, SEED);
const weighing = weighingRows();

const pool = createPool({ threads: 1 });
await pool.ready();
const item = '{},';
const hollow = `{"shipment":{"shipmentNumber":1,"items":[${item.repeat(LONGEST_BODY_BYTES / item.length - 50)}{}]}}`;
const attempts = await attemptRows(
  pool,
  [
    { name: '5 lines, 50 sources', body: bytesOfRequest(small), runs: RUNS, isAnswered: true },
    { name: '20 lines, 15k cells', body: bytesOf(MANY_CELLS), runs: LARGE_RUNS, isAnswered: true },
    { name: LONGEST_NAME, body: bytesOf(LONGEST), runs: LARGE_RUNS, isAnswered: true },
    { name: '32 MiB of {}', body: Buffer.from(hollow), runs: LARGE_RUNS, isAnswered: false },
  ],
  NOW,
);
const { replaced } = pool.stats();
await pool.close({ graceMs: 0 });

printTable('bench/passage: where the time of an attempt goes, stage by stage', stages);
printTable('bench/passage: what is written by hand, against the plain way', machinery);
printTable('bench/passage: JSON that is weighed before it is read', weighing);
printTable('bench/passage: an idle loop, watched in the same way', idle);
printTable('bench/passage: there and back, to a worker that answers at once', passage);
printTable(`bench/passage: whole attempts; ${replaced} threads replaced`, attempts);
const served = [...passage, ...attempts.filter(({ way }) => way !== 'in this thread, as it was')];
const most = (rows: readonly Row[], column: string) =>
  Math.max(...rows.map((row) => row[column] as number)).toFixed(2);
console.log(
  `\nlongest turn of the thread that serves, on a core: ${most(served, 'longest turn ms')} ms (median of runs), ` +
    `${most(served, 'worst run')} ms in the worst run; of an idle loop ${most(idle, 'longest turn ms')} and ` +
    `${most(idle, 'worst run')} ms; aim ${AIM_MS} ms`,
);
writeResult('passage', { seed: SEED, idle, passage, stages, machinery, weighing, attempts, replaced });
