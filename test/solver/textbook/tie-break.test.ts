import { describe, expect, it } from 'vitest';
import { levelValues } from '../../../src/program/level-value.ts';
import { guarded } from '../../../src/solver/gate.ts';
import { lexicographic } from '../../../src/solver/textbook/lexicographic.ts';
import type { MipQuestion, MipSolver } from '../../../src/solver/textbook/mip.ts';
import { buildProgram } from '../program-builder.ts';
import { engineOf, MIP_SOLVERS } from '../solvers.ts';

const LIMITS = { timeLimitMs: 20_000 };

/** Σ of groups of three: one of each group at most, `total` in all; every column costs the same. */
function partitionProgram(groups: number, total: number, tieBreak: readonly number[]) {
  const columns = groups * 3;
  const all = [...Array(columns).keys()];
  return buildProgram({
    columns: all.map(() => [0, 1]),
    rows: [
      { lower: total, terms: all.map((column) => [column, 1]) },
      ...Array.from({ length: groups }, (_, group) => ({
        upper: 1,
        terms: all.filter((column) => column % groups === group).map((column) => [column, 1] as const),
      })),
    ],
    levels: [{ name: 'count', costs: all.map((column) => [column, 1]) }],
    tieBreak,
  });
}

/** The first choice in the order for {@link partitionProgram}: greedy is right, for its sets are a matroid's. */
function firstChoice(groups: number, total: number, order: readonly number[]): number[] {
  const point = Array<number>(groups * 3).fill(0);
  const used = new Set<number>();
  for (const column of order) {
    if (used.size === total || used.has(column % groups)) continue;
    used.add(column % groups);
    point[column] = 1;
  }
  return point;
}

/** A solver that counts, or waits before it answers. */
function wrapped(mip: MipSolver, before: (question: MipQuestion) => void): MipSolver {
  return {
    ...mip,
    solve: (question) => {
      before(question);
      return mip.solve(question);
    },
  };
}

describe.each(['javascript-lp-solver', 'highs'])('the tie-break by %s', (name) => {
  it.each([
    ['in one chunk', 5],
    ['in several chunks, sixty columns being more than one objective can rank', 20],
  ])('finds the first of tied 0/1 plans %s', async (_, groups) => {
    const columns = [...Array(groups * 3).keys()];
    const scattered = columns.toSorted((a, b) => ((a * 7) % 11) - ((b * 7) % 11) || a - b);
    for (const order of [columns, columns.toReversed(), scattered]) {
      const outcome = await engineOf(name).solve(partitionProgram(groups, 4, order), LIMITS);
      expect(outcome.termination, outcome.reason).toBe('optimal');
      expect([...outcome.point!]).toEqual(firstChoice(groups, 4, order));
    }
  });

  it('ranks wide columns that do not fit one objective: the first takes all it can', async () => {
    const outcome = await engineOf(name).solve(
      buildProgram({
        columns: [
          [0, 50_000],
          [0, 70_000],
          [0, 90_000],
        ],
        rows: [
          {
            lower: 100_000,
            upper: 100_000,
            terms: [
              [0, 1],
              [1, 1],
              [2, 1],
            ],
          },
          {
            upper: 60_000,
            terms: [
              [1, 1],
              [0, 1],
            ],
          },
        ],
        levels: [],
        tieBreak: [1, 0, 2],
      }),
      LIMITS,
    );
    expect([...outcome.point!]).toEqual([0, 60_000, 40_000]);
  });
});

describe('the tie-break', () => {
  it('asks nothing about columns that bounds have settled', async () => {
    let questions = 0;
    const mip = wrapped(await MIP_SOLVERS.highs!(), () => {
      questions += 1;
    });
    // One of each group is forced, and the plan that costs least is unique but for one pair.
    const program = buildProgram({
      columns: [...Array(6).keys()].map(() => [0, 1]),
      rows: [0, 2, 4].map((at) => ({
        lower: 1,
        upper: 1,
        terms: [
          [at, 1],
          [at + 1, 1],
        ],
      })),
      levels: [
        {
          name: 'cost',
          costs: [
            [0, 1],
            [2, 1],
            [4, 1],
          ],
        },
      ],
    });
    const outcome = await lexicographic('counted', () => mip).solve(program, LIMITS);
    expect([...outcome.point!]).toEqual([0, 1, 0, 1, 0, 1]);
    expect(questions).toBeLessThanOrEqual(1);
  });

  it('that is cut short leaves a plan that is proven to be best in every level, and not to be the first of its equals', async () => {
    const slow = wrapped(await MIP_SOLVERS.highs!(), () => {
      const until = performance.now() + 80;
      while (performance.now() < until);
    });
    const program = partitionProgram(20, 4, [...Array(60).keys()].toReversed());
    const outcome = await guarded(lexicographic('slow', () => slow)).solve(program, { timeLimitMs: 70 });
    expect(outcome).toMatchObject({ termination: 'optimal', tieBreakProven: false });
    expect([...levelValues(program, outcome.point!)]).toEqual([4]);
    expect([...outcome.bounds]).toEqual([4]);
    expect(outcome.reason).toContain('every tier is proven');
  });
});
