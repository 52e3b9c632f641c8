import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { optimize } from '../../../src/attempt/optimize.ts';
import { OptimizeRequest } from '../../../src/domain/optimize-request.ts';
import { classify } from '../../../src/http/classify.ts';
import { parseBounded } from '../../../src/input/bounded-input.ts';
import { JsonError } from '../../../src/input/read-json.ts';
import { takeAttempt } from '../../../src/input/take-attempt.ts';
import { createPortfolio } from '../../../src/solver/portfolio.ts';
import { decideBytesThere } from '../../../src/threads/answers/there.ts';
import type { PoolOptions } from '../../../src/threads/pool/options.ts';
import { createPool, type Pool } from '../../../src/threads/pool.ts';
import { optimizeRequest } from '../../arbitraries/request.ts';
import { runs } from '../../arbitraries/runs.ts';
import { CASE_FILES, readCase } from '../../cases/read-cases.ts';
import { hardRequest } from '../../http/hard-request.ts';
import { mutate, mutation, textOf } from '../../http/mutations.ts';

const NOW = '2026-05-01T09:00:00Z';
const workerFile = new URL('../../../dist/threads/jobs/main.js', import.meta.url);

/** A thread may start as slowly as the machine makes it: what is tested here is what it answers. */
const PATIENT: PoolOptions = { threads: 1, queueTimeoutMs: 60_000, bootTimeoutMs: 60_000 };

const openPool = (options: PoolOptions = {}): Pool => createPool({ workerFile, ...PATIENT, ...options });

const engine = createPortfolio();

let pool: Pool;
beforeAll(async () => {
  pool = openPool();
  await pool.ready();
});
afterAll(() => pool.close({ graceMs: 0 }));

/** Time is all that two answers to one question may differ in. */
const timeless = (decision: { proof: object }) => ({ ...decision, proof: { ...decision.proof, solveMs: 0 } });

/** What the service would answer to an error. */
function problemOf(thrown: unknown) {
  const { code, message, faults } = classify(thrown, 0);
  return { code, detail: message, errors: faults };
}

/** What the service would answer to the bytes if it decided in its own thread. */
async function inThisThread(body: Buffer) {
  try {
    const request = parseBounded(OptimizeRequest, JSON.parse(body.toString()));
    const decision = await optimize(takeAttempt(request, NOW), engine);
    return timeless(JSON.parse(JSON.stringify(decision)));
  } catch (error) {
    if (error instanceof SyntaxError) return problemOf(new JsonError('NOT_JSON', error.message));
    return problemOf(error);
  }
}

/** What it would answer from what came from the worker. */
async function inTheWorker(body: Buffer) {
  try {
    const reply = await decideBytesThere(pool, { body: [body.subarray(0, 7), body.subarray(7)], now: NOW });
    const decision = JSON.parse(Buffer.from(reply.body).toString());
    const { engine, status, solveMs } = decision.proof;
    expect(reply.facts).toStrictEqual({ decision: decision.decision, engine, proof: status, solveMs });
    return timeless(decision);
  } catch (error) {
    return problemOf(error);
  }
}

async function expectSame(body: Buffer): Promise<void> {
  expect(await inTheWorker(body)).toStrictEqual(await inThisThread(body));
}

describe('an attempt in a worker answers as one in this thread', () => {
  test.each(CASE_FILES)('%s', (file) => expectSame(Buffer.from(JSON.stringify(readCase(file).request))));

  test('to generated requests', async () => {
    const drawn = optimizeRequest('tiny').map((request) => ({ ...request, limits: { timeLimitMs: 5_000 } }));
    const property = fc.asyncProperty(drawn, (request) => expectSame(Buffer.from(JSON.stringify(request))));
    await fc.assert(property, runs(0.6));
  });

  test('to mutated ones, fault by fault', async () => {
    const drawn = optimizeRequest('tiny').map((request) => ({ ...request, limits: { timeLimitMs: 5_000 } }));
    const property = fc.asyncProperty(
      drawn,
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      (request, changes) => expectSame(Buffer.from(textOf(mutate(request, changes)))),
    );
    await fc.assert(property, runs(1.2));
  });

  test.each([
    ['no JSON', '{"shipment":'],
    ['no object', '[1,2]'],
    ['an empty object', '{}'],
    [
      'a contradiction',
      '{"shipment":{"shipmentNumber":1,"items":[{"lineId":1,"productCode":"A","quantity":0}]}}',
    ],
  ])('to %s', (_, text) => expectSame(Buffer.from(text)));
});

test("the clock is the caller's", async () => {
  const { asOf: _, ...undated } = {
    ...hardRequest(1_000),
    settings: { futureInventoryEnabled: true },
    shipment: { shipmentNumber: 1, items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] },
    inventory: [],
    futureInventory: [
      {
        futureInventoryId: 'po-1',
        locationCode: 'A',
        productCode: 'KTP',
        deliveryDate: '2026-05-10',
        available: 5,
      },
    ],
  };
  const body = () => [Buffer.from(JSON.stringify(undated))];
  const before = await decideBytesThere(pool, { body: body(), now: '2026-05-01T00:00:00Z' });
  const after = await decideBytesThere(pool, { body: body(), now: '2026-05-11T00:00:00Z' });
  expect([before.facts.decision, after.facts.decision]).toStrictEqual(['released', 'held']);
});

test('an attempt that proves nothing in time answers a plan with its bounds, and costs no thread', async () => {
  const body = [Buffer.from(JSON.stringify(hardRequest(1)))];
  const { facts } = await decideBytesThere(pool, { body, now: NOW });
  expect(facts).toMatchObject({ decision: 'released', proof: 'feasible' });
  expect(pool.stats()).toMatchObject({ replaced: 0 });
});

test('a body that could take down the process is refused before it is read', async () => {
  const small = openPool({ maxOldGenerationSizeMb: 64 });
  onTestFinished(() => small.close({ graceMs: 0 }));
  const body = [Buffer.from('{"34":'.repeat(1_000_000))];
  const refused = decideBytesThere(small, { body, now: NOW });
  await expect(refused).rejects.toMatchObject({ name: 'JsonError', code: 'TOO_HEAVY' });
  await expect(refused).rejects.toBeInstanceOf(JsonError);
  expect(small.stats()).toMatchObject({ replaced: 0, refused: 1 });
});

test('this thread goes on with its own while a large body is read and decided', async () => {
  const rows = Array.from({ length: 40_000 }, (_, index) => ({
    locationCode: `L${index}`,
    productCode: `P${index % 7}`,
    available: 1 + (index % 5),
  }));
  const items = [{ lineId: 1, productCode: 'P1', quantity: 5 }];
  const request = { asOf: NOW, shipment: { shipmentNumber: 1, items }, inventory: rows };
  const body = [Buffer.from(JSON.stringify(request))];
  let turns = 0;
  const ticking = setInterval(() => turns++, 1);
  const { facts } = await decideBytesThere(pool, { body, now: NOW });
  clearInterval(ticking);
  expect(facts.decision).toBe('released');
  expect(body[0]!.byteLength).toBe(0);
  // A warm thread takes some 50 ms.
  expect(turns).toBeGreaterThan(10);
});

describe('a worker that is lost with an attempt', () => {
  function marked(padding: number) {
    const folder = mkdtempSync(join(tmpdir(), 'attempt-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const marker = join(folder, 'asked');
    return { marker, text: `${marker} ${'x'.repeat(padding)}` };
  }
  const mortal = (): Pool => {
    const opened = openPool({ workerFile: new URL('../workers/dies-once.mjs', import.meta.url) });
    onTestFinished(() => opened.close({ graceMs: 0 }));
    return opened;
  };

  test.each([10, 100_000])('is asked once more, of a body of about %i bytes', async (padding) => {
    const { text } = marked(padding);
    const opened = mortal();
    const reply = await decideBytesThere(opened, { body: [Buffer.from(text)], now: NOW });
    expect(Buffer.from(reply.body).toString()).toBe(text);
    expect(opened.stats()).toMatchObject({ completed: 1, failed: { WORKER_LOST: 1 } });
  });

  test('is not asked again of a long body, which is not kept', async () => {
    const { marker, text } = marked(300_000);
    const asked = decideBytesThere(mortal(), { body: [Buffer.from(text)], now: NOW });
    await expect(asked).rejects.toMatchObject({ name: 'EngineError', code: 'WORKER_LOST' });
    expect(existsSync(marker)).toBe(true);
  });
});
