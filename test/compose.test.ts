import { describe, expect, it } from 'vitest';
import { inProcessEngine, retryLostOnce } from '../src/compose.ts';
import { type Engine, EngineError, type EngineErrorCode } from '../src/solver/engine.ts';
import { BOOT_PROGRAM } from '../src/solver/pool-boot-check.ts';

/** Fails as told, one code a call, and then solves. */
function failingFirst(codes: EngineErrorCode[], tookMs = 0): Engine & { readonly limits: number[] } {
  const limits: number[] = [];
  return {
    name: 'failing first',
    limits,
    async solve(program, { timeLimitMs }) {
      limits.push(timeLimitMs);
      const code = codes.shift();
      if (code === undefined) return inProcessEngine().solve(program, { timeLimitMs });
      await new Promise((resolve) => setTimeout(resolve, tookMs));
      throw new EngineError(code, 'told to');
    },
  };
}

describe('a solve whose worker is lost', () => {
  it('is asked once more, within what is left of its time', async () => {
    const engine = failingFirst(['WORKER_LOST'], 20);
    const outcome = await retryLostOnce(engine).solve(BOOT_PROGRAM, { timeLimitMs: 10_000 });
    expect(outcome.termination).toBe('optimal');
    expect(engine.limits[0]).toBe(10_000);
    expect(engine.limits[1]).toBeLessThan(9_990);
    expect(engine.limits).toHaveLength(2);
  });

  it('is not asked a third time', async () => {
    const engine = failingFirst(['WORKER_LOST', 'WORKER_LOST']);
    const solving = retryLostOnce(engine).solve(BOOT_PROGRAM, { timeLimitMs: 10_000 });
    await expect(solving).rejects.toMatchObject({ code: 'WORKER_LOST' });
    expect(engine.limits).toHaveLength(2);
  });

  it('is not asked again when its time is over', async () => {
    const engine = failingFirst(['WORKER_LOST'], 20);
    const solving = retryLostOnce(engine).solve(BOOT_PROGRAM, { timeLimitMs: 5 });
    await expect(solving).rejects.toMatchObject({ code: 'WORKER_LOST' });
    expect(engine.limits).toHaveLength(1);
  });

  it.each(['ENGINE_FAILED', 'QUEUE_FULL', 'QUEUE_TIMEOUT', 'DEADLINE_PASSED', 'CLOSED'] as const)(
    'is told from one that ended with %s, which is not asked again',
    async (code) => {
      const engine = failingFirst([code]);
      const solving = retryLostOnce(engine).solve(BOOT_PROGRAM, { timeLimitMs: 10_000 });
      await expect(solving).rejects.toMatchObject({ code });
      expect(engine.limits).toHaveLength(1);
    },
  );
});
