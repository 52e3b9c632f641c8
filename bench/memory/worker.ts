import { getHeapStatistics } from 'node:v8';
import { BroadcastChannel } from 'node:worker_threads';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { serve } from '../../src/threads/inside/serve.ts';
import { jobsOf } from '../../src/threads/jobs/jobs.ts';
import { type HeldBytes, MEMORY_CHANNEL } from './channel.ts';

const channel = new BroadcastChannel(MEMORY_CHANNEL);
channel.unref();

/** The heap as V8 has it from the machine, so garbage that waits to be collected counts too. */
function held(): HeldBytes {
  const { total_heap_size, external_memory, malloced_memory } = getHeapStatistics();
  return { heap: total_heap_size, outside: external_memory + malloced_memory };
}

/** The production worker, which says after each answer what its isolate holds. */
export const solve = serve(jobsOf(createPortfolio())).then((handler): typeof handler => async (task) => {
  const reply = await handler(task);
  channel.postMessage(held());
  return reply;
});
