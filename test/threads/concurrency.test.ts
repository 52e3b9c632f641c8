import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerOf, faultyPool, tinyPrograms } from './fixtures.ts';
import { enumerating } from './workers/enumerate.mjs';

test('two hundred runs at once end as they do without threads', async () => {
  const twoHundred = fc.array(tinyPrograms, { minLength: 200, maxLength: 200 });
  const property = fc.asyncProperty(twoHundred, async (programs) => {
    const pool = faultyPool({ threads: 3 });
    const answers = await Promise.all(programs.map((asked) => answerOf(pool, asked)));
    const expected = await Promise.all(programs.map((asked) => answerOf(enumerating, asked)));
    expect(answers).toStrictEqual(expected);
    const { wait, solve } = pool.stats();
    expect([wait.count, solve.count]).toStrictEqual([200, 200]);
    expect(wait.maxMs).toBeGreaterThanOrEqual(wait.p99Ms);
    await pool.close({ graceMs: 0 });
  });
  // Once is two hundred runs; shrinking them would be thousands.
  await fc.assert(property, { numRuns: 1, endOnFailure: true });
});
