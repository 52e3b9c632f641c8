import { VerifyRequest, verifyRequest } from '../../decision/verify-request.ts';
import { jsonParser } from '../../input/bounded-input.ts';
import { heapForReading, readJson } from '../../input/read-json.ts';
import type { Job } from '../job.ts';
import { refusalOf } from './errors.ts';
import type { AttemptHead, VerifyFacts } from './messages.ts';

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
