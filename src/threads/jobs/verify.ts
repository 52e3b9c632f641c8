import { verify } from '../../decision/verify/verify.ts';
import { verifyWave } from '../../decision/verify/wave/verify-wave.ts';
import { VerifyRequest } from '../../domain/verify-request.ts';
import { WaveVerifyRequest } from '../../domain/wave/verify-wave.ts';
import { jsonParser } from '../../input/bounded-input.ts';
import { heapForReading, readJson } from '../../input/read-json.ts';
import { takeCheck } from '../../input/take-attempt.ts';
import { asksOfWave, takeWaveCheck } from '../../input/take-wave.ts';
import type { Job } from '../boundary/job.ts';
import type { BytesInput, BytesOutput, VerifyFacts } from './kinds.ts';

const parseRequest = jsonParser(VerifyRequest);
const parseWave = jsonParser(WaveVerifyRequest);

/** What the checker finds of a plan for an attempt, or for a wave. */
function findingOf(value: unknown, now: string) {
  if (asksOfWave(value)) {
    const { wave, plan, claim } = takeWaveCheck(parseWave(value), now);
    return verifyWave(wave, plan, { claim });
  }
  const { snapshot, plan, claim } = takeCheck(parseRequest(value), now);
  return verify(snapshot, plan, { claim });
}

/** Reads a problem, or a wave, and anyone's plan for it, checks it, and writes the finding. */
export const verifyInBytesJob: Job<BytesInput, BytesOutput<VerifyFacts>> = async (
  { body, now },
  { move },
) => {
  const finding = findingOf(readJson(body, heapForReading()), now);
  const bytes = new TextEncoder().encode(JSON.stringify(finding));
  return { facts: { valid: finding.valid }, body: move(bytes) };
};
