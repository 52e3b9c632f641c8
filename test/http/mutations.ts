import fc from 'fast-check';

/** Values that a field is least likely to expect. */
const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -0, -1, 1, 1.5, 5e-324, 1e9, 1e9 + 1, -1e9, 1e12, 1e308, 2 ** 53, -(2 ** 53)],
  ...['', ' ', '0', 'null', 'x'.repeat(201), '\u0000', '\u202e', '\ud800', '😀', 'K\u0301', '$&', '%s'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'valueOf'],
  ...[
    '0000-01-01',
    '9999-12-31',
    '2026-02-29',
    '2028-02-29',
    '2026-05-01T23:59:60Z',
    '2026-05-01T09:00-0500',
  ],
  ...['+99:00', '+14:00', 'Etc/GMT+12', 'America/Chicago', 'BOPIS', 'quantity', 'weighted', 'none'],
  ...[[], {}, [[]], [null], [{}], { length: 1 }, { mode: 'weighted' }, { unit: 'months', quantity: 36_500 }],
];

/** Stands for so many nested lists: values that deep overflow the stack of whoever handles them as values. */
const deep = (depth: number) => ({ $deep: depth });

/** The JSON of a value, with the deep places dug. */
export const textOf = (value: unknown): string =>
  (JSON.stringify(value) ?? '').replace(
    /\{"\$deep":(\d{1,5})\}/g,
    (_, depth) => '['.repeat(Number(depth)) + ']'.repeat(Number(depth)),
  );

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ODD_VALUES) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(10, 1000, 50_000).map(deep) },
);

const oddKey = fc.oneof(
  fc.constantFrom('constructor', 'prototype', 'toString', '', '0', 'quantity', 'lineId', 'Quantity'),
  fc.string({ maxLength: 8, unit: 'binary' }),
);

/** One change to a JSON value: the place is drawn by walking down from the root. */
export interface Mutation {
  readonly kind: 'replace' | 'remove' | 'add' | 'repeat';
  /** Which child is entered at each step; taken modulo the number there are. */
  readonly steps: readonly number[];
  readonly value: unknown;
  readonly key: string;
}

/** Draws one change. */
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'repeat'),
  steps: fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
  value: oddValue,
  key: oddKey,
});

type Container = Record<string, unknown>;

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** An array takes only lengths for its length: what else a key is drawn with is added as it is. */
function add(container: Container, key: string, value: unknown): void {
  if (!(Array.isArray(container) && key === 'length')) container[key] = value;
}

function changeAt(parent: Container, key: string, change: Mutation): void {
  const { kind, key: added } = change;
  // A later change may land inside it, and must not put it into itself.
  const value = structuredClone(change.value);
  const child = parent[key];
  if (kind === 'replace') parent[key] = value;
  else if (kind === 'remove') delete parent[key];
  else if (kind === 'repeat' && Array.isArray(parent)) parent.push(structuredClone(child));
  else add(isContainer(child) ? child : parent, added, value);
}

/** Applies changes to a copy of a JSON value. */
export function mutate(original: unknown, mutations: readonly Mutation[]): unknown {
  const root: Container = { body: structuredClone(original) };
  for (const change of mutations) {
    let parent = root;
    let key = 'body';
    for (const step of change.steps) {
      const child = parent[key];
      if (!isContainer(child)) break;
      const keys = Object.keys(child);
      if (keys.length === 0) break;
      parent = child;
      key = keys[step % keys.length] as string;
    }
    changeAt(parent, key, change);
  }
  return root.body;
}

/** Draws one change to a text: bytes replaced, cut out or doubled, as a faulty line would. */
export const textMutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(40),
  insert: fc.oneof(
    fc.constantFrom(
      '"__proto__":{"a":1},',
      '"quantity":1,"quantity":"2",',
      '1e999',
      '\\u0000',
      ']]]',
      '{',
      '\uFEFF',
    ),
    fc.string({ unit: 'binary', maxLength: 5 }),
  ),
});

/** Replaces a part of a text. */
export function mutateText(
  text: string,
  { at, length, insert }: { at: number; length: number; insert: string },
): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + insert + text.slice(start + length);
}
