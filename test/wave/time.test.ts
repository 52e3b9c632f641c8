import { describe, expect, it } from 'vitest';
import { drawWave } from '../../bench/wave/draw.ts';
import { verifyWave } from '../../src/decision/verify/wave/verify-wave.ts';
import type { WavePolicy } from '../../src/domain/wave/request.ts';
import { optimizeWave } from '../../src/wave/optimize-wave.ts';
import { engines, take } from './take.ts';

const wave = take(drawWave(7, 300));
const POLICIES: readonly WavePolicy[] = ['one-by-one', 'first-come', 'optimal'];

/** A clock on which the limit has passed when it is looked at for the second time. */
const afterTheLimit = () => {
  let asked = 0;
  return () => (asked++ === 0 ? 0 : wave.timeLimitMs + performance.now());
};

describe.each(POLICIES)('%s without any time', (policy) => {
  it.each([
    ['because the time limit has passed', () => ({ now: afterTheLimit() })],
    ['because it is cancelled', () => ({ signal: AbortSignal.abort() })],
  ])('still answers a wave that keeps every rule, %s', async (_, options) => {
    const mine = { ...wave, policy };
    const answer = await optimizeWave(mine, engines, options());
    expect(verifyWave(mine, answer).violations).toEqual([]);
    expect(answer.released).toBeGreaterThan(0);
    // What was not decided is not compared with.
    expect(Object.values(answer.versus).filter((other) => other !== null).length).toBeLessThanOrEqual(1);
  });
});

describe('optimal', () => {
  it('releases more of a retailer’s backlog than any order, and says how much the best may be above it', async () => {
    const answer = await optimizeWave({ ...wave, policy: 'optimal', timeLimitMs: 5_000 }, engines);
    expect(answer.versus.oneByOne!.released).toBeGreaterThan(0);
    expect(answer.versus.firstCome!.released).toBeGreaterThan(0);
    expect(answer.versus.smallestFirst!.value).toBeGreaterThanOrEqual(0);
    for (const { tier, value, bound } of answer.objective) {
      if (tier === 'value') expect(bound!).toBeGreaterThanOrEqual(value);
    }
  });
});
