import type { PackingRow } from '../../program/packing-program.ts';
import { FlowSupply } from '../supply/flow.ts';
import type { Demand } from './demands.ts';
import { familyOf, SetNumbers } from './families.ts';

/** A row of the packing program before items have their places: who takes how much of it. */
export interface RowOfShipments {
  /** Units by shipment. */
  readonly units: ReadonlyMap<number, number>;
  readonly capacity: number;
}

const addTo = (sums: Map<number, number>, key: number, units: number) =>
  sums.set(key, (sums.get(key) ?? 0) + units);

const isWithin = (inner: Int32Array, outer: ReadonlySet<number>): boolean =>
  inner.every((source) => outer.has(source));

/**
 * Which shipments can be released together, as far as one product says: exactly when for each union of the sets of sources
 * that they may use, those who may use nothing else want no more than it holds (Hall's condition). In a laminar family the
 * sets themselves are enough; else the unions that a choice breaks are asked for by {@link brokenRows}.
 */
export class ProductRows {
  readonly #demands: readonly Demand[];
  readonly #units: Float64Array;
  readonly #numbers = new SetNumbers();
  /** The set of each demand. */
  readonly #setOf: Int32Array;
  readonly rows: readonly RowOfShipments[];
  /** Whether the rows say all. */
  readonly isComplete: boolean;

  /** @param units of each source that may be given */
  constructor(demands: readonly Demand[], units: Float64Array) {
    this.#demands = demands;
    this.#units = units;
    this.#setOf = Int32Array.from(demands, ({ sources }) => this.#numbers.of(sources));
    const { parents } = familyOf(this.#numbers.sets);
    this.isComplete = parents !== null;
    this.rows = (parents === null ? this.#rowsOfSets() : this.#rowsOfFamily(parents)).filter(isScarce);
  }

  #supply(sources: Iterable<number>): number {
    let sum = 0;
    for (const source of sources) sum += this.#units[source]!;
    return sum;
  }

  #rowsOfFamily(parents: Int32Array): RowOfShipments[] {
    const rows = this.#numbers.sets.map((sources) => ({
      units: new Map<number, number>(),
      capacity: this.#supply(sources),
    }));
    for (const [at, { shipment, units }] of this.#demands.entries()) {
      for (let set = this.#setOf[at]!; set >= 0; set = parents[set]!)
        addTo(rows[set]!.units, shipment, units);
    }
    return rows;
  }

  /** Each set, and all of them together. */
  #rowsOfSets(): RowOfShipments[] {
    const { sets } = this.#numbers;
    const all = new Set(sets.flatMap((sources) => [...sources]));
    return [...sets.map((sources) => new Set(sources)), all].map((union) => this.#rowOf(union));
  }

  #rowOf(union: ReadonlySet<number>): RowOfShipments {
    const within = this.#numbers.sets.map((sources) => isWithin(sources, union));
    const units = new Map<number, number>();
    for (const [at, demand] of this.#demands.entries()) {
      if (within[this.#setOf[at]!]) addTo(units, demand.shipment, demand.units);
    }
    return { units, capacity: this.#supply(union) };
  }

  /** A row that a choice of shipments breaks, or null where their demands can be met together. */
  brokenBy(isChosen: (shipment: number) => boolean): RowOfShipments | null {
    const wanted = new Float64Array(this.#numbers.sets.length);
    for (const [at, { shipment, units }] of this.#demands.entries()) {
      if (isChosen(shipment)) wanted[this.#setOf[at]!]! += units;
    }
    const flow = new FlowSupply(this.#units);
    const sets = this.#numbers.sets.map((sources) => flow.add(sources));
    for (const [set, units] of wanted.entries()) {
      if (units === 0 || flow.take(sets[set]!, units) === units) continue;
      return this.#rowOf(flow.reachedFrom(sets[set]!));
    }
    return null;
  }
}

/** Whether all that might be asked of a row is more than it has. */
const isScarce = ({ units, capacity }: RowOfShipments): boolean => {
  let sum = 0;
  for (const amount of units.values()) sum += amount;
  return sum > capacity;
};

/** A row with the places that shipments have among the items. */
export function packingRow({ units, capacity }: RowOfShipments, itemOf: Int32Array): PackingRow {
  const entries = [...units].filter(([shipment]) => itemOf[shipment]! >= 0);
  return {
    items: Int32Array.from(entries, ([shipment]) => itemOf[shipment]!),
    weights: Float64Array.from(entries, ([, amount]) => amount),
    capacity,
  };
}
