import { serve } from '../../../dist/threads/runtime.js';
import { enumerating } from './enumerate.mjs';

export const solve = serve({
  ...enumerating,
  warmUp: async () => {
    throw new Error('the WebAssembly module does not compile');
  },
});
