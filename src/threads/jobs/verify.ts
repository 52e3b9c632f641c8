import { verify } from '../../decision/verify/verify.ts';
import { VerifyRequest } from '../../domain/verify-request.ts';
import { jsonParser } from '../../input/bounded-input.ts';
import { heapForReading, readJson } from '../../input/read-json.ts';
import { takeCheck } from '../../input/take-attempt.ts';
import type { Job } from '../boundary/job.ts';
import type { BytesInput, BytesOutput, VerifyFacts } from './kinds.ts';

const parseRequest = jsonParser(VerifyRequest);

/** Reads a problem and anyone's plan, checks it, and writes the finding. */
export const verifyInBytesJob: Job<BytesInput, BytesOutput<VerifyFacts>> = async (
  { body, now },
  { move },
) => {
  const { snapshot, plan, claim } = takeCheck(parseRequest(readJson(body, heapForReading())), now);
  const finding = verify(snapshot, plan, { claim });
  const bytes = new TextEncoder().encode(JSON.stringify(finding));
  return { facts: { valid: finding.valid }, body: move(bytes) };
};
