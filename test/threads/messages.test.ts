import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Program } from '../../src/program/program.ts';
import { EngineError } from '../../src/solver/engine.ts';
import type { Outcome } from '../../src/solver/outcome.ts';
import { JobError } from '../../src/threads/job.ts';
import type { ErrorData } from '../../src/threads/messages.ts';
import { errorToData, readReply } from '../../src/threads/messages.ts';
import { packOutcome, packProgram, unpackOutcome, unpackProgram } from '../../src/threads/packed/program.ts';
import { program } from './fixtures.ts';

/** A record with the prototype of a literal. */
const plainRecord = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<T>;

/** Any numbers, NaN, infinities and −0 included; now and then a view into the middle of a larger buffer. */
const floats = fc
  .tuple(fc.float64Array({ maxLength: 30 }), fc.nat(3))
  .map(([values, skipped]) => values.subarray(skipped));
const integers = fc
  .tuple(fc.int32Array({ maxLength: 30 }), fc.nat(3))
  .map(([values, skipped]) => values.subarray(skipped));
/** Any text, halves of surrogate pairs included. */
const text = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 20 });

/** Arrays of any lengths, whether or not they fit together: what is malformed must arrive as it was sent. */
const programs: fc.Arbitrary<Program> = plainRecord({
  columnLower: floats,
  columnUpper: floats,
  rowLower: floats,
  rowUpper: floats,
  rowStarts: integers,
  columnIndices: integers,
  coefficients: floats,
  levels: fc.array(plainRecord({ name: text, costs: floats, scale: fc.double(), integral: fc.boolean() }), {
    maxLength: 6,
  }),
  tieBreak: integers,
});

const outcomes: fc.Arbitrary<Outcome> = plainRecord({
  termination: fc.constantFrom('optimal', 'infeasible', 'time-limit', 'numerical'),
  point: fc.option(floats),
  bounds: floats,
  engine: text,
  reason: text,
  solveMs: fc.double(),
});

test('a program arrives as it was sent, bit for bit, and the one sent stays as it was', () => {
  fc.assert(
    fc.property(programs, (sent) => {
      const before = structuredClone(sent);
      const packed = packProgram(sent);
      const arrived = structuredClone(packed, { transfer: [packed.buffer as ArrayBuffer] });
      expect(packed.byteLength).toBe(0);
      expect(unpackProgram(arrived)).toStrictEqual(before);
      expect(sent).toStrictEqual(before);
    }),
  );
});

test('an outcome arrives as it was sent, an empty point told apart from none', () => {
  fc.assert(
    fc.property(outcomes, (sent) => {
      expect(unpackOutcome(packOutcome(sent))).toStrictEqual(structuredClone(sent));
    }),
  );
  const none: Outcome = {
    termination: 'infeasible',
    point: null,
    bounds: new Float64Array(0),
    engine: '',
    reason: '',
    solveMs: 0,
  };
  expect(unpackOutcome(packOutcome(none)).point).toBeNull();
  expect(unpackOutcome(packOutcome({ ...none, point: new Float64Array(0) })).point).toStrictEqual(
    new Float64Array(0),
  );
});

test('a text longer than one call can take arguments arrives whole', () => {
  const reason = 'çπ😀'.repeat(50_000);
  const outcome = {
    termination: 'optimal',
    point: null,
    bounds: Float64Array.of(1),
    engine: 'e',
    solveMs: 1,
  } as const;
  expect(unpackOutcome(packOutcome({ ...outcome, reason })).reason).toBe(reason);
});

test('what is not made of arrays cannot be packed', () => {
  const broken = { ...program(), rowLower: undefined } as unknown as Program;
  expect(() => packProgram(broken)).toThrow(TypeError);
});

/** The error as it comes out on the other side. */
function acrossTheBoundary(thrown: unknown): EngineError | JobError {
  const data: ErrorData = structuredClone(errorToData(thrown, 'the engine'));
  try {
    readReply({ ok: false, error: data });
  } catch (received) {
    return received as EngineError | JobError;
  }
  throw new Error('the reply was taken for an outcome');
}

test('an engine error keeps its code, message and details, and its stack tells where it was thrown', () => {
  const received = acrossTheBoundary(
    new EngineError('INVALID_PROGRAM', 'row 3 is wrong', { row: 3, name: 'supply' }),
  );
  expect(received).toBeInstanceOf(EngineError);
  expect(received).toMatchObject({ code: 'INVALID_PROGRAM', message: 'row 3 is wrong' });
  expect(received.details).toStrictEqual({ row: 3, name: 'supply' });
  expect(received.stack).toMatch(/in the worker: .*\n.*messages\.test/);
});

test('any other error, and what is no error at all, is ENGINE_FAILED', () => {
  expect(acrossTheBoundary(new RangeError('too deep'))).toMatchObject({
    code: 'ENGINE_FAILED',
    message: 'the engine threw RangeError: too deep',
  });
  expect(acrossTheBoundary('text')).toMatchObject({
    code: 'ENGINE_FAILED',
    message: 'the engine threw text',
  });
  expect(acrossTheBoundary(undefined)).toMatchObject({ code: 'ENGINE_FAILED' });
});

test('details that could not be posted are left out', () => {
  const details = { row: 3, strange: () => 1, nested: {} } as unknown as Record<string, string>;
  expect(acrossTheBoundary(new EngineError('ENGINE_FAILED', 'odd', details)).details).toStrictEqual({
    row: 3,
  });
});

test('a refusal of a job keeps its code, message and details, nested ones too', () => {
  const details = { kind: 'malformed', faults: [{ path: 'a[0]', code: 'required' }, null, 3, [true]] };
  const received = acrossTheBoundary(
    new JobError('INPUT', '2 faults', { ...details, strange: (() => 1) as never }),
  );
  expect(received).toBeInstanceOf(JobError);
  expect(received).toMatchObject({ code: 'INPUT', message: '2 faults' });
  expect(received.details).toStrictEqual(details);
});
