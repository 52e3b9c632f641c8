import { expect, test } from 'vitest';
import { InvariantError, NothingProvenError } from '../../../src/attempt/optimize.ts';
import { InputError } from '../../../src/domain/faults.ts';
import { EngineError } from '../../../src/solver/engine.ts';
import { JobError } from '../../../src/threads/job.ts';
import { refusalOf, thrownInWorker } from '../../../src/threads/jobs/errors.ts';

/** The error as its caller gets it. */
function across(thrown: unknown): Error {
  const refusal = refusalOf(thrown);
  if (!(refusal instanceof JobError)) throw new Error('not a refusal');
  const { code, message, details } = structuredClone({ ...refusal, message: refusal.message });
  return thrownInWorker(new JobError(code, message, details)) as Error;
}

test('an input error keeps its kind and faults', () => {
  for (const kind of ['malformed', 'contradictory'] as const) {
    const faults = [{ path: 'shipment.items[0].quantity', code: 'required', message: 'is required' }];
    const received = across(new InputError(kind, faults));
    expect(received).toBeInstanceOf(InputError);
    expect(received).toMatchObject({ kind, faults });
  }
});

test('of very many and very long faults as much crosses as an answer lists', () => {
  const fault = {
    path: 'x'.repeat(10_000),
    code: 'unknown_field',
    message: `unknown field "${'x'.repeat(9_000)}"`,
  };
  const { faults } = across(new InputError('malformed', Array(5_000).fill(fault))) as InputError;
  expect(faults).toHaveLength(1_000);
  expect(faults[999]!.path).toBe(`${'x'.repeat(500)}…`);
  expect(faults[999]!.message).toHaveLength(501);
});

test.each([
  new NothingProvenError('nothing was proven within 5 ms'),
  new InvariantError('the checker refuses the plan'),
])('%s keeps its class and message', (thrown) => {
  const received = across(thrown);
  expect(received).toBeInstanceOf(thrown.constructor);
  expect(received.message).toBe(thrown.message);
});

test('what is not foreseen is left as it is, on both sides', () => {
  const errors = [new TypeError('a bug'), new EngineError('ENGINE_FAILED', 'broke'), 'text', undefined];
  for (const error of errors) {
    expect(refusalOf(error)).toBe(error);
    expect(thrownInWorker(error)).toBe(error);
  }
  const unknown = new JobError('UNKNOWN_JOB', 'no such job');
  expect(thrownInWorker(unknown)).toBe(unknown);
});
