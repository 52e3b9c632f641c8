import type { FutureLot } from '../../domain/snapshot.ts';
import type { WaveContext } from '../context.ts';
import type { Kept } from '../queue/kept.ts';

/**
 * Which lots give the units that are taken of a source: those of kept plans first, from the lots that these name; then, in
 * the order of the queue, the lots by their ids.
 */
export class LotsLeft {
  readonly #left = new Map<FutureLot, number>();
  readonly #context: WaveContext;

  /** @param kept the plans that stand as they were */
  constructor(context: WaveContext, kept: Iterable<Kept>) {
    this.#context = context;
    for (const { lots } of kept)
      for (const { lot, units } of lots) this.#left.set(lot, this.#of(lot) - units);
  }

  #of(lot: FutureLot): number {
    return this.#left.get(lot) ?? lot.available;
  }

  /** So many units of a source, as lots with what each of them gives; none where it is current inventory. */
  take(source: number, units: number): FutureLot[] {
    const lots = this.#context.stock.sourceLots[source]!;
    const given: FutureLot[] = [];
    let missing = units;
    for (const lot of lots) {
      if (missing === 0) break;
      const available = Math.min(missing, this.#of(lot));
      if (available <= 0) continue;
      given.push({ ...lot, available });
      this.#left.set(lot, this.#of(lot) - available);
      missing -= available;
    }
    return given;
  }
}
