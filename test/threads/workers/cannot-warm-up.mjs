import { serve } from '../../../dist/threads/inside/serve.js';

export const solve = serve({}, async () => {
  throw new Error('the WebAssembly module does not compile');
});
