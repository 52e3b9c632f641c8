import { beforeAll, describe, expect, it } from 'vitest';
import { drawPacking } from '../../../bench/packing/draw.ts';
import { publishedPackings } from '../../../bench/packing/published.ts';
import { overfullRow, type PackingProgram } from '../../../src/program/packing-program.ts';
import { loadHighsPacking } from '../../../src/solver/engines/highs-packing.ts';
import type { PackingOptions } from '../../../src/solver/packing/outcome.ts';
import type { PackingEngine } from '../../../src/solver/packing/packing-engine.ts';
import { solvePacking } from '../../../src/solver/packing/solve-packing.ts';

let engine: PackingEngine;
beforeAll(async () => {
  engine = await loadHighsPacking();
});

const solve = (program: PackingProgram, options: Partial<PackingOptions> = {}) =>
  solvePacking(program, { start: [], timeLimitMs: 60_000, now: () => performance.now(), engine, ...options });

/** An engine that knows nothing: nothing depends on how fast the machine is. */
const SILENT: PackingEngine = {
  name: 'silent',
  solve: () => ({ point: null, bound: Number.POSITIVE_INFINITY }),
};

/** What HiGHS alone says of the first level. */
function bestByEngine({ items, rows, value, itemStart, row, weight, capacity }: PackingProgram): number {
  const { point, bound } = engine.solve({
    profit: value,
    columnStart: itemStart,
    row,
    weight,
    rowLower: new Float64Array(rows).fill(Number.NEGATIVE_INFINITY),
    rowUpper: capacity,
    timeLimitMs: 60_000,
    isOver: () => false,
    absoluteGap: 0.25,
  });
  const found = Array.from({ length: items }, (_, item) => point![item]! * value[item]!).reduce(
    (a, b) => a + b,
    0,
  );
  expect(bound).toBeLessThan(found + 1);
  return found;
}

/** The same program with its items in another order. */
function reordered(program: PackingProgram, order: Int32Array): PackingProgram {
  const entries = [...order].map((item) => [program.itemStart[item]!, program.itemStart[item + 1]!] as const);
  const itemStart = new Int32Array(order.length + 1);
  entries.forEach(([from, to], index) => {
    itemStart[index + 1] = itemStart[index]! + to - from;
  });
  return {
    ...program,
    level: order.map((item) => program.level[item]!),
    value: Float64Array.from(order, (item) => program.value[item]!),
    age: Float64Array.from(order, (item) => program.age[item]!),
    must: Uint8Array.from(order, (item) => program.must[item]!),
    itemStart,
    row: Int32Array.from(entries.flatMap(([from, to]) => [...program.row.subarray(from, to)])),
    weight: Float64Array.from(entries.flatMap(([from, to]) => [...program.weight.subarray(from, to)])),
  };
}

const firstFit = (program: PackingProgram): Uint8Array => {
  const left = program.capacity.slice();
  return Uint8Array.from({ length: program.items }, (_, item) => {
    const entries = Array.from(
      { length: program.itemStart[item + 1]! - program.itemStart[item]! },
      (_each, index) => program.itemStart[item]! + index,
    );
    if (entries.some((at) => program.weight[at]! > left[program.row[at]!]!)) return 0;
    for (const at of entries) left[program.row[at]!]! -= program.weight[at]!;
    return 1;
  });
};

describe('a drawn backlog of 300 items', () => {
  it.each([1, 2, 3])('has the value that HiGHS proves of the whole program (seed %d)', async (seed) => {
    const program = drawPacking(seed, 300);
    const { chosen, objectives, status } = await solve(program);
    expect(status).toBe('optimal');
    expect(overfullRow(program, chosen)).toBe(-1);
    expect(objectives[0]!.value).toBe(bestByEngine(program));
  });

  it('has the same values and the same choice each time, and the same values in another order', async () => {
    const program = drawPacking(4, 300);
    const [first, again] = [await solve(program), await solve(program)];
    expect(first.status).toBe('optimal');
    expect(again.chosen).toEqual(first.chosen);
    const order = Int32Array.from({ length: program.items }, (_, item) => (item * 7) % program.items);
    const other = await solve(reordered(program, order));
    expect(other.objectives).toEqual(first.objectives);
  });

  it('keeps more of the first start where that costs nothing', async () => {
    const program = { ...drawPacking(5, 300), age: new Float64Array(300) };
    const start = firstFit(program);
    const shared = (chosen: Uint8Array) => chosen.reduce((sum, one, item) => sum + one * start[item]!, 0);
    const [plain, kept] = [await solve(program), await solve(program, { start: [start] })];
    expect(kept.objectives).toEqual(plain.objectives);
    expect(shared(kept.chosen)).toBeGreaterThanOrEqual(shared(plain.chosen));
  });
});

describe('a drawn backlog of 2,000 items', () => {
  it('is never worse than what first come takes, and within half a per cent of its bound without an engine', async () => {
    const program = drawPacking(6, 2_000);
    const start = firstFit(program);
    let ticks = 0;
    const options = { start: [start], engine: SILENT, now: () => ticks++, timeLimitMs: 2_000 };
    const { chosen, objectives } = await solve(program, options);
    expect(overfullRow(program, chosen)).toBe(-1);
    const { value, bound } = objectives[0]!;
    expect(value).toBeGreaterThan(start.reduce((sum, one) => sum + one, 0));
    expect(bound - value).toBeLessThan(0.005 * bound);
  });

  it('gets no worse with more time, and its bounds no wider', async () => {
    const program = drawPacking(7, 2_000);
    const known: { value: number; bound: number }[] = [];
    for (const timeLimitMs of [0, 40, 200, 800]) {
      let ticks = 0;
      const { objectives } = await solve(program, {
        engine: SILENT,
        now: () => ticks++,
        timeLimitMs,
      });
      known.push(objectives[0]!);
    }
    for (let at = 1; at < known.length; at++) {
      expect(known[at]!.value).toBeGreaterThanOrEqual(known[at - 1]!.value);
      expect(known[at]!.bound).toBeLessThanOrEqual(known[at - 1]!.bound);
    }
    expect(known.at(-1)!.value).toBeGreaterThan(known[0]!.value);
  });

  it('ends at once when the caller wants no more, with a feasible choice', async () => {
    const program = drawPacking(8, 2_000);
    const controller = new AbortController();
    const { chosen, objectives } = await solve(program, {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'improve') controller.abort();
      },
    });
    expect(overfullRow(program, chosen)).toBe(-1);
    expect(objectives[0]!.bound).toBeGreaterThanOrEqual(objectives[0]!.value);
  });
});

const small = publishedPackings().filter(({ family }) => family === 'mknap1' || family === 'SAC-94');
const where = small.length === 0 ? ' (skipped: no knapsack/ below BENCH_DATA)' : '';

/** Of SAC-94 those that take longest; bench/packing does all of them. */
const TRIED = /^(mknap1-\d|PB\d|HP\d|WEING\d|WEISH0\d|SENTO1)$/;

it.skipIf(small.length === 0)(
  `proves the published optima of OR-Library's small knapsacks${where}`,
  async () => {
    for (const { name, program, optimum } of small) {
      if (!TRIED.test(name)) continue;
      const { objectives, status } = await solve(program);
      expect({ name, value: objectives[0]!.value, status }).toEqual({
        name,
        value: expect.closeTo(optimum, 6),
        status: 'optimal',
      });
    }
  },
);
