import { createPortfolio } from './portfolio.ts';
import { serve } from './worker-runtime.ts';

/** The entry of a worker thread: the pool posts tasks here, the portfolio answers them. */
export const solve = serve(createPortfolio());
