import type { z } from 'zod';
import { ERRORS, type ErrorCode } from '../../errors.ts';
import { PROBLEM_MEDIA_TYPE, Problem } from './problem.ts';

/** The answer of a route that succeeds, for its schema. */
export function jsonResponse<S extends z.ZodType>(description: string, schema: S) {
  return { description, content: { 'application/json': { schema } } };
}

/** The errors of a route, for its schema: one row a status, whose text names the codes. `INTERNAL` is always one. */
export function problemResponses(...given: ErrorCode[]) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...given, 'INTERNAL' as const]) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const rows = [...byStatus].map(([status, list]) => {
    const description = list.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join('; ');
    return [status, { description, content: { [PROBLEM_MEDIA_TYPE]: { schema: Problem } } }] as const;
  });
  return Object.fromEntries(rows);
}

/** The errors of a route that decides without a store. */
export const decisionProblems = () =>
  problemResponses(
    'INVALID_JSON',
    'INVALID_REQUEST',
    'BODY_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'CONTRADICTORY_REQUEST',
    'INVARIANT_BROKEN',
    'ENGINE_FAILED',
    'NOT_READY',
    'QUEUE_FULL',
    'QUEUE_TIMEOUT',
    'SHUTTING_DOWN',
    'DEADLINE_PASSED',
  );
