/**
 * Prints the heap, in bytes, that reading each JSON text takes, and its length. Run with --expose-gc, one process for
 * all. The shapes are those that take the most heap for their length; `KEYS` stands for ever new names.
 */
import { getHeapStatistics } from 'node:v8';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const nameOf = (number, length) =>
  Array.from({ length }, (_, at) => LETTERS[Math.floor(number / LETTERS.length ** at) % LETTERS.length]).join(
    '',
  );

/** A list of what `item` gives, about `length` long. */
function list(length, item) {
  const items = [];
  for (let all = 0; all < length; all += items.at(-1).length + 1) items.push(item(items.length));
  return `[${items.join(',')}]`;
}

/** What `open` gives, one inside of the other. */
function nested(length, open, close) {
  const opened = [];
  for (let all = 0; all < length; all += opened.at(-1).length + close.length)
    opened.push(open(opened.length));
  return `${opened.join('')}0${close.repeat(opened.length)}`;
}

const row = (number) => ({ locationCode: nameOf(number, 3), productCode: 'P1', available: number % 9 });

const SHAPES = {
  numbers: (length) => list(length, () => '1'),
  doubles: (length) => list(length, (number) => `1.${number}`),
  strings: (length) => list(length, (number) => `"${nameOf(number, 3)}"`),
  wideText: (length) => list(length, (number) => `"${nameOf(number, 3)}😀"`),
  longText: (length) => JSON.stringify('x'.repeat(length)),
  escapedText: (length) => `"${'\\u0078'.repeat(length / 6)}"`,
  emptyLists: (length) => list(length, () => '[]'),
  nestedLists: (length) => nested(length, () => '[', ']'),
  nestedPairs: (length) => nested(length, () => '[0,', ']'),
  emptyObjects: (length) => list(length, () => '{}'),
  newNames: (length) => list(length, (number) => `{"${nameOf(number, 4)}":0}`),
  newNamesOfObjects: (length) => list(length, (number) => `{"${nameOf(number, 4)}":{}}`),
  nestedNewNames: (length) => nested(length, (number) => `{"${nameOf(number, 3)}":`, '}'),
  nestedName: (length) => nested(length, () => '{"":', '}'),
  nestedNumber: (length) => nested(length, () => '{"34":', '}'),
  nestedEscapedNumber: (length) => nested(length, () => '{"\\u00334":', '}'),
  numberNames: (length) => list(length, () => '{"34":0}'),
  smallNumberNames: (length) => list(length, () => '{"9":0}'),
  manyNames: (length) =>
    list(length, (number) => nameOf(number, 4))
      .replace(/\w+/g, '"$&":0')
      .replace('[', '{')
      .replace(']', '}'),
  rows: (length) => list(length, (number) => JSON.stringify(row(number))),
};

/** Twice, because what the first collection finds dead may have kept something else alive. */
function heldBytes() {
  globalThis.gc();
  globalThis.gc();
  return getHeapStatistics().used_heap_size;
}

/** A function of its own, so that nothing of one text is still on the stack when the next is measured. */
function heapOf(text) {
  const before = heldBytes();
  const value = JSON.parse(text);
  const heapBytes = heldBytes() - before;
  if (value === undefined) throw new Error('the value must live until here');
  return heapBytes;
}

const length = Number(process.argv[2]);
// As one string each: what is put together in pieces is joined when it is read.
const texts = Object.entries(SHAPES).map(([name, write]) => [name, Buffer.from(write(length)).toString()]);
heapOf('[]');
const figures = texts.map(([name, text]) => [name, { text, heapBytes: heapOf(text) }]);
process.stdout.write(JSON.stringify(Object.fromEntries(figures)));
