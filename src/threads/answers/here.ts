import type { z } from 'zod';
import { isHeavy } from '../../input/json-size.ts';
import { parseInput } from '../../input/parse.ts';
import { quickReader } from '../../input/quick-read.ts';
import { readJson } from '../../input/read-json.ts';
import { byteLengthOf } from './body.ts';

/**
 * Bodies up to this length are read in the thread that serves, and mostly answered there: some 80 sources. Of twice
 * the length, a few in a thousand would take longer than a turn of the event loop may.
 */
const SHORT_BYTES = 8 * 2 ** 10;

/** Whether a body is too long to be read in the thread that serves. */
export const isLong = (body: readonly Uint8Array[]): boolean => byteLengthOf(body) > SHORT_BYTES;

/** Values of a JSON text that is not in order, up to which its faults are looked for here: some 2 ms at most. */
const SHORT_VALUES = 500;

/**
 * Makes a reader of short bodies. What it reads is checked, so that it never has to be read again elsewhere.
 *
 * @returns a function that gives null for what is long, or so full of faults that finding them takes a while; throws
 * JsonError and InputError with every fault for what is not in order
 */
export function shortReader<S extends z.ZodType>(
  schema: S,
  isOfOthers: (value: unknown) => boolean = () => false,
): (body: readonly Uint8Array[]) => z.output<S> | null {
  const readQuickly = quickReader(schema);
  return (body) => {
    if (isLong(body)) return null;
    const value = readJson(body, Number.POSITIVE_INFINITY);
    if (isOfOthers(value)) return null;
    return readQuickly(value) ?? (isHeavy(value, SHORT_VALUES) ? null : parseInput(schema, value));
  };
}
