import { describe, expect, it } from 'vitest';
import type { Program } from '../../src/program/program.ts';
import type { Engine } from '../../src/solver/engine.ts';
import { EngineError } from '../../src/solver/engine.ts';
import { guarded } from '../../src/solver/gate.ts';
import type { Outcome } from '../../src/solver/outcome.ts';
import { buildProgram } from './program-builder.ts';

const LIMITS = { timeLimitMs: 1000 };

/** minimise a + b, then 0.5 · b, with a + b ≥ 3 and both at most 4; the best plan is (3, 0). */
const PROGRAM = buildProgram({
  columns: [
    [0, 4],
    [0, 4],
  ],
  rows: [
    {
      lower: 3,
      terms: [
        [0, 1],
        [1, 1],
      ],
    },
  ],
  levels: [
    {
      name: 'units',
      costs: [
        [0, 1],
        [1, 1],
      ],
    },
    { name: 'cost', costs: [[1, 0.5]] },
  ],
});

/** An engine that says what the test wants it to say: the adversary of the gate. */
const claiming = (claim: Partial<Outcome>): Engine => ({
  name: 'liar',
  solve: async () => ({
    termination: 'optimal',
    point: Float64Array.of(3, 0),
    tieBreakProven: true,
    bounds: Float64Array.of(3, 0),
    engine: 'liar',
    reason: 'asked',
    solveMs: 1,
    ...claim,
  }),
});

const checked = (claim: Partial<Outcome>, program = PROGRAM): Promise<Outcome> =>
  guarded(claiming(claim)).solve(program, LIMITS);

describe('what comes out of an engine', () => {
  it('passes a plan whose bounds prove it', async () => {
    expect(await checked({})).toMatchObject({
      termination: 'optimal',
      point: Float64Array.of(3, 0),
      bounds: Float64Array.of(3, 0),
    });
  });

  it.each([
    ['misses a row', Float64Array.of(2, 0), 'misses row 0 by 1'],
    ['has a fraction', Float64Array.of(3.0000001, 0), '3.0000001 in column 0'],
    ['is not a number', Float64Array.of(Number.NaN, 3), 'NaN in column 0'],
    ['is above an upper bound', Float64Array.of(5, 0), 'misses column 0 by 1'],
    ['is below a lower bound', Float64Array.of(4, -1), 'misses column 1 by 1'],
    ['is too short', Float64Array.of(3), '1 numbers for 2 columns'],
  ])('drops a point that %s', async (_, point, why) => {
    const outcome = await checked({ point });
    expect(outcome).toMatchObject({ termination: 'numerical', point: null });
    expect([...outcome.bounds]).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(outcome.reason).toContain(why);
  });

  it('drops a point that misses a row of integers by one unit of 10⁹', async () => {
    const program = buildProgram({
      columns: [[0, 1e9]],
      rows: [{ lower: 1e9, terms: [[0, 1]] }],
      levels: [],
    });
    const outcome = await checked({ point: Float64Array.of(1e9 - 1), bounds: Float64Array.of() }, program);
    expect(outcome).toMatchObject({ termination: 'numerical', point: null });
  });

  it('keeps a checked plan whose bound does not prove it, as stopped and not as optimal', async () => {
    const outcome = await checked({ point: Float64Array.of(4, 0), bounds: Float64Array.of(3, 0) });
    expect(outcome).toMatchObject({ termination: 'time-limit', point: Float64Array.of(4, 0) });
    expect([...outcome.bounds]).toEqual([3, 0]);
    expect(outcome.reason).toContain('units 4 has the bound 3');
  });

  it('refuses a claim that is proven in the first level and not in the second', async () => {
    const outcome = await checked({ point: Float64Array.of(2, 1), bounds: Float64Array.of(3, 0) });
    expect(outcome).toMatchObject({ termination: 'time-limit', point: Float64Array.of(2, 1) });
  });

  it('lets levels with decimals meet their bound within the tolerance, and not beyond it', async () => {
    const point = Float64Array.of(0, 3);
    const near = await checked({ point, bounds: Float64Array.of(3, 1.5 - 1e-10) });
    expect(near.termination).toBe('optimal');
    const far = await checked({ point, bounds: Float64Array.of(3, 1.5 - 1e-8) });
    expect(far.termination).toBe('time-limit');
  });

  it('believes nothing of an engine whose bound is above the value of its own plan', async () => {
    const outcome = await checked({ point: Float64Array.of(3, 0), bounds: Float64Array.of(4, 0) });
    expect(outcome).toMatchObject({ termination: 'numerical', point: Float64Array.of(3, 0) });
    expect([...outcome.bounds]).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  it('lets a later bound be above the value of a plan that is not yet best in an earlier level', async () => {
    const outcome = await checked({
      termination: 'time-limit',
      point: Float64Array.of(4, 0),
      bounds: Float64Array.of(3, 0.5),
    });
    expect(outcome).toMatchObject({ termination: 'time-limit', point: Float64Array.of(4, 0) });
    expect([...outcome.bounds]).toEqual([3, 0.5]);
  });

  it('keeps a plan next to a claim that there is none, and proves nothing by it', async () => {
    const outcome = await checked({ termination: 'infeasible' });
    expect(outcome).toMatchObject({ termination: 'numerical', point: Float64Array.of(3, 0) });
  });

  it('refuses an optimum without a plan', async () => {
    expect(await checked({ point: null })).toMatchObject({ termination: 'numerical', point: null });
  });

  it.each([
    ['too few', Float64Array.of(3)],
    ['not numbers', Float64Array.of(3, Number.NaN)],
  ])('refuses bounds that are %s', async (_, bounds) => {
    const outcome = await checked({ bounds });
    expect(outcome.termination).toBe('numerical');
    expect(outcome.bounds).toHaveLength(2);
  });

  it('passes on that there is no plan, and that time ran out without one', async () => {
    const none = { point: null, bounds: Float64Array.of(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY) };
    expect(await checked({ ...none, termination: 'infeasible' })).toMatchObject({
      termination: 'infeasible',
    });
    expect(await checked({ ...none, termination: 'time-limit' })).toMatchObject({
      termination: 'time-limit',
    });
  });
});

describe('an engine that breaks', () => {
  const breaking = (thrown: unknown): Engine => ({ name: 'broken', solve: () => Promise.reject(thrown) });

  it('becomes ENGINE_FAILED with its name and words', async () => {
    const solve = guarded(breaking(new RangeError('out of memory'))).solve(PROGRAM, LIMITS);
    await expect(solve).rejects.toMatchObject({
      name: 'EngineError',
      code: 'ENGINE_FAILED',
      message: 'broken failed: out of memory',
      details: { engine: 'broken' },
    });
  });

  it('keeps the code of an EngineError of its own', async () => {
    const error = new EngineError('WORKER_LOST', 'gone');
    await expect(guarded(breaking(error)).solve(PROGRAM, LIMITS)).rejects.toBe(error);
  });
});

describe('what goes into an engine', () => {
  const level = PROGRAM.levels[0]!;
  const faults: readonly [string, Partial<Program>, string, object][] = [
    [
      'upper bounds of another length',
      { columnUpper: Float64Array.of(4) },
      'columnUpper has length 1',
      { expected: 2 },
    ],
    [
      'an infinite upper bound',
      { columnUpper: Float64Array.of(4, Number.POSITIVE_INFINITY) },
      'columnUpper[1]',
      { column: 1 },
    ],
    ['a bound with a fraction', { columnLower: Float64Array.of(0.5, 0) }, 'columnLower[0]', { column: 0 }],
    ['a bound that is no number', { columnLower: Float64Array.of(0, Number.NaN) }, 'NaN', { column: 1 }],
    ['a bound beyond exact integers', { columnUpper: Float64Array.of(2 ** 60, 1) }, 'exact integer', {}],
    ['crossed column bounds', { columnLower: Float64Array.of(5, 0) }, 'column 0 has lower', { column: 0 }],
    ['row bounds of another length', { rowUpper: Float64Array.of() }, 'rowUpper has length 0', {}],
    ['crossed row bounds', { rowUpper: Float64Array.of(2) }, 'row 0 has lower', { row: 0 }],
    ['a row bound that is no number', { rowLower: Float64Array.of(Number.NaN) }, 'rowLower[0]', { row: 0 }],
    [
      'a row that nothing can satisfy',
      { rowLower: Float64Array.of(Number.POSITIVE_INFINITY) },
      'rowLower[0]',
      {},
    ],
    ['too few row starts', { rowStarts: Int32Array.of(0) }, 'rowStarts has length 1', { expected: 2 }],
    ['a first row that does not start at 0', { rowStarts: Int32Array.of(1, 2) }, 'rowStarts[0]', {}],
    ['a last row with no end', { rowStarts: Int32Array.of(0, 1) }, 'columnIndices has length 2', {}],
    ['falling row starts', { rowStarts: Int32Array.of(0, -1) }, 'must not fall', { row: 0 }],
    [
      'fewer coefficients than columns',
      { coefficients: Float64Array.of(1) },
      'coefficients has length 1',
      {},
    ],
    [
      'a column that is not there',
      { columnIndices: Int32Array.of(0, 2) },
      'names column 2 of 2',
      { position: 1 },
    ],
    [
      'a column that stands in a row twice',
      { columnIndices: Int32Array.of(1, 1) },
      'column 1 twice',
      { row: 0 },
    ],
    [
      'an infinite coefficient',
      { coefficients: Float64Array.of(1, Number.POSITIVE_INFINITY) },
      'Infinity',
      {},
    ],
    ['a level of another length', { levels: [{ ...level, costs: Float64Array.of(1) }] }, '1 costs for 2', {}],
    [
      'a cost that is no number',
      { levels: [{ ...level, costs: Float64Array.of(1, Number.NaN) }] },
      'NaN',
      {},
    ],
    [
      'decimals in an integral level',
      { levels: [{ ...level, costs: Float64Array.of(1, 0.5) }] },
      'is integral',
      {},
    ],
    ['a scale of 0', { levels: [{ ...level, scale: 0 }] }, 'scale above 0', { level: 'units' }],
    ['a tie-break column that is not there', { tieBreak: Int32Array.of(0, -1) }, 'tieBreak', { position: 1 }],
  ];

  it.each(faults)('refuses %s', async (_, change, message, details) => {
    let asked = false;
    const engine: Engine = {
      ...claiming({}),
      solve: () => {
        asked = true;
        return claiming({}).solve(PROGRAM, LIMITS);
      },
    };
    const solve = guarded(engine).solve({ ...PROGRAM, ...change }, LIMITS);
    await expect(solve).rejects.toMatchObject({
      name: 'EngineError',
      code: 'INVALID_PROGRAM',
      message: expect.stringContaining(message),
      details: expect.objectContaining(details),
    });
    expect(asked).toBe(false);
  });

  it('refuses a time limit that is no number', async () => {
    const solve = guarded(claiming({})).solve(PROGRAM, { timeLimitMs: Number.NaN });
    await expect(solve).rejects.toMatchObject({ code: 'INVALID_PROGRAM' });
  });
});
