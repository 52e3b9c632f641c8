import type { Line } from '../domain/shipment.ts';
import type { LineClass } from './classes.ts';
import type { WaveStock } from './stock.ts';
import { ProductSupply, type SourceSet } from './supply/supply.ts';
import type { ShipmentWants } from './wants.ts';

/** Units that a shipment has of one product on one day; from which of its sources stays open. */
export interface Commitment {
  /** The want, by its place among the shipment's. */
  readonly want: number;
  /** The day, by its place among the ranks of the want's class. */
  readonly at: number;
  readonly units: number;
}

/** Units that a shipment takes from one source. */
export interface Pick {
  /** The want, by its place among the shipment's. */
  readonly want: number;
  /** The line that takes them; null where the lines of the want share what they get. */
  readonly line: Line | null;
  readonly source: number;
  readonly units: number;
}

/** Units that a shipment is sure of, from some set of sources of a product. */
export interface Guarantee {
  readonly product: number;
  readonly set: SourceSet;
  readonly units: number;
}

const UNKNOWN = -0x8000_0000;

/**
 * What the shipments of a wave have been given so far, in one course of deciding: units of days, whose sources are open,
 * and units of sources. Whatever is given stays possible together with all the rest.
 */
export class WavePlan {
  readonly stock: WaveStock;
  readonly wants: readonly ShipmentWants[];
  /** Units of days of each shipment, until their sources are chosen. */
  readonly commitments: (readonly Commitment[] | null)[];
  /** Units of days of those whose sources were chosen in their turn, because limits ask for it; they stand. */
  readonly settledDays: (readonly Commitment[] | null)[];
  /** What each shipment takes; null where nothing is chosen. */
  readonly picks: (readonly Pick[] | null)[];
  readonly #supplies: (ProductSupply | undefined)[];
  /** The sets of each class's ranks, by the number of the class. */
  readonly #setsOfRanks: Int32Array[] = [];

  constructor(stock: WaveStock, wants: readonly ShipmentWants[]) {
    this.stock = stock;
    this.wants = wants;
    this.commitments = new Array(wants.length).fill(null);
    this.settledDays = new Array(wants.length).fill(null);
    this.picks = new Array(wants.length).fill(null);
    this.#supplies = new Array(stock.products.length);
  }

  /** The supply of a product. */
  supply(product: number): ProductSupply {
    const { productStart, sourceUnits } = this.stock;
    this.#supplies[product] ??= new ProductSupply(
      sourceUnits.slice(productStart[product]!, productStart[product + 1]!),
    );
    return this.#supplies[product];
  }

  /** The set of sources of a product; at least one, ascending. */
  setOf(product: number, sources: Int32Array): SourceSet {
    const start = this.stock.productStart[product]!;
    return this.supply(product).setOf(sources.map((source) => source - start));
  }

  /** The sources of a class on one of its days. */
  setOfRank(ofLine: LineClass, at: number): SourceSet {
    let sets = this.#setsOfRanks[ofLine.number];
    if (sets === undefined) {
      sets = new Int32Array(ofLine.ranks.length).fill(UNKNOWN);
      this.#setsOfRanks[ofLine.number] = sets;
    }
    if (sets[at] === UNKNOWN) {
      const { sources, starts, product } = ofLine;
      sets[at] = this.setOf(product, sources.subarray(starts[at]!, starts[at + 1]!));
    }
    return sets[at]!;
  }

  /** Units, up to `upTo`, that can still be taken from one source. */
  mostOf(source: number, upTo: number): number {
    const product = this.stock.sourceProduct[source]!;
    const local = source - this.stock.productStart[product]!;
    return this.supply(product).most(ProductSupply.single(local), upTo);
  }

  /** Takes up to so many units of one source. @returns units taken */
  takeOf(source: number, upTo: number): number {
    const product = this.stock.sourceProduct[source]!;
    const local = source - this.stock.productStart[product]!;
    return this.supply(product).take(ProductSupply.single(local), upTo);
  }

  /** Gives back units of one source. */
  giveBackOf(source: number, units: number): void {
    const product = this.stock.sourceProduct[source]!;
    const local = source - this.stock.productStart[product]!;
    this.supply(product).giveBack(ProductSupply.single(local), units);
  }

  /** Takes all these units, or none of them. @returns whether it could */
  takePicks(picks: readonly Pick[]): boolean {
    for (const [at, { source, units }] of picks.entries()) {
      const taken = this.takeOf(source, units);
      if (taken === units) continue;
      if (taken > 0) this.giveBackOf(source, taken);
      this.giveBackPicks(picks.slice(0, at));
      return false;
    }
    return true;
  }

  giveBackPicks(picks: readonly Pick[]): void {
    for (const { source, units } of picks) this.giveBackOf(source, units);
  }

  /** Gives back the units of days of a shipment. */
  giveBackCommitments(shipment: number, commitments: readonly Commitment[]): void {
    for (const commitment of commitments) this.giveBackCommitment(shipment, commitment);
  }

  /** Takes units of days that were given back, and that nobody else has taken meanwhile. */
  takeCommitments(shipment: number, commitments: readonly Commitment[]): void {
    for (const { want, at, units } of commitments) {
      const ofWant = this.wants[shipment]!.wants[want]!.class;
      const taken = this.supply(ofWant.product).take(this.setOfRank(ofWant, at), units);
      if (taken !== units) throw new Error('units of a day that are to be taken are not there');
    }
  }

  giveBackCommitment(shipment: number, { want, at, units }: Commitment): void {
    const ofWant = this.wants[shipment]!.wants[want]!.class;
    this.supply(ofWant.product).giveBack(this.setOfRank(ofWant, at), units);
  }
}
