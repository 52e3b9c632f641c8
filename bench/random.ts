import { Draw } from '../src/app/demo/draw.ts';

/** A seeded stream of numbers: the same seed draws the same instances on every machine. */
export class Random extends Draw {
  /** An integer from low to high, both included. */
  integer(low: number, high: number): number {
    return this.whole(low, high);
  }

  pick<Item>(items: readonly Item[]): Item {
    return this.oneOf(items);
  }
}
