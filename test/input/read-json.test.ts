import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from '../../src/input/read-json.ts';

const AMPLE = 2 ** 30;

/** The bytes, cut at some places; slices of one buffer. */
const cut = (bytes: Buffer, places: readonly number[]): Uint8Array[] => {
  const at = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])];
  at.sort((left, right) => left - right);
  return at.slice(1).map((to, index) => bytes.subarray(at[index], to));
};

test('reads what was written, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.nat(), { maxLength: 5 }), (value, places) => {
      const bytes = Buffer.from(JSON.stringify(value));
      expect(readJson(cut(bytes, places), AMPLE)).toStrictEqual(JSON.parse(bytes.toString()));
    }),
  );
  expect(readJson(cut(Buffer.from('"çπ😀"'), [2, 3, 4, 5, 6, 7, 8]), AMPLE)).toBe('çπ😀');
});

test('a mark of the byte order is no part of the text', () => {
  expect(readJson([Buffer.from('\ufeff{}')], AMPLE)).toStrictEqual({});
});

test('__proto__ is a field', () => {
  const value = readJson([Buffer.from('{"__proto__":{"quantity":1}}')], AMPLE);
  expect(Object.keys(value as object)).toStrictEqual(['__proto__']);
  expect(({} as { quantity?: number }).quantity).toBeUndefined();
});

test.each([
  ['nothing', [], 'the body is empty; send a JSON object'],
  ['empty pieces', [Buffer.from(''), Buffer.from('')], 'the body is empty; send a JSON object'],
  ['broken UTF-8', [Buffer.from([0x22, 0xc3, 0x22])], 'the body is not UTF-8'],
  ['half a value', [Buffer.from('{"a":'), Buffer.from('[1')], /JSON/],
])('refuses %s', (_, pieces, message) => {
  expect(() => readJson(pieces, AMPLE)).toThrow(
    expect.objectContaining({ name: 'JsonError', code: 'NOT_JSON' }),
  );
  expect(() => readJson(pieces, AMPLE)).toThrow(message);
});

test('refuses, unread, what could take more heap than there is', () => {
  const heavy = [Buffer.from('['.repeat(100_000))];
  const refusal = expect.objectContaining({
    code: 'TOO_HEAVY',
    message: 'the body holds so many values that reading it could take 7 MiB, and there are 4 MiB for it',
  });
  expect(() => readJson(heavy, 4 * 2 ** 20)).toThrow(refusal);
  expect(() => readJson(heavy, AMPLE)).toThrow(expect.objectContaining({ code: 'NOT_JSON' }));
});
