import { expect, test } from 'vitest';
import { EFFORT } from '../../../src/decision/explain/effort.ts';
import { readDocument, tableOf } from '../../documentation/tables.ts';

test('the bounds on explaining are those of the table in the README', () => {
  const written = tableOf(readDocument('../src/decision/explain/README.md'), 'bound');
  expect(written).toEqual(
    Object.entries(EFFORT).map(([name, { value, unit, meaning }]) => [name, String(value), unit, meaning]),
  );
});
