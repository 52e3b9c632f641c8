import type { Packing } from '../rows.ts';

/** What is asked of one row: how much better it does with an item than without. */
export interface RowMarginals {
  /**
   * For each item of the row, in the order of its entries: the best of the row with the item, less the best without it.
   * The caller may change the item's profit before the next is asked for, so that no two items take the same credit.
   *
   * @param profits of all entries of the packing by row; `change` may write the profit of the entry that it is told of
   * @param change is told an entry and its marginal
   * @returns the best of the row, with the changed profits
   */
  visit(row: number, profits: Float64Array, change: (entry: number, marginal: number) => void): number;
  /** The best of the row. */
  best(row: number, profits: Float64Array): number;
}

/**
 * Rows of up to `cells` items times units are knapsacks in whole items; larger ones may cut one item in two.
 *
 * @param packing each item fits in its rows by itself
 */
export function rowMarginals(packing: Packing, cells: number): RowMarginals {
  const whole = new WholeRows(packing, cells);
  const cut = new CutRows(packing);
  const isSmall = (row: number) =>
    (packing.rowStart[row + 1]! - packing.rowStart[row]! + 1) * (packing.capacity[row]! + 1) <= cells;
  return {
    visit: (row, profits, change) =>
      isSmall(row) ? whole.visit(row, profits, change) : cut.visit(row, profits, change),
    best: (row, profits) => (isSmall(row) ? whole.best(row, profits) : cut.best(row, profits)),
  };
}

/** Rows as 0/1 knapsacks, by the tables of Bellman (1957): the best of the items behind, and of those before. */
class WholeRows implements RowMarginals {
  readonly #packing: Packing;
  /** The best of items i and behind within c units, at i · (capacity + 1) + c. */
  readonly #behind: Float64Array;
  /** The best of the items before within c units. */
  readonly #before: Float64Array;

  constructor(packing: Packing, cells: number) {
    this.#packing = packing;
    this.#behind = new Float64Array(cells);
    this.#before = new Float64Array(cells);
  }

  visit(row: number, profits: Float64Array, change: (entry: number, marginal: number) => void): number {
    const { rowStart, rowWeight, capacity } = this.#packing;
    const from = rowStart[row]!;
    const to = rowStart[row + 1]!;
    const units = capacity[row]!;
    const before = this.#before;
    const behind = this.#behind;
    this.#lookBack(from, to, units, profits);
    before.fill(0, 0, units + 1);
    let best = 0;
    for (let entry = from; entry < to; entry++) {
      const weight = rowWeight[entry]!;
      const next = (entry - from + 1) * (units + 1) + units;
      let without = 0;
      for (let used = 0; used <= units; used++) {
        const value = before[used]! + behind[next - used]!;
        if (value > without) without = value;
      }
      let others = 0;
      for (let used = 0, end = units - weight; used <= end; used++) {
        const value = before[used]! + behind[next - weight - used]!;
        if (value > others) others = value;
      }
      change(entry, others + profits[entry]! - without);
      best = Math.max(without, others + profits[entry]!);
      this.#add(weight, profits[entry]!, units);
    }
    return best;
  }

  best(row: number, profits: Float64Array): number {
    const { rowStart, rowWeight, capacity } = this.#packing;
    const units = capacity[row]!;
    this.#before.fill(0, 0, units + 1);
    for (let entry = rowStart[row]!; entry < rowStart[row + 1]!; entry++) {
      this.#add(rowWeight[entry]!, profits[entry]!, units);
    }
    return this.#before[units]!;
  }

  #add(weight: number, profit: number, units: number): void {
    if (profit <= 0) return;
    const before = this.#before;
    for (let used = units; used >= weight; used--) {
      const value = before[used - weight]! + profit;
      if (value > before[used]!) before[used] = value;
    }
  }

  #lookBack(from: number, to: number, units: number, profits: Float64Array): void {
    const behind = this.#behind;
    const width = units + 1;
    const end = (to - from) * width;
    behind.fill(0, end, end + width);
    for (let entry = to - 1; entry >= from; entry--) {
      const at = (entry - from) * width;
      const next = at + width;
      const profit = profits[entry]!;
      if (profit <= 0) {
        behind.copyWithin(at, next, next + width);
        continue;
      }
      const weight = this.#packing.rowWeight[entry]!;
      for (let used = 0; used < weight; used++) behind[at + used] = behind[next + used]!;
      for (let used = weight; used < width; used++) {
        const without = behind[next + used]!;
        const withIt = behind[next + used - weight]! + profit;
        behind[at + used] = Math.max(withIt, without);
      }
    }
  }
}

/** Rows as knapsacks of which one item may be cut: what is worth most a unit first (Dantzig 1957). */
class CutRows implements RowMarginals {
  readonly #packing: Packing;

  constructor(packing: Packing) {
    this.#packing = packing;
  }

  visit(row: number, profits: Float64Array, change: (entry: number, marginal: number) => void): number {
    const { rowStart, rowWeight, capacity } = this.#packing;
    const price = this.#price(row, profits);
    let best = price * capacity[row]!;
    for (let entry = rowStart[row]!; entry < rowStart[row + 1]!; entry++) {
      const worth = price * rowWeight[entry]!;
      change(entry, profits[entry]! - worth);
      best += Math.max(0, profits[entry]! - worth);
    }
    return best;
  }

  best(row: number, profits: Float64Array): number {
    return this.visit(row, profits, () => {});
  }

  /** What a unit of the row is worth: as much as one of the item that is cut. */
  #price(row: number, profits: Float64Array): number {
    const { rowStart, rowWeight, capacity } = this.#packing;
    const from = rowStart[row]!;
    const order: number[] = [];
    const worth = new Float64Array(rowStart[row + 1]! - from);
    for (let entry = from; entry < rowStart[row + 1]!; entry++) {
      if (profits[entry]! <= 0) continue;
      worth[entry - from] = profits[entry]! / rowWeight[entry]!;
      order.push(entry - from);
    }
    order.sort((a, b) => worth[b]! - worth[a]!);
    let left = capacity[row]!;
    for (const index of order) {
      if (rowWeight[from + index]! > left) return worth[index]!;
      left -= rowWeight[from + index]!;
    }
    return 0;
  }
}
