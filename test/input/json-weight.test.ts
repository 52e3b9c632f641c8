import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonWeight } from '../../src/input/json-weight.ts';

interface Figure {
  readonly text: string;
  readonly heapBytes: number;
}

/** What reading took in a process that did nothing else. */
function measure(length: number): Record<string, Figure> {
  const script = fileURLToPath(new URL('./heap-of-json.mjs', import.meta.url));
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', script, String(length)], options);
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('the weight of a JSON text', () => {
  const figures = measure(300_000);

  test.each(Object.keys(figures))('is no less than the heap that reading it takes: %s', (shape) => {
    const { text, heapBytes } = figures[shape]!;
    expect(text.length).toBeGreaterThan(299_000);
    // The text itself is in the weight, but was there before.
    expect(jsonWeight(Buffer.from(text))).toBeGreaterThan(heapBytes + text.length);
  });

  test('lets rows of stock of 32 MiB through where a thread has 800 MiB for them', () => {
    const bytes = Buffer.from(figures.rows!.text);
    expect(jsonWeight(bytes) / bytes.length).toBeLessThan(800 / 32);
  });

  test('holds back what would fill a thread of 1 GiB from 32 MiB', () => {
    for (const shape of ['nestedLists', 'emptyObjects', 'nestedNumber']) {
      const bytes = Buffer.from(figures[shape]!.text);
      expect(jsonWeight(bytes) / bytes.length).toBeGreaterThan(800 / 32);
    }
  });
});

test('what stands in strings weighs no more than text, escaped quotes included', () => {
  const weightOf = (text: string): number => jsonWeight(Buffer.from(JSON.stringify(text)));
  expect(weightOf('{[,:{[,:')).toBe(weightOf('xxxxxxxx'));
  expect(weightOf('"{"[\\",:')).toBe(weightOf('xxxxx"""\\'.slice(1)));
});

test('any bytes can be weighed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(jsonWeight(bytes)).toBeGreaterThanOrEqual(bytes.length);
    }),
  );
  for (const text of ['"', '"\\', '\\', '{"', '{"\\'])
    expect(jsonWeight(Buffer.from(text))).toBeGreaterThan(0);
});
