import { describe, expect, it } from 'vitest';
import { addUp, type BatchResult, runBatch } from './batch.ts';
import { STRATA } from './strata.ts';

/** Every stratum once; then the cheap ones twice more, so that it stays within half a minute. */
const SEEDS = Array.from({ length: 3 * STRATA.length }, (_, index) => index + 1).filter(
  (seed) => seed <= STRATA.length || STRATA[seed % STRATA.length]!.kind !== 'crowded',
);
const LEAST_ATTEMPTS = 2_800;
const MODES = 6;

describe('the portfolio answers as HiGHS alone does on the textbook program', () => {
  it('in every tier and every unit, in every mode', async () => {
    const results: BatchResult[] = [];
    for (const seed of SEEDS) results.push(await runBatch(seed));
    expect(results.flatMap(({ differences }) => differences)).toEqual([]);
    expect(results.reduce((sum, { attempts }) => sum + attempts, 0)).toBeGreaterThan(LEAST_ATTEMPTS);
    const counts = addUp(results);
    expect(Object.keys(counts).filter((key) => key.endsWith('unproven'))).toEqual([]);
    expect(counts).toMatchObject({
      'answered by closed-form': expect.any(Number),
      'answered by structured-search': expect.any(Number),
    });
    const modes = Object.keys(counts).flatMap((key) => /^(.*): optimal$/.exec(key)?.[1] ?? []);
    expect(new Set(modes).size).toBe(MODES);
  }, 240_000);
});
