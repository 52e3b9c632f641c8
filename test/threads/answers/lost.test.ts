import { describe, expect, it } from 'vitest';
import { EngineError, type EngineErrorCode } from '../../../src/solver/engine.ts';
import { decideBytesThere } from '../../../src/threads/answers/there.ts';

/** Asks a pool that fails every run with `code`; gives the code that comes back, and how often it was asked. */
async function askFailing(code: EngineErrorCode) {
  let asked = 0;
  const pool = {
    run: async () => {
      asked += 1;
      throw new EngineError(code, 'told to');
    },
  };
  const bytes = { body: [Buffer.from('{}')], now: '2026-05-01T09:00:00Z' };
  const failure = await decideBytesThere(pool, bytes).catch((error: EngineError) => error.code);
  return { failure, asked };
}

describe('an attempt whose worker', () => {
  it('is lost and lost again is not asked a third time', async () => {
    expect(await askFailing('WORKER_LOST')).toEqual({ failure: 'WORKER_LOST', asked: 2 });
  });

  it.each(['ENGINE_FAILED', 'QUEUE_FULL', 'QUEUE_TIMEOUT', 'DEADLINE_PASSED', 'CLOSED'] as const)(
    'ends with %s is not asked again',
    async (code) => {
      expect(await askFailing(code)).toEqual({ failure: code, asked: 1 });
    },
  );
});
