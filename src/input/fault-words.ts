import type { z } from 'zod';

/** What a schema expects, in words. */
const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What stands there instead; `undefined` is told by whoever knows that something is missing. */
function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'number' || typeof input === 'boolean') return String(input);
  return typeof input === 'object' ? 'an object' : `a ${typeof input}`;
}

/** Alternatives as one reads them: `"days", "weeks" or "months"`. */
function anyOf(values: readonly unknown[]): string {
  const texts = values.map((value) => JSON.stringify(value));
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}

const UNITS: Readonly<Record<string, string>> = { array: 'row', string: 'character' };

/** `be at least 1`, `have at most 200 characters`. */
function range(origin: string, comparison: string, limit: unknown): string {
  const unit = UNITS[origin];
  if (unit === undefined) return `be ${comparison} ${limit}`;
  return `have ${comparison} ${limit} ${unit}${Number(limit) === 1 ? '' : 's'}`;
}

/**
 * What is wrong, in the words of our own checks: "must be …". Where a schema says it itself, its words are used.
 *
 * @returns undefined to leave it to zod
 */
export function tellIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = EXPECTED[issue.expected];
      return expected === undefined ? undefined : `must be ${expected}, not ${kindOf(issue.input)}`;
    }
    case 'invalid_value':
      return `must be ${anyOf(issue.values)}`;
    case 'too_small':
      return `must ${range(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum)}`;
    case 'too_big':
      return `must ${range(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum)}`;
    case 'invalid_union':
      return Array.isArray(issue.options) ? `must be ${anyOf(issue.options)}` : undefined;
    default:
      return undefined;
  }
}
