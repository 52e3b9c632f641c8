import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AllocationProblem } from '../../src/program/allocation-problem.ts';
import type { AllocationAnswer } from '../../src/solver/engine.ts';
import {
  packAllocation,
  packAllocationAnswer,
  unpackAllocation,
  unpackAllocationAnswer,
} from '../../src/threads/packed/allocation.ts';
import { faultyPool, LIMITS, workerFile } from './fixtures.ts';
import { allocation } from './fixtures-of-kinds.ts';

/** A record with the prototype of a literal. */
const plainRecord = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<T>;

/** Now and then a view into the middle of a larger buffer. */
const viewed = <T extends { subarray(from: number): T }>(arrays: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.tuple(arrays, fc.nat(3)).map(([values, skipped]) => values.subarray(skipped));
const floats = viewed(fc.float64Array({ maxLength: 30 }));
const integers = viewed(fc.int32Array({ maxLength: 30 }));
const bytes = viewed(fc.uint8Array({ maxLength: 30 }));

/** Arrays of any lengths, whether or not they fit together: what is malformed must arrive as it was sent. */
const allocations: fc.Arbitrary<AllocationProblem> = plainRecord({
  mode: fc.constantFrom('none', 'line', 'quantity'),
  futureFirst: fc.boolean(),
  maxFulfillingLocations: fc.option(fc.nat()),
  maxSplitItemLocations: fc.option(fc.nat()),
  weights: fc.option(floats),
  lineQuantity: floats,
  lineProduct: integers,
  lineGroup: integers,
  packageLocation: integers,
  packageWaitDays: floats,
  packageIsFuture: bytes,
  packageCost: floats,
  sourceProduct: integers,
  sourcePackage: integers,
  sourceAvailable: floats,
  sourceUnitCost: floats,
  cellLine: integers,
  cellSource: integers,
});

const answers: fc.Arbitrary<AllocationAnswer> = plainRecord({
  status: fc.constantFrom('optimal', 'infeasible', 'stopped'),
  units: fc.option(floats),
  bounds: floats,
  method: fc.constantFrom('closed form', 'search'),
});

test('an allocation arrives as it was sent, bit for bit, and the one sent stays as it was', () => {
  fc.assert(
    fc.property(allocations, (sent) => {
      const before = structuredClone(sent);
      const packed = packAllocation(sent);
      const arrived = structuredClone(packed, { transfer: [packed.buffer as ArrayBuffer] });
      expect(packed.byteLength).toBe(0);
      expect(unpackAllocation(arrived)).toStrictEqual(before);
      expect(sent).toStrictEqual(before);
    }),
  );
});

test('an answer arrives as it was sent, no units told apart from none to allocate', () => {
  fc.assert(
    fc.property(answers, (sent) => {
      expect(unpackAllocationAnswer(packAllocationAnswer(sent))).toStrictEqual(structuredClone(sent));
    }),
  );
  const none = {
    status: 'infeasible',
    units: null,
    bounds: new Float64Array(),
    method: 'closed form',
  } as const;
  expect(unpackAllocationAnswer(packAllocationAnswer(none))).toStrictEqual(none);
  const empty = { ...none, units: new Float64Array() };
  expect(unpackAllocationAnswer(packAllocationAnswer(empty))).toStrictEqual(empty);
});

test('a declined allocation arrives with its reason', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (declined) => {
      expect(unpackAllocationAnswer(packAllocationAnswer({ declined }))).toStrictEqual({ declined });
    }),
  );
});

test('seventy thousand cells cross in about 12 bytes a cell and 24 a source', () => {
  const cells = 70_000;
  const large: AllocationProblem = {
    ...allocation('none'),
    sourceProduct: new Int32Array(cells),
    sourcePackage: new Int32Array(cells),
    sourceAvailable: new Float64Array(cells),
    sourceUnitCost: new Float64Array(cells),
    cellLine: new Int32Array(cells),
    cellSource: new Int32Array(cells),
  };
  expect(packAllocation(large).byteLength).toBeLessThan(cells * (8 + 24) + 1_000);
});

test('the caller may change its arrays once solveAllocation() has returned', async () => {
  const pool = faultyPool({ threads: 1 });
  const mine = allocation();
  const run = pool.solveAllocation(mine, LIMITS);
  mine.lineQuantity[0] = 4;
  expect(await run).toMatchObject({ units: Float64Array.of(5, 3) });
  expect(mine.lineQuantity).toStrictEqual(Float64Array.of(4, 3));
});

test('the time limit reaches the engine as it was given', async () => {
  const pool = faultyPool({ threads: 1 });
  const limited = pool.solveAllocation(allocation('tellLimit'), { timeLimitMs: 12.5 });
  expect(await limited).toStrictEqual({ declined: 'limit 12.5 ms' });
});

test('an engine that only knows rows declines every allocation', async () => {
  const pool = faultyPool({ threads: 1, workerFile: workerFile('rows-only') });
  expect(await pool.solveAllocation(allocation(), LIMITS)).toStrictEqual({
    declined: 'enumeration only knows rows',
  });
});

test.each([
  ['a time limit that is none', allocation(), Number.NaN],
  ['what is no allocation', { ...allocation(), cellLine: undefined } as never, 1_000],
])('%s is refused', async (_, asked, timeLimitMs) => {
  const pool = faultyPool({ threads: 1 });
  await expect(pool.solveAllocation(asked, { timeLimitMs })).rejects.toMatchObject({
    code: 'INVALID_PROGRAM',
  });
});
