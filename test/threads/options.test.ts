import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import type { PoolOptions } from '../../src/threads/pool/options.ts';
import { resolvePoolOptions } from '../../src/threads/pool/options.ts';

test('every setting has a default, and undefined means it', () => {
  expect(resolvePoolOptions({ threads: undefined })).toStrictEqual(resolvePoolOptions({}));
  expect(resolvePoolOptions({})).toMatchObject({
    threads: Math.max(2, availableParallelism() - 1),
    maxQueue: 256,
    maxQueueMb: 256,
    queueTimeoutMs: 5_000,
    bootTimeoutMs: 10_000,
    hardKillGraceMs: 5_000,
    maxOldGenerationSizeMb: 1_024,
    recycleAboveMb: 1_024,
  });
});

test('the default worker file is the built worker of this package', () => {
  const { workerFile } = resolvePoolOptions({});
  const built = new URL('../../dist/threads/pool/options.js', import.meta.url);
  expect(workerFile.href).toMatch(/jobs\/main\.js$/);
  expect(existsSync(new URL('../jobs/main.js', built))).toBe(true);
});

test.each<[PoolOptions, string]>([
  [{ threads: 0 }, 'Expected threads to be an integer from 1 to 1024, got 0.'],
  [{ threads: 1.5 }, 'threads'],
  [{ maxQueue: -1 }, 'maxQueue'],
  [{ maxQueueMb: 0 }, 'maxQueueMb'],
  [{ queueTimeoutMs: 0 }, 'queueTimeoutMs'],
  [{ queueTimeoutMs: 2 ** 31 }, 'queueTimeoutMs'],
  [{ bootTimeoutMs: Number.NaN }, 'bootTimeoutMs'],
  [{ hardKillGraceMs: Number.POSITIVE_INFINITY }, 'hardKillGraceMs'],
  [{ maxOldGenerationSizeMb: 1 }, 'maxOldGenerationSizeMb'],
  [{ recycleAboveMb: 0 }, 'recycleAboveMb'],
])('%o is refused by name', (options, message) => {
  expect(() => resolvePoolOptions(options)).toThrow(RangeError);
  expect(() => resolvePoolOptions(options)).toThrow(message);
});
