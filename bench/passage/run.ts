import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { optimize } from '../../src/attempt/optimize.ts';
import { parseInput } from '../../src/domain/faults.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { allocate } from '../../src/formulation/allocate.ts';
import { formulate } from '../../src/formulation/formulate.ts';
import { findSourcing } from '../../src/formulation/sources.ts';
import { parseBounded } from '../../src/http/bounded-input.ts';
import { createPool, type Pool } from '../../src/solver/pool.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { packAllocation } from '../../src/solver/worker-allocation.ts';
import { packProgram } from '../../src/solver/worker-program.ts';
import { callAttempt } from '../../src/worker/attempt-call.ts';
import { printTable, type Row, writeResult } from '../report.ts';
import { median, quantile } from '../statistics.ts';
import { asFromSocket, asSlices, type BodyShape, drawRequest } from './bodies.ts';
import { type Lasted, TurnWatch } from './turns.ts';

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
/** As many rows as make a body of just under 32 MiB. */
const LONGEST_NAME = 'as long as is accepted';
const LONGEST: BodyShape = { lines: 20, locations: 1_880, dates: 6 };

/**
 * Asks `runs` times, one after the other, for the time, and then again for the turns: whoever watches every turn
 * keeps a core busy, which the worker may want.
 */
async function measure<Asked>(runs: number, prepare: () => Asked, ask: (asked: Asked) => Promise<unknown>) {
  const times: number[] = [];
  const longest: Lasted[] = [];
  for (let run = 0; run < 2 * runs; run++) {
    const asked = prepare();
    // What preparing has left to be done is not done in the turns that are watched.
    await delay(1);
    const watch = run < runs ? null : new TurnWatch();
    const startedAt = performance.now();
    await ask(asked);
    if (watch === null) times.push(performance.now() - startedAt);
    else longest.push(watch.stop());
  }
  const onCore = longest.map((turn) => turn.onCoreMs);
  return {
    runs,
    'median ms': median(times),
    'p99 ms': quantile(times, 0.99),
    'longest turn ms': median(onCore),
    'worst run': Math.max(...onCore),
    'worst, with waiting': Math.max(...longest.map((turn) => turn.ms)),
  };
}

const bytesOf = (shape: BodyShape): Uint8Array => Buffer.from(JSON.stringify(drawRequest(SEED, shape)));

/** Both ways of writing out the request of a shape, and what of each crosses. */
function questionsOf(shape: BodyShape) {
  const snapshot = takeSnapshot(parseInput(OptimizeRequest, drawRequest(SEED, shape)), NOW);
  const sourcing = findSourcing(snapshot);
  return { program: formulate(snapshot, sourcing).program, allocation: allocate(snapshot, sourcing) };
}

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
  const swallow = (pieces: Uint8Array[]) => pool.runJob('swallow', { head: {}, body: pieces }, LIMITS);
  for (const [name, shape] of Object.entries(SHAPES)) {
    const { program, allocation } = questionsOf(shape);
    const body = bytesOf(shape);
    const nothing = () => null;
    await add(name, 'program', packProgram(program).byteLength, nothing, () => pool.solve(program, LIMITS));
    const allocationBytes = packAllocation(allocation).byteLength;
    await add(name, 'allocation', allocationBytes, nothing, () => pool.solveAllocation(allocation, LIMITS));
    await add(name, 'body', body.length, () => asFromSocket(body), swallow);
  }
  const body = bytesOf(LONGEST);
  await add(LONGEST_NAME, 'body', body.length, () => asFromSocket(body), swallow);
  await add(LONGEST_NAME, 'body, slices', body.length, () => asSlices(body), swallow);
  return rows;
}

const engine = createPortfolio();

/** What the service did before: everything in the thread that serves. */
async function attemptHere(body: Uint8Array): Promise<unknown> {
  const request = parseBounded(OptimizeRequest, JSON.parse(Buffer.from(body).toString('utf8')));
  return JSON.stringify(await optimize(request, { engine, now: () => NOW }));
}

/** A server in this thread that hands each body to the pool, and a client in another. */
async function overSocket(pool: Pool, body: Uint8Array) {
  const server = createServer((request, reply) => {
    const pieces: Uint8Array[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      callAttempt(pool, { body: pieces, now: NOW }).then((answer) => reply.end(answer.body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new Worker(new URL('./workers/client.js', import.meta.url), { workerData: body });
  return {
    send: async () => {
      client.postMessage((server.address() as AddressInfo).port);
      await once(client, 'message');
    },
    close: async () => {
      await client.terminate();
      server.close();
    },
  };
}

/** Whole attempts, by the worker of production. */
async function attemptRows(pool: Pool): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, shape] of Object.entries({ ...SHAPES, [LONGEST_NAME]: LONGEST })) {
    const body = bytesOf(shape);
    if (body.length > LONGEST_BODY_BYTES) throw new Error(`${name}: ${body.length} bytes are too many`);
    const runs = body.length > 2 ** 20 ? LARGE_RUNS : Math.min(RUNS, 500);
    const inWorker = (pieces: Uint8Array[]) => callAttempt(pool, { body: pieces, now: NOW });
    const socket = await overSocket(pool, body);
    const ways = [
      ['in this thread', () => measure(runs, () => body, attemptHere)],
      ['in the worker', () => measure(runs, () => asFromSocket(body), inWorker)],
      ['in the worker, slices', () => measure(runs, () => asSlices(body), inWorker)],
      ['in the worker, over a socket', () => measure(runs, () => null, socket.send)],
    ] as const;
    for (const [way, run] of ways) {
      if (runs > LARGE_RUNS) await run();
      const figures = await run();
      rows.push({ request: name, 'body KiB': Math.round(body.length / KIB), way, ...figures });
      console.log(`${name}, ${way}: ${figures['median ms'].toFixed(1)} ms`);
    }
    await socket.close();
  }
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

const pool = createPool({ threads: 1 });
await pool.ready();
const attempts = await attemptRows(pool);
const { replaced } = pool.stats();
await pool.close({ graceMs: 0 });

printTable('bench/passage: an idle loop, watched in the same way', idle);
printTable('bench/passage: there and back, to a worker that answers at once', passage);
printTable(`bench/passage: whole attempts; ${replaced} threads replaced`, attempts);
const served = [...passage, ...attempts.filter(({ way }) => way !== 'in this thread')];
const most = (rows: readonly Row[], column: string) =>
  Math.max(...rows.map((row) => row[column] as number)).toFixed(2);
console.log(
  `\nlongest turn of the thread that serves, on a core: ${most(served, 'longest turn ms')} ms (median of runs), ` +
    `${most(served, 'worst run')} ms in the worst run; of an idle loop ${most(idle, 'longest turn ms')} and ` +
    `${most(idle, 'worst run')} ms; aim ${AIM_MS} ms`,
);
writeResult('passage', { seed: SEED, idle, passage, attempts, replaced });
