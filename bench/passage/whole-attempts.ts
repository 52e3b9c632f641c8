import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { answersOn } from '../../src/app/compose.ts';
import { optimize } from '../../src/attempt/optimize.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { buildApp } from '../../src/http/app.ts';
import { ServiceState } from '../../src/http/service-state.ts';
import { parseBounded } from '../../src/input/bounded-input.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import type { Pool } from '../../src/threads/pool.ts';
import type { Row } from '../report.ts';
import { measure } from './measure.ts';

const KIB = 2 ** 10;
/** The service's own limit. */
const LONGEST_BODY_BYTES = 32 * 2 ** 20;

const engine = createPortfolio();

/** Everything in the thread that serves, as a service without workers would have it. */
async function attemptHere(body: Uint8Array, now: string): Promise<unknown> {
  const request = parseBounded(OptimizeRequest, JSON.parse(Buffer.from(body).toString('utf8')));
  return JSON.stringify(await optimize(takeAttempt(request, now), engine));
}

/** The service in this thread, and a client in another. */
async function overSocket(pool: Pool, body: Uint8Array, now: string) {
  const state = new ServiceState();
  state.becomeReady();
  const answers = answersOn(pool);
  await answers.warmUp();
  const app = await buildApp({
    answers,
    state,
    log: pino({ level: 'silent' }),
    now: () => now,
    newRequestId: () => 'bench',
    bodyLimitBytes: LONGEST_BODY_BYTES,
    version: 'bench',
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const client = new Worker(new URL('./workers/client.js', import.meta.url), { workerData: body });
  return {
    send: async () => {
      client.postMessage((app.server.address() as AddressInfo).port);
      await once(client, 'message');
    },
    close: async () => {
      await client.terminate();
      await app.close();
    },
  };
}

/** What is sent, how often, and whether this thread could answer it at all. */
interface Sent {
  readonly name: string;
  readonly body: Uint8Array;
  readonly runs: number;
  readonly isAnswered: boolean;
}

/** Whole attempts: by the service, over a socket, and in this thread. */
export async function attemptRows(pool: Pool, sent: readonly Sent[], now: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, body, runs, isAnswered } of sent) {
    if (body.length > LONGEST_BODY_BYTES) throw new Error(`${name}: ${body.length} bytes are too many`);
    const socket = await overSocket(pool, body, now);
    const ways = [
      ['the service, over a socket', () => measure(runs, () => null, socket.send)],
      [
        'in this thread, as it was',
        () =>
          measure(
            runs,
            () => body,
            (bytes) => attemptHere(bytes, now),
          ),
      ],
    ] as const;
    for (const [way, run] of isAnswered ? ways : ways.slice(0, 1)) {
      if (runs > 10) await run();
      const figures = await run();
      rows.push({ request: name, 'body KiB': Math.round(body.length / KIB), way, ...figures });
      console.log(`${name}, ${way}: ${figures['median ms'].toFixed(1)} ms`);
    }
    await socket.close();
  }
  return rows;
}
