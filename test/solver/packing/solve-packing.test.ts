import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { overfullRow, withRows } from '../../../src/program/packing-program.ts';
import { loadHighsPacking } from '../../../src/solver/engines/highs-packing.ts';
import type { PackingOptions } from '../../../src/solver/packing/outcome.ts';
import type { PackingEngine } from '../../../src/solver/packing/packing-engine.ts';
import { solvePacking } from '../../../src/solver/packing/solve-packing.ts';
import { runs } from '../../arbitraries/runs.ts';
import { type DrawnPacking, packings, separator } from './arbitrary.ts';
import { bestOfAll, compare, judge } from './enumerated.ts';

let engine: PackingEngine;
beforeAll(async () => {
  engine = await loadHighsPacking();
});

/** An engine that knows nothing, so that what is proven is proven without one. */
const SILENT: PackingEngine = {
  name: 'silent',
  solve: () => ({ point: null, bound: Number.POSITIVE_INFINITY }),
};

const solve = ({ program, lazy, start }: DrawnPacking, options: Partial<PackingOptions> = {}) =>
  solvePacking(program, {
    start,
    timeLimitMs: 60_000,
    now: () => performance.now(),
    engine,
    separate: separator(lazy),
    ...options,
  });

/** A clock that is `ticks` looks further on when the time has passed: work is the same on any machine. */
function ticking(): () => number {
  let ticks = 0;
  return () => ticks++;
}

async function expectFeasibleAndBounded(drawn: DrawnPacking, options: Partial<PackingOptions>) {
  const { chosen, objectives, status } = await solve(drawn, options);
  const { program, lazy, start } = drawn;
  expect(overfullRow(withRows(program, lazy), chosen)).toBe(-1);
  const values = judge(program, start[0], chosen);
  expect(objectives.map(({ value }) => value)).toEqual(
    values.slice(0, -1).map((value) => expect.closeTo(value, 9)),
  );
  for (const each of start) {
    expect(compare(values, judge(program, start[0], each))).toBeGreaterThanOrEqual(0);
  }
  const best = bestOfAll(drawn);
  objectives.forEach(({ value, bound }, at) => {
    expect(bound).toBeGreaterThanOrEqual(best[at]! - 1e-9);
    expect(bound).toBeGreaterThanOrEqual(value);
  });
  return { values, best, status };
}

describe('a packing program of a few items', () => {
  it.each([
    ['by trying', {}],
    ['by the engine', { smallItems: 0 }],
    ['by prices and dives first', { smallItems: 0, engineFirstItems: 0, engineMsAnEntry: 0 }],
  ])('is solved to the best of every choice, objective by objective, %s', async (_, parameters) => {
    await fc.assert(
      fc.asyncProperty(packings(9), async (drawn) => {
        const { values, best, status } = await expectFeasibleAndBounded(drawn, { parameters });
        expect(compare(values, best)).toBe(0);
        expect(status).toBe('optimal');
      }),
      runs(3),
    );
  });

  it('has true bounds, and loses no start, when the time has passed before it began', async () => {
    await fc.assert(
      fc.asyncProperty(packings(9), async (drawn) => {
        await expectFeasibleAndBounded(drawn, { timeLimitMs: 0 });
      }),
      runs(3),
    );
  });

  it('has true bounds at whatever moment it is stopped, without an engine', async () => {
    await fc.assert(
      fc.asyncProperty(packings(9), fc.nat(400), async (drawn, timeLimitMs) => {
        const options = {
          timeLimitMs,
          now: ticking(),
          engine: SILENT,
          parameters: { smallItems: 0, engineFirstItems: 0 },
        };
        const { values, best, status } = await expectFeasibleAndBounded(drawn, options);
        if (status === 'optimal') expect(compare(values.slice(0, -1), best.slice(0, -1))).toBe(0);
      }),
      runs(3),
    );
  });
});
