import { VerifyRequest, verifyRequest } from '../decision/verify-request.ts';
import { jsonParser } from '../domain/bounded-input.ts';
import { heapForReading, readJson } from '../json/read-json.ts';
import type { Job } from '../solver/job.ts';
import { refusalOf } from './attempt-errors.ts';
import type { AttemptHead, VerifyFacts } from './attempt-messages.ts';

const parseRequest = jsonParser(VerifyRequest);

/** Checks a plan: the bytes of a problem and a plan → the bytes of what the checker finds, both JSON. */
export const verifyJob: Job = async ({ head, body }) => {
  try {
    const { now } = head as AttemptHead;
    const verification = verifyRequest(parseRequest(readJson(body, heapForReading())), now);
    const facts: VerifyFacts = { valid: verification.valid };
    return { head: facts, body: Buffer.from(JSON.stringify(verification), 'utf8') };
  } catch (thrown) {
    throw refusalOf(thrown);
  }
};
