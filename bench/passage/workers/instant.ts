import type { Job } from '../../../src/threads/boundary/job.ts';
import { serve } from '../../../src/threads/inside/serve.ts';

const REPLY = { text: 'x'.repeat(2_000) };

/** Takes what it gets, leaves it alone, and answers some 2 KB at once, so that the way there and back is what is left. */
const swallow: Job<unknown, typeof REPLY> = async () => REPLY;

export const solve = serve({ swallow });
