import { decimalScale } from '../../src/program/decimal-scale.ts';
import type { PackingProgram } from '../../src/program/packing-program.ts';
import { numbersOf, provenOptima, readPublic } from '../instances/public-data.ts';

/** A public instance with its proven optimum. */
export interface PublishedPacking {
  readonly family: string;
  readonly name: string;
  readonly optimum: number;
  readonly program: PackingProgram;
}

/** Values, and for each row its capacity and the items with what they take of it. */
interface Rows {
  readonly values: readonly number[];
  readonly rows: readonly { readonly capacity: number; readonly takes: ReadonlyMap<number, number> }[];
}

/** A packing with one level and no ages. Rows in decimals are scaled to whole numbers. */
function programOf({ values, rows }: Rows): PackingProgram {
  const entries: { row: number; weight: number }[][] = values.map(() => []);
  const capacity = rows.map((each, row) => {
    const scale = decimalScale([each.capacity, ...each.takes.values()]) ?? 1;
    for (const [item, units] of each.takes) {
      if (units > 0) entries[item]!.push({ row, weight: Math.round(units * scale) });
    }
    return Math.round(each.capacity * scale);
  });
  const itemStart = new Int32Array(values.length + 1);
  entries.forEach((list, item) => {
    itemStart[item + 1] = itemStart[item]! + list.length;
  });
  return {
    items: values.length,
    rows: rows.length,
    level: new Int32Array(values.length),
    value: Float64Array.from(values),
    age: new Float64Array(values.length),
    must: new Uint8Array(values.length),
    itemStart,
    row: Int32Array.from(entries.flat(), ({ row }) => row),
    weight: Float64Array.from(entries.flat(), ({ weight }) => weight),
    capacity: Float64Array.from(capacity),
  };
}

/** Reads numbers one after another. */
function reader(numbers: readonly number[]) {
  let at = 0;
  const next = () => numbers[at++]!;
  return { next, take: (count: number) => Array.from({ length: count }, next) };
}

const rowsOf = (capacities: readonly number[], weights: readonly (readonly number[])[]) =>
  capacities.map((capacity, row) => ({ capacity, takes: new Map(weights[row]!.entries()) }));

/** The problems of a file of OR-Library's `mknap1` and `mknapcb1`. */
function knapsacks(text: string): Rows[] {
  const { next, take } = reader(numbersOf(text));
  return Array.from({ length: next() }, () => {
    const [items, rows] = [next(), next()];
    next();
    const values = take(items);
    const weights = Array.from({ length: rows }, () => take(items));
    return { values, rows: rowsOf(take(rows), weights) };
  });
}

/** The problems of SAC-94, OR-Library's `mknap2`, by name. */
function sac94(text: string): [name: string, Rows][] {
  return [...text.matchAll(/problem (\w+)\.DAT\s*\++([\d\s.]+)/g)].map(([, name, numbers]) => {
    const { next, take } = reader(numbersOf(numbers!));
    const [rows, items] = [next(), next()];
    const values = take(items);
    const capacities = take(rows);
    return [
      name!,
      {
        values,
        rows: rowsOf(
          capacities,
          capacities.map(() => take(items)),
        ),
      },
    ];
  });
}

/** Each good is a row of one unit, each bid an item. */
function auction(text: string): Rows {
  const bids = text
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '');
  const takes: Map<number, number>[] = [];
  const values = bids.map((line, bid) => {
    const [, value, ...goods] = numbersOf(line.replace('#', ''));
    for (const good of goods) {
      while (takes.length <= good) takes.push(new Map());
      takes[good]!.set(bid, 1);
    }
    return value!;
  });
  return { values, rows: takes.map((each) => ({ capacity: 1, takes: each })) };
}

function setPacking(text: string): Rows {
  const { next, take } = reader(numbersOf(text));
  const [rows, items] = [next(), next()];
  const values = take(items);
  return {
    values,
    rows: Array.from({ length: rows }, () => ({
      capacity: 1,
      takes: new Map(take(next()).map((item) => [item - 1, 1] as const)),
    })),
  };
}

/** The public instances whose data is there, family by family. */
export function publishedPackings(): PublishedPacking[] {
  const found: PublishedPacking[] = [];
  const add = (family: string, folder: string, named: Iterable<readonly [name: string, rows: Rows]>) => {
    const optima = provenOptima(folder);
    for (const [name, rows] of named) {
      const optimum = optima.get(name);
      if (optimum !== undefined) found.push({ family, name, optimum, program: programOf(rows) });
    }
  };
  const file = (...path: string[]) => readPublic(...path);
  const sac = file('knapsack', 'mknap2.txt');
  if (sac !== null) add('SAC-94', 'knapsack', sac94(sac));
  for (const [name, digits, first] of [
    ['mknap1', 1, 1],
    ['mknapcb1', 2, 0],
  ] as const) {
    const text = file('knapsack', `${name}.txt`);
    if (text === null) continue;
    const named = knapsacks(text).map(
      (rows, index) => [`${name}-${String(index + first).padStart(digits, '0')}`, rows] as const,
    );
    add(name, 'knapsack', named);
  }
  for (const [folder, extension, read] of [
    ['auction', 'txt', auction],
    ['set-packing', 'dat', setPacking],
  ] as const) {
    const named = [...provenOptima(folder).keys()].flatMap((name) => {
      const text = file(folder, `${name}.${extension}`);
      return text === null ? [] : [[name, read(text)] as const];
    });
    add(folder, folder, named);
  }
  return found;
}
