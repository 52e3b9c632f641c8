import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { answersOn } from '../../src/app/compose.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { EngineError } from '../../src/solver/engine.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import type { Pool } from '../../src/threads/pool.ts';
import { SMALL_REQUEST } from '../http/service.ts';
import { poolHere } from '../threads/pool-here.ts';

const NOW = '2026-05-01T09:00:00Z';
const WELL = { threads: 2, idle: 0, running: 2, bootError: null };

/** Answers on a pool that does its jobs in this thread, and says which. */
function answersHere(stats: Partial<ReturnType<Pool['stats']>> = {}) {
  const { pool, asked } = poolHere(createPortfolio());
  const answers = answersOn({ ...pool, stats: () => ({ ...WELL, ...stats }) as ReturnType<Pool['stats']> });
  return { asked, answers };
}

const askedFor = (value: unknown, text = JSON.stringify(value)) => ({ body: [Buffer.from(text)], now: NOW });
const decisionIn = ({ body }: { body: Uint8Array | string }) => JSON.parse(Buffer.from(body).toString());

const HELD = { ...SMALL_REQUEST, inventory: [] };

describe('an attempt', () => {
  it('that is short and settled by its structure is answered without a worker, as a worker would', async () => {
    const { answers, asked } = answersHere();
    const reply = await answers.decide(askedFor(SMALL_REQUEST));
    expect(asked).toEqual([]);
    expect(reply.facts).toMatchObject({ decision: 'released', proof: 'optimal' });
    const { proof, ...decision } = decisionIn(reply);
    const long = JSON.stringify(SMALL_REQUEST) + ' '.repeat(20_000);
    const { proof: _, ...ofWorker } = decisionIn(await answers.decide(askedFor(null, long)));
    expect(asked).toEqual(['attempt in bytes']);
    expect(decision).toStrictEqual(ofWorker);
  });

  it('that comes with others is left to the threads, and one that comes alone after them is not', async () => {
    const { answers, asked } = answersHere();
    const replies = await Promise.all([1, 2, 3].map(() => answers.decide(askedFor(SMALL_REQUEST))));
    expect(asked).toEqual(['attempt in bytes', 'attempt in bytes', 'attempt in bytes']);
    const { proof, ...decision } = decisionIn(await answers.decide(askedFor(SMALL_REQUEST)));
    expect(asked).toHaveLength(3);
    for (const reply of replies) expect(decisionIn(reply)).toMatchObject(decision);
  });

  it.each([
    ['is left to the threads while all of them are busy', 1, 3],
    ['is answered here while one of them is free', 0, 2],
  ])('that comes alone while others are asked on threads %s', async (_, busyMs, onThreads) => {
    const { pool, asked } = poolHere(createPortfolio());
    let begin = (): void => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const run: Pool['run'] = async (...what) => {
      await begun;
      return pool.run(...what);
    };
    const stats = () => WELL as ReturnType<Pool['stats']>;
    const answers = answersOn({ ...pool, run, busyForMs: () => busyMs, stats });
    const before = [1, 2].map(() => answers.decide(askedFor(SMALL_REQUEST)));
    await nextTurn();
    await nextTurn();
    const later = answers.decide(askedFor(SMALL_REQUEST));
    await nextTurn();
    begin();
    await Promise.all([...before, later]);
    expect(asked).toHaveLength(onThreads);
  });

  it.each([
    ['are busy with what takes long', 50, 'QUEUE_TIMEOUT'],
    ['turn out to be busy', 0, 'QUEUE_TIMEOUT'],
    ['have too much to do', 0, 'QUEUE_FULL'],
  ] as const)('that takes a moment does not wait for threads that %s', async (_, busyMs, code) => {
    const { pool } = poolHere(createPortfolio());
    const run = () => Promise.reject(new EngineError(code, 'told to'));
    const stats = () => WELL as ReturnType<Pool['stats']>;
    const answers = answersOn({ ...pool, run, busyForMs: () => busyMs, stats });
    const replies = await Promise.all([1, 2, 3].map(() => answers.decide(askedFor(SMALL_REQUEST))));
    expect(replies.map(({ facts }) => facts.decision)).toEqual(['released', 'released', 'released']);
  });

  it('that is long is read and decided by a worker, from its bytes', async () => {
    const { answers, asked } = answersHere();
    await answers.decide(askedFor(null, JSON.stringify(SMALL_REQUEST) + ' '.repeat(20_000)));
    expect(asked).toEqual(['attempt in bytes']);
  });

  it.each([
    ['has a limit on locations', { settings: { maxFulfillingLocations: 1 } }],
    ['is weighted', { settings: { objective: { mode: 'weighted' } } }],
  ])('that %s goes on to a worker as what was read of it', async (_, change) => {
    const { answers, asked } = answersHere();
    await answers.decide(askedFor({ ...SMALL_REQUEST, ...change }));
    expect(asked).toEqual(['attempt']);
  });

  it('that is held is decided once, and a worker at most explains it, as it would have decided it', async () => {
    const { answers, asked } = answersHere();
    const { proof, ...decision } = decisionIn(await answers.decide(askedFor(HELD)));
    // Whether the moment is long enough to explain it here depends on the machine.
    expect(asked.filter((job) => job !== 'explain')).toEqual([]);
    const long = JSON.stringify(HELD) + ' '.repeat(20_000);
    const { proof: _, ...ofWorker } = decisionIn(await answers.decide(askedFor(null, long)));
    expect(decision).toStrictEqual(ofWorker);
    expect(decision.hold).not.toBeNull();
  });

  it('that is held without a word is answered at once', async () => {
    const { answers, asked } = answersHere();
    const reply = await answers.decide(askedFor({ ...HELD, explain: 'none' }));
    expect([reply.facts.decision, asked]).toEqual(['held', []]);
  });

  it('that was read already is decided without being written and read again', async () => {
    const { answers, asked } = answersHere();
    const attempt = takeAttempt(parseInput(OptimizeRequest, SMALL_REQUEST), NOW);
    expect(await answers.decideAttempt(attempt)).toMatchObject({ decision: 'released' });
    expect(asked).toEqual([]);
  });

  it.each([
    ['is no JSON', '{"shipment":', 'JsonError'],
    ['is malformed', '{}', 'InputError'],
    [
      'contradicts itself',
      JSON.stringify({
        ...SMALL_REQUEST,
        inventory: [...SMALL_REQUEST.inventory, ...SMALL_REQUEST.inventory],
      }),
      'InputError',
    ],
  ])('that %s has its faults found where it was read', async (_, text, name) => {
    const { answers, asked } = answersHere();
    await expect(answers.decide(askedFor(null, text))).rejects.toMatchObject({ name });
    expect(asked).toEqual([]);
  });

  it('whose faults may take a while to be found is left to a worker', async () => {
    const { answers, asked } = answersHere();
    const text = `{"shipment":{"shipmentNumber":1,"items":[${'{},'.repeat(1_000)}{}]}}`;
    await expect(answers.decide(askedFor(null, text))).rejects.toMatchObject({ name: 'InputError' });
    expect(asked).toEqual(['attempt in bytes']);
  });
});

describe('a check', () => {
  it('of what is short is done without a worker, and of what is long with one', async () => {
    const { answers, asked } = answersHere();
    const plan = decisionIn(await answers.decide(askedFor(SMALL_REQUEST)));
    const text = JSON.stringify({ problem: SMALL_REQUEST, plan });
    expect((await answers.verify(askedFor(null, text))).facts).toEqual({ valid: true });
    expect(asked).toEqual([]);
    expect((await answers.verify(askedFor(null, text + ' '.repeat(20_000)))).facts).toEqual({ valid: true });
    expect(asked).toEqual(['verify in bytes']);
  });
});

describe('trouble with the threads', () => {
  const bootError = 'a worker could not start';

  it.each([
    ['is told once none is left', { idle: 0, running: 0, bootError }, false],
    ['is not while one still works', { idle: 0, running: 1, bootError }, true],
    ['is not while they are being replaced', { idle: 0, running: 0, bootError: null }, true],
  ])('%s', (_, stats, isWell) => {
    expect(answersHere(stats).answers.trouble() === null).toBe(isWell);
  });
});

it('an engine that fails is told by its code', async () => {
  const pool = {
    run: () => Promise.reject(new EngineError('QUEUE_FULL', 'told to')),
    busyForMs: () => 0,
    stats: () => WELL as ReturnType<Pool['stats']>,
  };
  const long = JSON.stringify(SMALL_REQUEST) + ' '.repeat(20_000);
  await expect(answersOn(pool).decide(askedFor(null, long))).rejects.toMatchObject({ code: 'QUEUE_FULL' });
});
