import type { z } from 'zod';
import { type Fault, formatPath, InputError } from '../domain/faults.ts';
import { tellIssue } from './fault-words.ts';

type Issue = z.core.$ZodIssue;

/** zod's issue → our stable code. */
const CODES: Record<string, string> = {
  invalid_type: 'wrong_type',
  invalid_value: 'not_allowed',
  invalid_format: 'wrong_format',
  invalid_union: 'not_allowed',
  too_small: 'too_small',
  too_big: 'too_large',
  custom: 'wrong_format',
};

/** True where the input has nothing at all at the path. */
function isMissing(input: unknown, path: readonly PropertyKey[]): boolean {
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null)?.[key], input);
  return value === undefined;
}

function faultsOf(issue: Issue, input: unknown): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key]),
      code: 'unknown_field',
      message: `unknown field "${key}"`,
    }));
  }
  const missing = isMissing(input, issue.path);
  return [
    {
      path: formatPath(issue.path),
      code: missing ? 'required' : (CODES[issue.code] ?? 'wrong_type'),
      message: missing ? 'is required' : issue.message,
    },
  ];
}

/** Ranges are a matter of meaning; everything else that a schema refuses is a matter of form. */
const isRange = (issue: Issue) => issue.code === 'too_small' || issue.code === 'too_big';

/** The path and the side of a range, for comparing issues. */
const sideOf = ({ path, code }: Issue): string => JSON.stringify([code, ...path.map(String)]);

/** The limit that an issue of a range names. */
const limitOf = (issue: Issue): number => {
  if (issue.code === 'too_small') return Number(issue.minimum);
  return issue.code === 'too_big' ? -Number(issue.maximum) : Number.NaN;
};

/**
 * Of several limits that one value misses on the same side, only the closest: a field's own, not the bounds within
 * which JavaScript counts exactly.
 */
function withoutWiderRanges(issues: readonly Issue[]): Issue[] {
  const closest = new Map<string, Issue>();
  for (const issue of issues.filter(isRange)) {
    const side = sideOf(issue);
    const known = closest.get(side);
    if (known === undefined || limitOf(issue) > limitOf(known)) closest.set(side, issue);
  }
  return issues.filter((issue) => !isRange(issue) || closest.get(sideOf(issue)) === issue);
}

/** Turns a schema's refusal into an {@link InputError} that lists every fault. */
export function inputErrorOf(error: z.ZodError, input: unknown): InputError {
  const issues = withoutWiderRanges(error.issues as Issue[]);
  const kind = issues.every(isRange) ? 'contradictory' : 'malformed';
  return new InputError(
    kind,
    issues.flatMap((issue) => faultsOf(issue, input)),
  );
}

/**
 * Parses `input` by `schema`.
 *
 * @throws InputError with every fault and its path
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input, { error: tellIssue });
  if (result.success) return result.data;
  throw inputErrorOf(result.error, input);
}
