import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { requestWith } from '../arbitraries/request.ts';
import { runs } from '../arbitraries/runs.ts';
import { applied, smaller } from '../properties/changed-by-fix.ts';
import { testService } from './service.ts';

describe('the fixes of a hold that the server explains', () => {
  it('each release the shipment when the caller carries them out, and nothing smaller does', async () => {
    const { post } = await testService();
    const decide = async (request: OptimizeRequestInput, explain: 'none' | 'full'): Promise<Decision> => {
      const reply = await post('/v1/optimize', { ...request, explain });
      expect(reply.statusCode).toBe(200);
      return reply.json();
    };
    const kinds = new Set<string>();
    const requests = fc.sample(requestWith('small', { objective: { mode: 'lexicographic' } }), {
      seed: runs().seed!,
      numRuns: runs(1.5).numRuns!,
    });
    for (const request of requests) {
      const { hold } = await decide(request, 'full');
      if (hold === null) continue;
      expect(hold.explanation).toBe('complete');
      for (const fix of hold.fixes) {
        kinds.add(fix.kind);
        const { decision } = await decide(applied(request, fix), 'none');
        expect(decision, JSON.stringify({ request, fix })).not.toBe('held');
        for (const less of smaller(fix)) {
          const without = await decide(applied(request, less), 'none');
          expect(without.decision, JSON.stringify({ request, less })).toBe('held');
        }
      }
    }
    expect([...kinds]).toEqual(
      expect.arrayContaining(['ADD_UNITS', 'EXTEND_FUTURE_DATE_LIMIT', 'ENABLE_FUTURE_FOR_SITE', 'COMBINED']),
    );
  });
});
