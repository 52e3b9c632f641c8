import type { Packing } from '../rows.ts';
import { type RowMarginals, rowMarginals } from './row-marginals.ts';

/** In the first passes rows keep little, so that the split is near its best soon; in later ones more, so that it ends there. */
const FIRST_PASSES = 10;
/** What a row keeps of a marginal in later passes while there are rows ahead. */
const KEPT = 1 / 4;

/** More than what rounding can move a sum of as many profits as there are items, as a part of it. */
const ROUNDING = 1e-10;

/**
 * Splits the profit of each item over its rows, so that the rows, each filled as if it were alone, are worth as little as
 * possible together. Whatever the split, no choice is worth more than that sum: in a choice each row holds what it can
 * hold, and the shares of an item add up to its profit. It is the bound of the Lagrangian decomposition (Guignard, Kim
 * 1987); the passes are block-coordinate steps on it by max-marginals (Swoboda, Kuske, Savchynskyy 2017), which never
 * raise it.
 */
export class Split {
  readonly #packing: Packing;
  readonly #cells: number;
  readonly #profit: Float64Array;
  readonly #marginals: RowMarginals;
  /** The share of each row's entries, by row. */
  readonly #share: Float64Array;
  /** What is left of each item's profit. */
  readonly #rest: Float64Array;
  /** Rows of each item that the current pass has not come to. */
  readonly #ahead: Int32Array;
  #passes = 0;

  /** @param cells rows of up to so many items times units are filled in whole items, see {@link rowMarginals} */
  constructor(packing: Packing, profit: Float64Array, cells: number) {
    this.#packing = packing;
    this.#cells = cells;
    this.#profit = profit;
    this.#marginals = rowMarginals(packing, cells);
    this.#share = new Float64Array(packing.row.length);
    this.#rest = profit.slice();
    this.#ahead = new Int32Array(packing.items);
  }

  /**
   * Goes through the rows, in their order or, every second time, back. Each takes what is left of its items' profits, and
   * passes on to the rows ahead a part of what an item adds to it.
   */
  pass(): void {
    const forward = this.#passes % 2 === 0;
    const isFirst = this.#passes < FIRST_PASSES;
    this.#passes += 1;
    const { items, rows, itemStart, rowStart, rowItem } = this.#packing;
    const share = this.#share;
    const rest = this.#rest;
    const ahead = this.#ahead;
    for (let item = 0; item < items; item++) ahead[item] = itemStart[item + 1]! - itemStart[item]!;
    const change = (entry: number, marginal: number) => {
      const item = rowItem[entry]!;
      const left = ahead[item]!--;
      if (left === 1) return;
      const given = marginal * (1 - (isFirst ? 1 / (left * left) : KEPT));
      share[entry]! -= given;
      rest[item]! += given;
    };
    for (let turn = 0; turn < rows; turn++) {
      const row = forward ? turn : rows - 1 - turn;
      for (let entry = rowStart[row]!; entry < rowStart[row + 1]!; entry++) {
        const item = rowItem[entry]!;
        share[entry]! += rest[item]!;
        rest[item] = 0;
      }
      this.#marginals.visit(row, share, change);
    }
    this.#settle();
  }

  /**
   * The split of a part: the same shares for fewer items.
   *
   * @param packing these items over the same rows, perhaps with less capacity
   * @param items the items of this split that it has, ascending
   * @param profit what each of them is worth; what differs from this split's is left to the next pass
   */
  part(packing: Packing, items: Int32Array, profit: Float64Array, cells = this.#cells): Split {
    const split = new Split(packing, profit, cells);
    const name = new Int32Array(this.#packing.items).fill(-1);
    items.forEach((item, index) => {
      name[item] = index;
    });
    const { rowItem } = this.#packing;
    // Both list entries by row and then by item.
    let to = 0;
    for (let entry = 0; entry < rowItem.length; entry++) {
      if (name[rowItem[entry]!] !== -1) split.#share[to++] = this.#share[entry]!;
    }
    split.#passes = this.#passes;
    split.#settle();
    return split;
  }

  /** What no choice exceeds. Rounding is on the safe side. */
  bound(): number {
    let sum = 0;
    let size = 0;
    for (let row = 0; row < this.#packing.rows; row++) sum += this.#marginals.best(row, this.#share);
    for (const rest of this.#rest) sum += Math.max(0, rest);
    for (const profit of this.#profit) size += profit;
    return sum + ROUNDING * size;
  }

  /** For each item, about how much better the best choice with it is than the best without it. */
  marginals(): Float64Array {
    const sum = this.#rest.slice();
    const { rows, rowItem } = this.#packing;
    for (let row = 0; row < rows; row++) {
      this.#marginals.visit(row, this.#share, (entry, marginal) => {
        sum[rowItem[entry]!]! += marginal;
      });
    }
    return sum;
  }

  /** Makes shares and rest add up to the profits again, after the rounding of a pass. */
  #settle(): void {
    const { rowItem } = this.#packing;
    this.#rest.set(this.#profit);
    for (let entry = 0; entry < rowItem.length; entry++) this.#rest[rowItem[entry]!]! -= this.#share[entry]!;
  }
}
