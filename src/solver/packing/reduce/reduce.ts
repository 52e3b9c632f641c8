import type { PackingProgram } from '../../../program/packing-program.ts';
import { type Packing, packingOf } from '../rows.ts';
import { isDominated } from './dominated.ts';
import { largestSum } from './largest-sum.ts';

/** What is looked at of a program: its objectives do not matter. */
type Columns = Pick<PackingProgram, 'items' | 'rows' | 'must' | 'itemStart' | 'row' | 'weight' | 'capacity'>;

/** What is left of a program to decide. */
export interface Reduced {
  /** Items that must be chosen, or that want nothing scarce: 1 for each. */
  readonly settled: Uint8Array;
  /** The program's item for each item of `packing`, ascending. */
  readonly open: Int32Array;
  /** Open items over scarce rows only. */
  readonly packing: Packing;
}

/**
 * Leaves out what needs no decision: items that must be chosen (their units are taken from the rows), items that want more
 * than a row has, rows that have enough for every open item, rows that another row implies, and items that want nothing
 * else. A row keeps as much capacity as its items can add up to.
 *
 * @throws RangeError where the items that must be chosen do not fit together
 */
export function reduce(program: Columns): Reduced {
  const { items, rows, must, itemStart, row, weight } = program;
  const capacity = program.capacity.slice();
  for (let item = 0; item < items; item++) {
    if (must[item] !== 1) continue;
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) capacity[row[at]!]! -= weight[at]!;
  }
  const broken = capacity.findIndex((units) => units < 0);
  if (broken >= 0) throw new RangeError(`the items that must be chosen take more than row ${broken} has`);

  const state = new Uint8Array(items);
  const wanted = new Float64Array(rows);
  for (let item = 0; item < items; item++) {
    if (must[item] === 1) state[item] = SETTLED;
    else if (wantsTooMuch(program, item, capacity)) state[item] = OUT;
    else for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) wanted[row[at]!]! += weight[at]!;
  }
  const scarce = Uint8Array.from(wanted, (units, at) => (units > capacity[at]! ? 1 : 0));
  const open: number[] = [];
  for (let item = 0; item < items; item++) {
    if (state[item] !== OPEN) continue;
    let competes = false;
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) competes ||= scarce[row[at]!] === 1;
    if (competes) open.push(item);
    else state[item] = SETTLED;
  }
  const packing = withoutImplied(restricted(program, open, scarce, capacity));
  return { settled: state.map((each) => (each === SETTLED ? 1 : 0)), open: Int32Array.from(open), packing };
}

const OPEN = 0;
const SETTLED = 1;
const OUT = 2;

function wantsTooMuch({ itemStart, row, weight }: Columns, item: number, capacity: Float64Array): boolean {
  for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) {
    if (weight[at]! > capacity[row[at]!]!) return true;
  }
  return false;
}

/** The packing of these items over the rows that are marked. */
function restricted(
  { itemStart, row, weight }: Pick<PackingProgram, 'itemStart' | 'row' | 'weight'>,
  items: ArrayLike<number>,
  marked: Uint8Array,
  capacity: Float64Array,
): Packing {
  const name = new Int32Array(marked.length);
  const kept: number[] = [];
  for (let at = 0; at < marked.length; at++) if (marked[at] === 1) name[at] = kept.push(capacity[at]!) - 1;
  const starts = new Int32Array(items.length + 1);
  const rows: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index]!;
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) {
      if (marked[row[at]!] !== 1) continue;
      rows.push(name[row[at]!]!);
      weights.push(weight[at]!);
    }
    starts[index + 1] = rows.length;
  }
  return packingOf(starts, Int32Array.from(rows), Float64Array.from(weights), Float64Array.from(kept));
}

/** Leaves out rows that another one implies, after each has lost the units that its items cannot add up to. */
function withoutImplied(packing: Packing): Packing {
  const capacity = packing.capacity.map((units, row) =>
    largestSum(packing.rowWeight.subarray(packing.rowStart[row]!, packing.rowStart[row + 1]!), units),
  );
  const tight: Packing = { ...packing, capacity };
  const marked = new Uint8Array(packing.rows);
  for (let row = 0; row < packing.rows; row++) marked[row] = isDominated(tight, row) ? 0 : 1;
  const every = Int32Array.from({ length: packing.items }, (_, item) => item);
  return restricted(tight, every, marked, capacity);
}
