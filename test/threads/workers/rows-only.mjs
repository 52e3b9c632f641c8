import { serve } from '../../../dist/threads/runtime.js';
import { enumerating } from './enumerate.mjs';

/** An engine without `solveAllocation`. */
export const solve = serve(enumerating);
