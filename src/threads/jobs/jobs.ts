import type { Engine } from '../../solver/engine.ts';
import type { Jobs } from '../boundary/job.ts';
import { attemptInBytesJob, attemptJob, explainJob } from './attempt.ts';
import { ATTEMPT, ATTEMPT_IN_BYTES, EXPLAIN, VERIFY_IN_BYTES, WAVE, WAVE_IN_BYTES } from './kinds.ts';
import { verifyInBytesJob } from './verify.ts';
import { waveInBytesJob, waveJob } from './wave.ts';

/** What a thread of this package does, by name. */
export const jobsOf = (engine: Engine): Jobs => ({
  [ATTEMPT.name]: attemptJob(engine),
  [EXPLAIN.name]: explainJob(engine),
  [ATTEMPT_IN_BYTES.name]: attemptInBytesJob(engine),
  [VERIFY_IN_BYTES.name]: verifyInBytesJob,
  [WAVE.name]: waveJob(engine),
  [WAVE_IN_BYTES.name]: waveInBytesJob(engine),
});
