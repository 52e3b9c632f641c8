import { javascriptLpSolver } from '../../../src/solver/engines/javascript-lp-solver.ts';
import { lexicographic } from '../../../src/solver/lexicographic.ts';
import { serve } from '../../../src/solver/worker-runtime.ts';

/** javascript-lp-solver on everything it is asked, in a thread that the pool kills at the limit. */
export const solve = serve(lexicographic('javascript-lp-solver', () => javascriptLpSolver));
