import { verify } from '../../decision/verify/verify.ts';
import { VerifyRequest } from '../../domain/verify-request.ts';
import { jsonParser } from '../../input/bounded-input.ts';
import { heapForReading, readJson } from '../../input/read-json.ts';
import { takeCheck } from '../../input/take-attempt.ts';
import type { Job } from '../job.ts';
import { refusalOf } from './errors.ts';
import type { AttemptHead, VerifyFacts } from './messages.ts';

const parseRequest = jsonParser(VerifyRequest);

/** Checks a plan: the bytes of a problem and a plan → the bytes of what the checker finds, both JSON. */
export const verifyJob: Job = async ({ head, body }) => {
  try {
    const { now } = head as AttemptHead;
    const request = parseRequest(readJson(body, heapForReading()));
    const { snapshot, plan, claim } = takeCheck(request, now);
    const verification = verify(snapshot, plan, { claim });
    const facts: VerifyFacts = { valid: verification.valid };
    return { head: facts, body: Buffer.from(JSON.stringify(verification), 'utf8') };
  } catch (thrown) {
    throw refusalOf(thrown);
  }
};
