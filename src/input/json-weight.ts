/**
 * The most heap, in bytes, that `JSON.parse` takes for each token, measured in Node 20 and 24 on texts made to take
 * as much as they can (`test/input/json-weight.test.ts` holds the estimate against them).
 */
const WEIGHTS = {
  /** `{` or `[` */
  open: 64,
  comma: 16,
  /** Two a string; its characters are counted with the text. */
  quote: 16,
  /** A named property: its slot, or its share of a hash table, a map and a transition. */
  property: 128,
  /** A property named by a number: `{"34":0}` holds an array of 35 and room for more. */
  numberedProperty: 320,
  /** The text itself, its characters as two bytes, and a copy in its strings. */
  byte: 4,
} as const;

const [QUOTE, COMMA, COLON, ZERO, NINE, OPEN_ARRAY, BACKSLASH, OPEN_OBJECT] = Buffer.from('",:09[\\{');

/**
 * An upper estimate of the heap, in bytes, that reading a JSON text takes. V8 cannot interrupt `JSON.parse`: where
 * it runs out of heap, not the thread ends but the process.
 *
 * 32 MiB of `{"34":{"34":…` take 1.6 GiB (`npm run bench:passage`, the table of weighed JSON).
 *
 * One pass over the bytes, about 2 ns each. What is no JSON is weighed as if it were.
 */
export function jsonWeight(bytes: Uint8Array): number {
  let weight = bytes.length * WEIGHTS.byte;
  let isNumbered = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      const first = bytes[at + 1]!;
      // An escape may stand for a digit.
      isNumbered = (first >= ZERO! && first <= NINE!) || first === BACKSLASH;
      at = endOfString(bytes, at + 1);
      weight += 2 * WEIGHTS.quote;
    } else if (byte === COMMA) weight += WEIGHTS.comma;
    else if (byte === COLON) weight += isNumbered ? WEIGHTS.numberedProperty : WEIGHTS.property;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) weight += WEIGHTS.open;
  }
  return weight;
}

/** The position of the quote that ends the string. */
function endOfString(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
