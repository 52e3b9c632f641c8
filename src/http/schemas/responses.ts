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
