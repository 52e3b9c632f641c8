import type { Packing } from '../rows.ts';

/** Draws sets of undecided items that share rows with each other. */
export class Neighbourhoods {
  readonly #packing: Packing;
  readonly #random: () => number;
  /** The items of each row that are not clearly in or out, the least clear first; laid out as the rows are. */
  readonly #open: Int32Array;
  readonly #openEnd: Int32Array;
  readonly #seeds: number[] = [];
  readonly #taken: Int32Array;
  readonly #rowTaken: Int32Array;
  #draw = 0;
  #nextSeed = 0;

  /**
   * @param doubt how clear it is for each item whether it is in: the less, the more doubtful
   * @param most items with more than this are clear
   */
  constructor(packing: Packing, doubt: Float64Array, most: number, random: () => number) {
    this.#packing = packing;
    this.#random = random;
    this.#taken = new Int32Array(packing.items);
    this.#rowTaken = new Int32Array(packing.rows);
    const { rows, rowStart, rowItem } = packing;
    this.#open = new Int32Array(rowItem.length);
    this.#openEnd = rowStart.slice(0, rows);
    for (let row = 0; row < rows; row++) {
      const items = rowItem
        .subarray(rowStart[row]!, rowStart[row + 1]!)
        .filter((item) => doubt[item]! <= most);
      items.sort((a, b) => doubt[a]! - doubt[b]! || a - b);
      this.#open.set(items, rowStart[row]!);
      this.#openEnd[row]! += items.length;
    }
    for (let item = 0; item < packing.items; item++) if (doubt[item]! <= most) this.#seeds.push(item);
  }

  /** How many items are doubtful. */
  get size(): number {
    return this.#seeds.length;
  }

  /** Every doubtful item is the seed of a set once, in a random order, before any is again. */
  next(count: number): Int32Array {
    this.#draw += 1;
    const set: number[] = [];
    const rows: { readonly row: number; at: number }[] = [];
    this.#take(this.#seed(), set, rows);
    // Each row in turn gives its least clear item that is not in the set yet.
    for (let open = rows.length; set.length < count && open > 0; ) {
      open = 0;
      for (let index = 0; index < rows.length && set.length < count; index++) {
        const each = rows[index]!;
        const end = this.#openEnd[each.row]!;
        while (each.at < end && this.#taken[this.#open[each.at]!] === this.#draw) each.at += 1;
        if (each.at === end) continue;
        open += 1;
        this.#take(this.#open[each.at]!, set, rows);
      }
    }
    return Int32Array.from(set);
  }

  #seed(): number {
    const seeds = this.#seeds;
    if (this.#nextSeed === seeds.length) this.#nextSeed = 0;
    const at = this.#nextSeed + Math.floor(this.#random() * (seeds.length - this.#nextSeed));
    const seed = seeds[at]!;
    seeds[at] = seeds[this.#nextSeed]!;
    seeds[this.#nextSeed] = seed;
    this.#nextSeed += 1;
    return seed;
  }

  #take(item: number, set: number[], rows: { readonly row: number; at: number }[]): void {
    const { itemStart, row, rowStart } = this.#packing;
    set.push(item);
    this.#taken[item] = this.#draw;
    for (let at = itemStart[item]!; at < itemStart[item + 1]!; at++) {
      const name = row[at]!;
      if (this.#rowTaken[name] === this.#draw) continue;
      this.#rowTaken[name] = this.#draw;
      rows.push({ row: name, at: rowStart[name]! });
    }
  }
}
