import { compareCodes, type ProductCode } from '../../domain/ids.ts';
import { compareCurrent, compareLots, type FutureLot, type Snapshot } from '../../domain/snapshot.ts';
import type { CurrentInventory } from '../../domain/stock.ts';
import { type Standing, snapshotOf, type WaveSnapshot } from '../../domain/wave/snapshot.ts';

function byProduct<Row extends { readonly productCode: ProductCode }>(
  rows: readonly Row[],
): Map<ProductCode, Row[]> {
  const grouped = new Map<ProductCode, Row[]>();
  for (const row of rows) {
    const known = grouped.get(row.productCode);
    if (known === undefined) grouped.set(row.productCode, [row]);
    else known.push(row);
  }
  return grouped;
}

/** What the whole stock of a wave is to one shipment, without the rows that it does not want. */
export class OwnSnapshots {
  readonly #wave: WaveSnapshot;
  readonly #current: ReadonlyMap<ProductCode, CurrentInventory[]>;
  readonly #lots: ReadonlyMap<ProductCode, FutureLot[]>;

  constructor(wave: WaveSnapshot) {
    this.#wave = wave;
    this.#current = byProduct(wave.currentInventory);
    this.#lots = byProduct(wave.futureLots);
  }

  of(standing: Standing): Snapshot {
    const products = [...new Set(standing.shipment.items.map(({ productCode }) => productCode))].sort(
      compareCodes,
    );
    const current = products.flatMap((product) => this.#current.get(product) ?? []);
    const lots = products.flatMap((product) => this.#lots.get(product) ?? []);
    if (products.length > 1) {
      current.sort(compareCurrent);
      lots.sort(compareLots);
    }
    return { ...snapshotOf(this.#wave, standing), currentInventory: current, futureLots: lots };
  }
}
