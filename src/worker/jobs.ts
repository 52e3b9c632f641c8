import type { Engine } from '../solver/engine.ts';
import type { Job } from '../solver/job.ts';
import { attemptJob } from './attempt-job.ts';
import { ATTEMPT_JOB, VERIFY_JOB } from './attempt-messages.ts';
import { verifyJob } from './verify-job.ts';

/** What a worker does beside solving, by name. */
export function jobsOf(engine: Engine): Readonly<Record<string, Job>> {
  return { [ATTEMPT_JOB]: attemptJob(engine), [VERIFY_JOB]: verifyJob };
}
