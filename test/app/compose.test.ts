import { describe, expect, it } from 'vitest';
import { answersOn } from '../../src/app/compose.ts';
import { EngineError } from '../../src/solver/engine.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { jobsOf } from '../../src/threads/jobs/jobs.ts';
import type { Pool } from '../../src/threads/pool.ts';
import { SMALL_REQUEST } from '../http/service.ts';

const NOW = '2026-05-01T09:00:00Z';
const WELL = { threads: 2, idle: 0, running: 2, bootError: null };

/** A pool that does its jobs in this thread, and says what it was asked. */
function poolHere(stats: Partial<ReturnType<Pool['stats']>> = {}) {
  const jobs = jobsOf(createPortfolio());
  const asked: string[] = [];
  const pool = {
    runJob: (name: string, input: Parameters<Pool['runJob']>[1]) => {
      asked.push(name);
      return jobs[name]!(input, { timeLimitMs: 1_000, limitTo: () => {} });
    },
    stats: () => ({ ...WELL, ...stats }) as ReturnType<Pool['stats']>,
  };
  return { asked, answers: answersOn(pool) };
}

const askedFor = (value: unknown, text = JSON.stringify(value)) => ({ body: [Buffer.from(text)], now: NOW });
const decisionIn = ({ body }: { body: Uint8Array | string }) => JSON.parse(Buffer.from(body).toString());

const HELD = { ...SMALL_REQUEST, inventory: [] };

describe('an attempt', () => {
  it('that is short and settled by its structure is answered without a worker, as a worker would', async () => {
    const { answers, asked } = poolHere();
    const reply = await answers.decide(askedFor(SMALL_REQUEST));
    expect(asked).toEqual([]);
    expect(reply.facts).toMatchObject({ decision: 'released', proof: 'optimal' });
    const { proof, ...decision } = decisionIn(reply);
    const long = JSON.stringify(SMALL_REQUEST) + ' '.repeat(20_000);
    const { proof: _, ...ofWorker } = decisionIn(await answers.decide(askedFor(null, long)));
    expect(asked).toEqual(['attempt']);
    expect(decision).toStrictEqual(ofWorker);
  });

  it.each([
    ['is long', askedFor(null, JSON.stringify(SMALL_REQUEST) + ' '.repeat(20_000))],
    ['is held and to be explained', askedFor(HELD)],
    ['has a limit on locations', askedFor({ ...SMALL_REQUEST, settings: { maxFulfillingLocations: 1 } })],
    ['is weighted', askedFor({ ...SMALL_REQUEST, settings: { objective: { mode: 'weighted' } } })],
  ])('that %s is for a worker', async (_, request) => {
    const { answers, asked } = poolHere();
    await Promise.resolve(answers.decide(request)).catch(() => {});
    expect(asked).toEqual(['attempt']);
  });

  it('that is held without a word is answered at once', async () => {
    const { answers, asked } = poolHere();
    const reply = await answers.decide(askedFor({ ...HELD, explain: 'none' }));
    expect([reply.facts.decision, asked]).toEqual(['held', []]);
  });

  it.each([
    ['is no JSON', '{"shipment":', 'ServiceError'],
    ['is malformed', '{}', 'InputError'],
    [
      'contradicts itself',
      JSON.stringify({
        ...SMALL_REQUEST,
        inventory: [...SMALL_REQUEST.inventory, ...SMALL_REQUEST.inventory],
      }),
      'InputError',
    ],
  ])('that %s has its faults found by a worker', async (_, text, name) => {
    const { answers, asked } = poolHere();
    await expect(answers.decide(askedFor(null, text))).rejects.toMatchObject({ name });
    expect(asked).toEqual(['attempt']);
  });
});

describe('a check', () => {
  it('of what is short is done without a worker, and of what is long with one', async () => {
    const { answers, asked } = poolHere();
    const plan = decisionIn(await answers.decide(askedFor(SMALL_REQUEST)));
    const text = JSON.stringify({ problem: SMALL_REQUEST, plan });
    expect((await answers.verify(askedFor(null, text))).facts).toEqual({ valid: true });
    expect(asked).toEqual([]);
    expect((await answers.verify(askedFor(null, text + ' '.repeat(20_000)))).facts).toEqual({ valid: true });
    expect(asked).toEqual(['verify']);
  });
});

describe('trouble with the threads', () => {
  const bootError = 'a worker could not start';

  it.each([
    ['is told once none is left', { idle: 0, running: 0, bootError }, false],
    ['is not while one still works', { idle: 0, running: 1, bootError }, true],
    ['is not while they are being replaced', { idle: 0, running: 0, bootError: null }, true],
  ])('%s', (_, stats, isWell) => {
    expect(poolHere(stats).answers.trouble() === null).toBe(isWell);
  });
});

it('an engine that fails is told by its code', async () => {
  const pool = {
    runJob: () => Promise.reject(new EngineError('QUEUE_FULL', 'told to')),
    stats: () => WELL as ReturnType<Pool['stats']>,
  };
  await expect(answersOn(pool).decide(askedFor(HELD))).rejects.toMatchObject({ code: 'QUEUE_FULL' });
});
