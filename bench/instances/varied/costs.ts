import type { Random } from '../../random.ts';
import type { CostStyle } from './shape.ts';

const inCents = (cents: number) => cents / 100;

/** Draws one cost after another in a style; decimals as a person would write them. */
export function costsIn(random: Random, style: CostStyle): () => number {
  let drawn = 0;
  const draws: Readonly<Record<CostStyle, () => number>> = {
    none: () => 0,
    whole: () => random.integer(0, 9),
    prices: () => inCents(random.integer(100, 1_999)),
    near: () => inCents(random.integer(795, 800)),
    steps: () => inCents(500 + 37 * drawn++),
  };
  return draws[style];
}
