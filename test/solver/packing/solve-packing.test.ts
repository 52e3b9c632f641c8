import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { overfullRow, withRows } from '../../../src/program/packing-program.ts';
import { loadHighsPacking } from '../../../src/solver/engines/highs-packing.ts';
import type { PackingEngine } from '../../../src/solver/packing/packing-engine.ts';
import { solvePacking } from '../../../src/solver/packing/solve-packing.ts';
import { runs } from '../../arbitraries/runs.ts';
import { type DrawnPacking, packings, separator } from './arbitrary.ts';
import { bestOfAll, compare, judge } from './enumerated.ts';

let engine: PackingEngine;
beforeAll(async () => {
  engine = await loadHighsPacking();
});

const solve = ({ program, lazy, start }: DrawnPacking, timeLimitMs = 60_000) =>
  solvePacking(program, {
    start,
    timeLimitMs,
    now: () => performance.now(),
    engine,
    separate: separator(lazy),
  });

it('finds the best of every choice, objective by objective, and proves it', async () => {
  await fc.assert(
    fc.asyncProperty(packings(9), async (drawn) => {
      const { chosen, objectives, status } = await solve(drawn);
      expect(overfullRow(withRows(drawn.program, drawn.lazy), chosen)).toBe(-1);
      const values = judge(drawn.program, drawn.start[0], chosen);
      expect(compare(values, bestOfAll(drawn))).toBe(0);
      expect(objectives.map(({ value }) => value)).toEqual(
        values.slice(0, -1).map((value) => expect.closeTo(value, 9)),
      );
      expect(status).toBe('optimal');
    }),
    runs(3),
  );
});

it('is never worse than a start, nor above a bound, when the time has passed before it began', async () => {
  await fc.assert(
    fc.asyncProperty(packings(9), async (drawn) => {
      const { chosen, objectives } = await solve(drawn, 0);
      const { program, lazy, start } = drawn;
      expect(overfullRow(withRows(program, lazy), chosen)).toBe(-1);
      const values = judge(program, start[0], chosen);
      for (const each of start) {
        expect(compare(values, judge(program, start[0], each))).toBeGreaterThanOrEqual(0);
      }
      const best = bestOfAll(drawn);
      objectives.forEach(({ value, bound }, at) => {
        expect(bound).toBeGreaterThanOrEqual(best[at]! - 1e-9);
        expect(bound).toBeGreaterThanOrEqual(value);
      });
    }),
    runs(3),
  );
});
