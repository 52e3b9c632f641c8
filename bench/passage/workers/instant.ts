import type { Job } from '../../../src/threads/job.ts';
import { type ServedEngine, serve } from '../../../src/threads/runtime.ts';

/** Answers everything at once, with an answer of the usual size, so that the way there and back is what is left. */
const engine: ServedEngine = {
  name: 'instant',
  solve: async ({ columnLower, levels }) => ({
    termination: 'optimal',
    // Ones, because the boot check is answered by one.
    point: new Float64Array(columnLower.length).fill(1),
    bounds: new Float64Array(levels.length),
    engine: 'instant',
    reason: 'measuring',
    solveMs: 0,
  }),
  solveAllocation: async ({ cellLine }) => ({
    status: 'optimal',
    units: new Float64Array(cellLine.length),
    bounds: new Float64Array(5),
    method: 'closed form',
  }),
};

const REPLY = Buffer.from(JSON.stringify({ text: 'x'.repeat(2_000) }));

/** Takes a body, leaves it alone, and answers some 2 KB. */
const swallow: Job = async ({ body }) => ({ head: { pieces: body.length }, body: REPLY });

export const solve = serve(engine, { swallow });
