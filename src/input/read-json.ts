import { isUtf8 } from 'node:buffer';
import { getHeapStatistics } from 'node:v8';
import { jsonWeight } from './json-weight.ts';

/** What a byte of JSON can take at most, in bytes of heap: below what this gives, there is nothing to weigh. */
const HEAVIEST_BYTE = 64;

/** The part of the thread's heap that the body as JSON may take; the rest is for what is made of it. */
const READING_SHARE = 0.75;

/** What reading one body may take of this thread's heap, in bytes. */
export const heapForReading = (): number => getHeapStatistics().heap_size_limit * READING_SHARE;

/**
 * Bytes that could not be read as JSON, or hold more values than this thread's memory takes; the message says what is
 * wrong.
 */
export class JsonError extends Error {
  override readonly name = 'JsonError';

  constructor(
    readonly code: 'NOT_JSON' | 'TOO_HEAVY',
    message: string,
  ) {
    super(message);
  }
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);

/**
 * Reads a JSON text from pieces of its bytes. `__proto__` becomes a field like any other; no prototype is touched.
 *
 * @param heapBytes what reading may take; a text that could take more is not begun with
 * @throws JsonError
 */
export function readJson(pieces: readonly Uint8Array[], heapBytes: number): unknown {
  const [first] = pieces;
  const bytes =
    first !== undefined && pieces.length === 1
      ? Buffer.from(first.buffer, first.byteOffset, first.byteLength)
      : Buffer.concat(pieces);
  if (bytes.length === 0) throw new JsonError('NOT_JSON', 'the body is empty; send a JSON object');
  // Decoding would turn every broken sequence into the same character, and two product codes into one.
  if (!isUtf8(bytes)) throw new JsonError('NOT_JSON', 'the body is not UTF-8');
  assertLight(bytes, heapBytes);
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw new JsonError('NOT_JSON', (error as SyntaxError).message);
  }
}

function assertLight(bytes: Uint8Array, heapBytes: number): void {
  if (bytes.length * HEAVIEST_BYTE <= heapBytes) return;
  const weight = jsonWeight(bytes);
  if (weight <= heapBytes) return;
  const message =
    `the body holds so many values that reading it could take ${megabytes(weight)} MiB, ` +
    `and there are ${megabytes(heapBytes)} MiB for it`;
  throw new JsonError('TOO_HEAVY', message);
}
