import { decimalScale } from '../../../program/decimal-scale.ts';

/** Sums of integers below this are exact in floating point. */
const EXACT_TOTAL = 2 ** 50;

/** How the search counts costs: as integers where a power of ten makes them integers and every total stays exact. */
export interface PriceScale {
  readonly integral: boolean;
  /** Counted cost = cost · scale. */
  readonly scale: number;
}

/**
 * @param costs every cost that may be paid, in one list or several
 * @param most the most that any plan could cost
 */
export function priceScale(costs: readonly Iterable<number>[], most: number): PriceScale {
  let scale: number | null = 1;
  for (const list of costs) {
    const own = decimalScale(list);
    scale = scale === null || own === null ? null : Math.max(scale, own);
  }
  return scale !== null && most * scale <= EXACT_TOTAL
    ? { integral: true, scale }
    : { integral: false, scale: 1 };
}
