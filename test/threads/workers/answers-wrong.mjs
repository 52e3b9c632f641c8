import { serve } from '../../../dist/threads/runtime.js';
import { enumerating } from './enumerate.mjs';

/** One unit off, always. */
export const solve = serve({
  name: 'off by one',
  async solve(program, limits) {
    const outcome = await enumerating.solve(program, limits);
    return { ...outcome, point: outcome.point?.map((value) => value + 1) ?? null };
  },
});
