import { expect, test } from 'vitest';
import { InvariantError, NothingProvenError } from '../../src/attempt/optimize.ts';
import { FAULT_LIMIT, InputError } from '../../src/domain/faults.ts';
import { JsonError } from '../../src/input/read-json.ts';
import { EngineError } from '../../src/solver/engine.ts';
import { fromData, toData } from '../../src/threads/boundary/errors.ts';

/** The error as its caller gets it. */
const across = (thrown: unknown): Error => fromData(structuredClone(toData(thrown, 'attempt')));

test('an input error keeps its kind, message and faults', () => {
  for (const kind of ['malformed', 'contradictory'] as const) {
    const sent = new InputError(kind, [
      { path: 'items[0].quantity', code: 'required', message: 'is required' },
    ]);
    const received = across(sent);
    expect(received).toBeInstanceOf(InputError);
    expect(received).toMatchObject({ kind, faults: sent.faults, message: sent.message });
  }
});

test('of very many and very long faults as much crosses as an answer lists', () => {
  const fault = { path: 'x'.repeat(10_000), code: 'unknown_field', message: 'x'.repeat(9_000) };
  const { faults } = across(new InputError('malformed', Array(5_000).fill(fault))) as InputError;
  expect(faults).toHaveLength(FAULT_LIMIT);
  expect(faults[999]!.path).toBe(`${'x'.repeat(500)}…`);
  expect(faults[999]!.message).toHaveLength(501);
});

test.each([
  new NothingProvenError('nothing was proven within 5 ms'),
  new InvariantError('the checker refuses the plan'),
  new JsonError('NOT_JSON', 'Unexpected end of JSON input'),
  new JsonError('TOO_HEAVY', 'the body holds so many values'),
  new EngineError('INVALID_PROGRAM', 'row 3 is wrong', { row: 3, name: 'supply' }),
])('%s keeps class, code, message and details, and its stack says where it was thrown', (thrown) => {
  const received = across(thrown);
  expect(received).toBeInstanceOf(thrown.constructor);
  expect({ ...received, message: received.message }).toStrictEqual({ ...thrown, message: thrown.message });
  expect(received.stack).toMatch(/in the worker: .*\n.*errors\.test/);
});

test('any other error, and what is no error at all, is ENGINE_FAILED', () => {
  for (const [thrown, text] of [
    [new RangeError('too deep'), 'RangeError: too deep'],
    ['text', 'text'],
    [undefined, 'undefined'],
  ] as const) {
    const received = across(thrown);
    expect(received).toMatchObject({
      name: 'EngineError',
      code: 'ENGINE_FAILED',
      message: `the job "attempt" threw ${text}`,
    });
  }
});

test('details that could not be posted are left out', () => {
  const details = { row: 3, strange: () => 1, nested: {} } as unknown as Record<string, string>;
  expect(across(new EngineError('ENGINE_FAILED', 'odd', details))).toMatchObject({ details: { row: 3 } });
});
