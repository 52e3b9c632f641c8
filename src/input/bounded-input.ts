import { z } from 'zod';
import { FAULT_LIMIT } from '../domain/faults.ts';
import { tellIssue } from './fault-words.ts';
import { isHeavy, LIGHT_VALUES } from './json-size.ts';
import { inputErrorOf, parseInput } from './parse.ts';
import { quickReader } from './quick-read.ts';

type Issue = z.core.$ZodIssue;

/** The schema inside `.default()`, `.optional()` and the like, for a value that is there. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable
  ) {
    inner = inner.unwrap();
  }
  return inner;
}

function collectUnknown(schema: z.ZodObject, value: object, path: PropertyKey[], issues: Issue[]): void {
  if (!(schema.def.catchall instanceof z.ZodNever)) return;
  const keys: string[] = [];
  for (const key in value) {
    if (Object.hasOwn(schema.shape, key)) continue;
    if (keys.push(key) >= FAULT_LIMIT) break;
  }
  if (keys.length === 0) return;
  issues.push({
    code: 'unrecognized_keys',
    keys,
    path,
    message: `unknown fields: ${keys.length}`,
  });
}

/** The most rows that a list may have; infinite where it states none. */
function mostRows({ def }: z.ZodArray): number {
  const limits = (def.checks ?? [])
    .map((check) => check._zod.def as z.core.$ZodCheckMaxLengthDef)
    .filter(({ check }) => check === 'max_length');
  return Math.min(...limits.map(({ maximum }) => maximum));
}

/** What zod says of a list with a row too many, without making one. */
function tooLong(most: number, path: readonly PropertyKey[]): Issue[] {
  const message = `must have at most ${most} rows`;
  return [{ code: 'too_big', origin: 'array', maximum: most, inclusive: true, path: [...path], message }];
}

/** Adds the faults of `value`, row by row, until there are enough. */
function collect(schema: z.core.$ZodType, value: unknown, path: PropertyKey[], issues: Issue[]): void {
  if (issues.length >= FAULT_LIMIT) return;
  const bare = unwrap(schema);
  if (isHeavy(value, FAULT_LIMIT)) {
    if (bare instanceof z.ZodArray && Array.isArray(value)) {
      // A list that is too long is refused for that alone: going through its rows would hold up everybody else.
      const most = mostRows(bare);
      if (value.length > most) {
        issues.push(...tooLong(most, path));
        return;
      }
      for (let i = 0; i < value.length && issues.length < FAULT_LIMIT; i++) {
        collect(bare.element, value[i], [...path, i], issues);
      }
      return;
    }
    if (bare instanceof z.ZodObject && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      collectUnknown(bare, value, path, issues);
      for (const [key, field] of Object.entries(bare.shape)) {
        const given = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
        collect(field, given, [...path, key], issues);
      }
      return;
    }
  }
  const result = z.safeParse(schema, value, { error: tellIssue });
  for (const issue of result.error?.issues ?? []) issues.push({ ...issue, path: [...path, ...issue.path] });
}

/**
 * Parses `input` by `schema`, listing at most {@link FAULT_LIMIT} faults. zod by itself makes an object of some
 * hundred bytes for each fault: a body of 32 MiB that reads `[1,1,1,…]` would take the process down. A heavy
 * input is therefore first gone through row by row, up to the limit.
 *
 * @throws InputError with the faults and their paths
 */
export function parseBounded<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  if (isHeavy(input, LIGHT_VALUES)) {
    const issues: Issue[] = [];
    collect(schema, input, [], issues);
    if (issues.length > 0) throw inputErrorOf(new z.ZodError(issues.slice(0, FAULT_LIMIT)), input);
  }
  return parseInput(schema, input);
}

/**
 * Makes a parser by `schema` of what came out of `JSON.parse`, which is the parser's from then on: as
 * {@link parseBounded}, but quick for what is in order.
 *
 * @throws InputError with the faults and their paths
 */
export function jsonParser<S extends z.ZodType>(schema: S): (json: unknown) => z.output<S> {
  const readQuickly = quickReader(schema);
  return (json) => readQuickly(json) ?? parseBounded(schema, json);
}
