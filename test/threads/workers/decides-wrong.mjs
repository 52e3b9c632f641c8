import { serve } from '../../../dist/threads/inside/serve.js';
import { assertSampleDecision } from '../../../dist/threads/jobs/sample.js';

/** Its engine holds what it should release. */
export const solve = serve({}, async () => {
  assertSampleDecision({ decision: 'held', children: [], proof: { status: 'optimal', engine: 'wrong' } });
});
