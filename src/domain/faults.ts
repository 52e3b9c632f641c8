import type { z } from 'zod';
import { tellIssue } from './fault-words.ts';

/** One thing wrong with an input, and where. */
export interface Fault {
  /** Where, from the input's root: `shipment.items[0].quantity`. */
  readonly path: string;
  /** Stable name of the kind of fault. */
  readonly code: string;
  /** What is wrong, with the names and values involved. */
  readonly message: string;
}

/** Faults that an error's message tells; `faults` holds them all. */
const MOST_FAULTS_TOLD = 20;

/** An input that cannot be used: `malformed` (its form is wrong) or `contradictory` (its meaning is). */
export class InputError extends Error {
  override readonly name = 'InputError';
  constructor(
    readonly kind: 'malformed' | 'contradictory',
    readonly faults: readonly Fault[],
  ) {
    const told = faults
      .slice(0, MOST_FAULTS_TOLD)
      .map((fault) => `${fault.path || '(root)'}: ${fault.message}`);
    const more = faults.length - told.length;
    super(told.join('; ') + (more > 0 ? `; and ${more} more` : ''));
  }
}

/** Writes a path the way people read code: `inventory[3].available`. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += text === '' ? String(key) : `.${String(key)}`;
  }
  return text;
}

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

/** Turns a schema's refusal into an {@link InputError} that lists every fault. */
export function inputErrorOf(error: z.ZodError, input: unknown): InputError {
  const issues = error.issues as Issue[];
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
