import type { Engine } from '../../solver/engine.ts';
import type { Job } from '../job.ts';
import { attemptJob } from './attempt.ts';
import { ATTEMPT_JOB, VERIFY_JOB } from './messages.ts';
import { verifyJob } from './verify.ts';

/** What a worker does beside solving, by name. */
export function jobsOf(engine: Engine): Readonly<Record<string, Job>> {
  return { [ATTEMPT_JOB]: attemptJob(engine), [VERIFY_JOB]: verifyJob };
}
