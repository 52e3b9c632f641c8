import type { Engine } from '../../src/solver/engine.ts';
import type { JobContext } from '../../src/threads/boundary/job.ts';
import { jobsOf } from '../../src/threads/jobs/jobs.ts';
import type { Pool } from '../../src/threads/pool.ts';

/** Does the jobs of a pool in this thread, and says which it was asked. */
export function poolHere(engine: Engine) {
  const jobs = jobsOf(engine);
  const asked: string[] = [];
  const pool: Pick<Pool, 'run' | 'busyForMs'> = {
    busyForMs: () => 0,
    run: async <Input, Output>({ name }: { name: string }, input: Input, limits: { timeLimitMs: number }) => {
      asked.push(name);
      const context: JobContext = { ...limits, limitTo: () => {}, isTogether: false, move: (bytes) => bytes };
      return (await jobs[name]!(input as never, context)) as Output;
    },
  };
  return { pool, asked };
}
