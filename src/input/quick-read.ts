import type { z } from 'zod';
import { compileStrictObject, type WriteExpression, type WrittenField } from './compiled-read.ts';
import { isHeavy, LIGHT_VALUES } from './json-size.ts';

/** What stands for a value that is not read here; zod says what is wrong with it, if anything is. */
const UNREAD: unique symbol = Symbol('unread');
type Unread = typeof UNREAD;

/** The value as the schema gives it, or {@link UNREAD}. */
type Read = (value: unknown) => unknown | Unread;
type Test = (value: never) => boolean;

/** What zod says of a schema and of a check; the names are those of `zod/v4/core`. */
interface Definition {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: CheckDefinition } }[];
  readonly check?: string;
  readonly format?: string;
  readonly coerce?: boolean;
  readonly shape: Readonly<Record<string, z.core.$ZodType>>;
  readonly catchall?: z.core.$ZodType;
  readonly element: z.core.$ZodType;
  readonly innerType: z.core.$ZodType;
  readonly defaultValue: unknown;
  readonly entries: Readonly<Record<string, string | number>>;
  readonly values: readonly unknown[];
  readonly options: readonly z.core.$ZodType[];
  readonly discriminator?: string;
}
interface CheckDefinition {
  readonly check: string;
  readonly format?: string;
  readonly pattern: RegExp;
  readonly minimum: number;
  readonly maximum: number;
  readonly value: number;
  readonly inclusive: boolean;
  readonly fn: (value: unknown) => unknown;
}

const definitionOf = (schema: z.core.$ZodType) => schema._zod.def as unknown as Definition;

type Sized = { readonly length: number };

/** What a check asks, where it is one of those known here. */
function testOf(check: CheckDefinition): Test | null {
  const { minimum, maximum, value: limit, inclusive, pattern, fn } = check;
  if (check.check === 'min_length') return ({ length }: Sized) => length >= minimum;
  if (check.check === 'max_length') return ({ length }: Sized) => length <= maximum;
  if (check.check === 'greater_than') return (value: number) => (inclusive ? value >= limit : value > limit);
  if (check.check === 'less_than') return (value: number) => (inclusive ? value <= limit : value < limit);
  if (check.check === 'custom') return (value: unknown) => fn(value) === true;
  const isStateless = pattern instanceof RegExp && !pattern.global && !pattern.sticky;
  if (check.format === 'regex' && isStateless) return (value: string) => pattern.test(value);
  return null;
}

/** All checks of a schema; null where one is not known here. */
function testsOf({ checks = [] }: Definition): readonly Test[] | null {
  const tests = checks.map(({ _zod }) => testOf(_zod.def));
  return tests.every((test) => test !== null) ? tests : null;
}

const passes = (tests: readonly Test[], value: unknown): boolean => {
  for (const test of tests) if (!test(value as never)) return false;
  return true;
};

/** Leaves the value to zod, unless its faults could be so many that they have to be counted first. */
function askZod(schema: z.core.$ZodType): Read {
  const { safeParse } = schema as z.ZodType;
  return (value) => {
    if (isHeavy(value, LIGHT_VALUES)) return UNREAD;
    const result = safeParse(value);
    return result.success ? result.data : UNREAD;
  };
}

function readString({ format, coerce }: Definition, tests: readonly Test[]): Read | null {
  if (format !== undefined || coerce) return null;
  return (value) => (typeof value === 'string' && passes(tests, value) ? value : UNREAD);
}

function readNumber({ format, coerce }: Definition, tests: readonly Test[]): Read | null {
  if (coerce || (format !== undefined && format !== 'safeint')) return null;
  const isNumber = format === undefined ? Number.isFinite : Number.isSafeInteger;
  return (value) => (isNumber(value) && passes(tests, value) ? value : UNREAD);
}

function readOneOf(allowed: ReadonlySet<unknown>): Read {
  return (value) => (allowed.has(value) ? value : UNREAD);
}

function readArray({ element }: Definition, tests: readonly Test[]): Read {
  const read = readerOf(element);
  return (value) => {
    if (!Array.isArray(value)) return UNREAD;
    for (let i = 0; i < value.length; i++) {
      const item = read(value[i]);
      if (item === UNREAD) return UNREAD;
      if (item !== value[i]) value[i] = item;
    }
    return passes(tests, value) ? value : UNREAD;
  };
}

/** A value that is there belongs to the object itself: JSON makes no other, and no field has a prototype's name. */
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function readObject({ shape, catchall }: Definition, tests: readonly Test[]): Read | null {
  const names = Object.keys(shape);
  if (tests.length > 0 || names.some((name) => name in Object.prototype)) return null;
  if (catchall === undefined)
    return readKnownFields(
      names,
      names.map((name) => readerOf(shape[name]!)),
    );
  if (catchall._zod.def.type !== 'never') return null;
  const fields = names.map((name): WrittenField => {
    const field = shape[name]!;
    return { name, write: writerOf(field), mayBeAbsent: !isAlwaysThere(field) };
  });
  return (
    compileStrictObject(fields, UNREAD) ??
    readStrictly(
      names,
      names.map((name) => readerOf(shape[name]!)),
    )
  );
}

/** Schemas that never give `undefined`. */
const THERE: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'enum', 'array', 'object']);

function isAlwaysThere(schema: z.core.$ZodType): boolean {
  const { type, innerType } = definitionOf(schema);
  if (type === 'nullable' || type === 'default' || type === 'prefault') return isAlwaysThere(innerType);
  return THERE.has(type);
}

/** A strict object: it may hold nothing else. */
function readStrictly(names: readonly string[], reads: readonly Read[]): Read {
  return (value) => {
    if (!isPlain(value)) return UNREAD;
    let unknown = Object.keys(value).length;
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const given = value[name];
      if (given !== undefined) unknown -= 1;
      const field = reads[i]!(given);
      if (field === UNREAD) return UNREAD;
      if (field !== given) value[name] = field;
    }
    return unknown === 0 ? value : UNREAD;
  };
}

/** An object that drops what it does not know. */
function readKnownFields(names: readonly string[], reads: readonly Read[]): Read {
  return (value) => {
    if (!isPlain(value)) return UNREAD;
    const known: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const field = reads[i]!(value[name]);
      if (field === UNREAD) return UNREAD;
      if (field !== undefined) known[name] = field;
    }
    return known;
  };
}

function readVariants({ options, discriminator }: Definition): Read | null {
  if (discriminator === undefined) return null;
  const byName = new Map<unknown, Read>();
  for (const option of options) {
    const field = definitionOf(option).shape?.[discriminator];
    if (field === undefined || definitionOf(field).type !== 'literal') return null;
    for (const name of definitionOf(field).values) byName.set(name, readerOf(option));
  }
  return (value) => (isPlain(value) ? (byName.get(value[discriminator])?.(value) ?? UNREAD) : UNREAD);
}

/** A test as an expression, where it is short. */
function writeTest(
  { check, format, minimum, maximum, value: limit, inclusive, pattern }: CheckDefinition,
  test: Test,
): WriteExpression {
  return (given, constants) => {
    if (check === 'min_length') return `${given}.length >= ${constants.nameOf(minimum)}`;
    if (check === 'max_length') return `${given}.length <= ${constants.nameOf(maximum)}`;
    if (check === 'greater_than') return `${given} ${inclusive ? '>=' : '>'} ${constants.nameOf(limit)}`;
    if (check === 'less_than') return `${given} ${inclusive ? '<=' : '<'} ${constants.nameOf(limit)}`;
    if (format === 'regex') return `${constants.nameOf(pattern)}.test(${given})`;
    return `${constants.nameOf(test)}(${given})`;
  };
}

/** An expression that asks whether it is such a value at all; null where only a reader can say. */
function kindOf({ type, format, coerce, entries, values }: Definition): WriteExpression | null {
  const oneOf =
    (allowed: readonly unknown[]): WriteExpression =>
    (given, constants) =>
      allowed.map((each) => `${given} === ${constants.nameOf(each)}`).join(' || ');
  if (type === 'string' && format === undefined && !coerce) return (given) => `typeof ${given} === 'string'`;
  if (type === 'number' && !coerce && (format === undefined || format === 'safeint')) {
    const isNumber = format === undefined ? Number.isFinite : Number.isSafeInteger;
    return (given, constants) => `${constants.nameOf(isNumber)}(${given})`;
  }
  if (type === 'boolean') return oneOf([true, false]);
  if (type === 'enum') return oneOf(Object.values(entries));
  return type === 'literal' ? oneOf(values) : null;
}

const isPrimitive = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Writes an expression of what a reader of the schema gives; a call of that reader where it cannot be written out. */
function writerOf(schema: z.core.$ZodType): WriteExpression {
  const definition = definitionOf(schema);
  const { type, checks = [], innerType } = definition;
  const tests = testsOf(definition);
  const kind = kindOf(definition);
  if (tests !== null && kind !== null) {
    const writes = [kind, ...tests.map((test, at) => writeTest(checks[at]!._zod.def, test))];
    return (given, constants) =>
      `${writes.map((write) => `(${write(given, constants)})`).join(' && ')} ? ${given} : unread`;
  }
  if (tests?.length === 0 && (type === 'nullable' || type === 'optional')) {
    const inner = writerOf(innerType);
    const left = type === 'nullable' ? 'null' : 'undefined';
    return (given, constants) => `${given} === ${left} ? ${left} : (${inner(given, constants)})`;
  }
  if (tests?.length === 0 && type === 'default' && isPrimitive(definition.defaultValue)) {
    const inner = writerOf(innerType);
    const { defaultValue } = definition;
    return (given, constants) =>
      `${given} === undefined ? ${constants.nameOf(defaultValue)} : (${inner(given, constants)})`;
  }
  const read = readerOf(schema);
  return (given, constants) => `${constants.nameOf(read)}(${given})`;
}

/** Readers of schemas that stand in for a value that is not there. */
function readAround(definition: Definition): Read | null {
  const { type, innerType } = definition;
  if (type === 'nullable') {
    const read = readerOf(innerType);
    return (value) => (value === null ? null : read(value));
  }
  if (type === 'optional') {
    const read = readerOf(innerType);
    return (value) => (value === undefined ? undefined : read(value));
  }
  if (type === 'default') {
    const read = readerOf(innerType);
    return (value) => (value === undefined ? definition.defaultValue : read(value));
  }
  if (type === 'prefault') {
    const read = readerOf(innerType);
    return (value) => read(value === undefined ? definition.defaultValue : value);
  }
  return null;
}

function readerOf(schema: z.core.$ZodType): Read {
  const definition = definitionOf(schema);
  const tests = testsOf(definition);
  if (tests === null) return askZod(schema);
  let read: Read | null = null;
  if (definition.type === 'string') read = readString(definition, tests);
  else if (definition.type === 'number') read = readNumber(definition, tests);
  else if (definition.type === 'array') read = readArray(definition, tests);
  else if (definition.type === 'object') read = readObject(definition, tests);
  else if (tests.length > 0) read = null;
  else if (definition.type === 'boolean') read = readOneOf(new Set([true, false]));
  else if (definition.type === 'enum') read = readOneOf(new Set(Object.values(definition.entries)));
  else if (definition.type === 'literal') read = readOneOf(new Set(definition.values));
  else if (definition.type === 'union') read = readVariants(definition);
  else read = readAround(definition);
  return read ?? askZod(schema);
}

/**
 * Makes a reader of values that came out of `JSON.parse`: it gives what `schema` would, 3 to 7 times as fast (`npm run bench:passage`,
 * the rows of `quick-read.ts`), for most of what `schema` accepts, and null for the rest, accepted or not, which is then the schema's to judge. It is made
 * from the schema, so the schema stays the only definition; what it does not know of zod it leaves to zod.
 *
 * The value is the reader's from then on: defaults are filled into it. One that was refused may have some of its
 * defaults; the schema finds the same faults in it.
 */
export function quickReader<S extends z.ZodType>(schema: S): (value: unknown) => z.output<S> | null {
  const read = readerOf(schema);
  return (value) => {
    const result = read(value);
    return result === UNREAD ? null : (result as z.output<S>);
  };
}
