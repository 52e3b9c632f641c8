import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeBody } from '../../../src/threads/answers/body.ts';
import { runs } from '../../arbitraries/runs.ts';

const KIB = 2 ** 10;

/** All bytes, in order. */
const joined = (pieces: readonly Uint8Array[]): number[] => pieces.flatMap((piece) => [...piece]);

/** Pieces as a caller may have them: their own, slices of a larger buffer, of Node's pool, of shared memory. */
const pieces = fc.array(
  fc
    .record({
      bytes: fc.uint8Array({ maxLength: 40 }),
      repeats: fc.constantFrom(0, 1, 3, 500, 700),
      kept: fc.constantFrom('whole', 'slice', 'pool', 'shared'),
    })
    .map(({ bytes, repeats, kept }) => {
      const all = Array.from({ length: repeats }, () => [...bytes]).flat();
      if (kept === 'whole') return Uint8Array.from(all);
      if (kept === 'pool') return Buffer.from(all);
      const buffer = kept === 'slice' ? new ArrayBuffer(all.length + 16) : new SharedArrayBuffer(all.length);
      const view = new Uint8Array(buffer, kept === 'slice' ? 8 : 0, all.length);
      view.set(all);
      return view;
    }),
  { maxLength: 6 },
);

test('the bytes come out in order, each array the whole of a buffer, and no two of the same', async () => {
  const property = fc.asyncProperty(pieces, async (given) => {
    const before = joined(given);
    const taken = await takeBody(given);
    expect(joined(taken)).toStrictEqual(before);
    for (const { buffer, byteLength } of taken) {
      expect(buffer).toBeInstanceOf(ArrayBuffer);
      expect(buffer.byteLength).toBe(byteLength);
    }
    expect(new Set(taken.map(({ buffer }) => buffer)).size).toBe(taken.length);
  });
  await fc.assert(property, runs(0.6));
});

test('an array that is the whole of its buffer is taken as it is', async () => {
  const mine = new Uint8Array(16 * KIB);
  expect((await takeBody([mine]))[0]).toBe(mine);
});

test.each([
  ["a slice of Node's pool", () => Buffer.from('x'.repeat(3_000))],
  ['a slice that begins where its buffer begins', () => new Uint8Array(32 * KIB).subarray(0, 20 * KIB)],
  ['a slice that ends where its buffer ends', () => new Uint8Array(32 * KIB).subarray(8 * KIB)],
  ['shared memory', () => new Uint8Array(new SharedArrayBuffer(32 * KIB))],
])('%s is copied, and its buffer stays with whoever shares it', async (_, make) => {
  const mine = make().fill(7);
  const { byteLength } = mine;
  const [taken] = await takeBody([mine]);
  expect(mine.buffer.byteLength).toBeGreaterThan(0);
  expect(mine).toHaveLength(byteLength);
  mine.fill(8);
  expect(new Set(taken)).toStrictEqual(new Set([7]));
});

test('what is long is copied half a MiB a turn', async () => {
  const mine = new Uint8Array(5 * 2 ** 19 + 1).subarray(1);
  let isTaken = false;
  const taken = takeBody([mine]).then((all) => {
    isTaken = true;
    return all;
  });
  for (let turn = 0; turn < 3; turn++) {
    await nextTurn();
    expect(isTaken).toBe(false);
  }
  expect((await taken).map(({ byteLength }) => byteLength)).toStrictEqual(Array(5).fill(2 ** 19));
});
