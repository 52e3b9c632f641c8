import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FAULT_LIMIT, InputError } from '../../src/domain/faults.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { parseBounded } from '../../src/input/bounded-input.ts';
import { parseInput } from '../../src/input/parse.ts';
import { SMALL_REQUEST } from '../http/service.ts';

const faultsOf = (input: unknown, parse: typeof parseInput = parseBounded) => {
  try {
    parse(OptimizeRequest, input);
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  return [];
};

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const row = (index: number) => ({ locationCode: `L${index}`, productCode: 'KTP', available: 1 });

describe('a heavy body', () => {
  it('is read as a light one is', () => {
    const request = { ...SMALL_REQUEST, inventory: many(60_000, row) };
    expect(parseBounded(OptimizeRequest, request)).toEqual(parseInput(OptimizeRequest, request));
  });

  it('has the same faults as zod finds, in their places, where they are few', () => {
    const request = {
      ...SMALL_REQUEST,
      colour: 'red',
      timeZone: 7,
      inventory: [...many(60_000, row), { locationCode: 'A' }, { ...row(0), available: 'many', more: 1 }],
      locations: 'none',
    };
    const byPath = (faults: readonly { path: string }[]) =>
      [...faults].sort((a, b) => (a.path < b.path ? -1 : 1));
    expect(byPath(faultsOf(request))).toEqual(byPath(faultsOf(request, parseInput)));
    expect(faultsOf(request)).toHaveLength(7);
  });

  it.each([
    ['rows that are no rows', { inventory: many(250_000, () => 1) }],
    ['rows without fields', { futureInventory: many(250_000, () => ({})) }],
    ['unknown fields', Object.fromEntries(many(250_000, (i) => [`k${i}`, 1]))],
    ['unknown fields inside', { settings: Object.fromEntries(many(250_000, (i) => [`k${i}`, 1])) }],
    ['wrong codes in a line', { shipment: { items: [{ excludedLocationCodes: many(250_000, () => 1) }] } }],
  ])('full of %s lists so many faults and no more', (_, part) => {
    expect(faultsOf({ ...SMALL_REQUEST, ...part })).toHaveLength(FAULT_LIMIT);
  });

  it('is refused as what it is where it is no object at all', () => {
    expect(faultsOf(many(250_000, () => 1))).toEqual([
      expect.objectContaining({ path: '', code: 'wrong_type' }),
    ]);
  });
});

describe('a list that is much too long', () => {
  const schema = z.strictObject({ rows: z.array(z.strictObject({ units: z.int() })).max(3) });

  it('is refused for its length alone, in the words of a list with one row too many', () => {
    const one = { units: 1 };
    const outcome = (rows: unknown[]) => {
      try {
        return parseBounded(schema, { rows });
      } catch (error) {
        return (error as InputError).faults;
      }
    };
    const faults = outcome([one, one, one, one]);
    expect(faults).toEqual([{ path: 'rows', code: 'too_large', message: 'must have at most 3 rows' }]);
    // None of these rows is in order, and none is looked at.
    expect(outcome(new Array(3_000_000).fill({}))).toEqual(faults);
  });
});
