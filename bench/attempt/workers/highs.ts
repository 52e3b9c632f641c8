import { loadHighsSolver } from '../../../src/solver/engines/highs.ts';
import { lexicographic } from '../../../src/solver/lexicographic.ts';
import { serve } from '../../../src/solver/worker-runtime.ts';

/** HiGHS on everything it is asked, in a thread of its own. */
export const solve = serve(lexicographic('highs', loadHighsSolver));
