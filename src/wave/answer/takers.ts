import type { OutrankedBy } from '../../domain/wave/answer.ts';
import type { LineClass } from '../classes.ts';
import type { WaveContext } from '../context.ts';
import type { Course } from '../queue/in-order.ts';

/** Shipments that are named for each product that a held one is short of. */
const MOST_NAMED = 10;

/** A shipment and the units that it takes from the sources of a class. */
interface Taker {
  readonly shipment: number;
  readonly units: number;
}

/** Who took units of what, of a wave that is decided. */
export class Takers {
  readonly #context: WaveContext;
  /** Of each product, what was taken, in the order of the queue. */
  readonly #takes: { readonly shipment: number; readonly source: number; readonly units: number }[][];
  readonly #ofClass = new Map<LineClass, readonly Taker[]>();

  constructor(context: WaveContext, { plan }: Course) {
    this.#context = context;
    this.#takes = context.stock.products.map(() => []);
    for (const [shipment, picks] of plan.picks.entries()) {
      for (const { source, units } of picks ?? []) {
        this.#takes[context.stock.sourceProduct[source]!]!.push({ shipment, source, units });
      }
    }
  }

  /** Who took from the sources of a class, in the order of the queue. */
  of(ofLine: LineClass): readonly Taker[] {
    const known = this.#ofClass.get(ofLine);
    if (known !== undefined) return known;
    const may = new Set(ofLine.sources);
    const takers: { shipment: number; units: number }[] = [];
    for (const { shipment, source, units } of this.#takes[ofLine.product]!) {
      if (!may.has(source)) continue;
      const last = takers.at(-1);
      if (last?.shipment === shipment) last.units += units;
      else takers.push({ shipment, units });
    }
    this.#ofClass.set(ofLine, takers);
    return takers;
  }

  /** Who took what the lines of these classes lack, the lowest standing first. */
  named(short: readonly LineClass[]): OutrankedBy[] {
    const { stock, wave } = this.#context;
    return short.flatMap((ofLine) => {
      const takers = this.of(ofLine);
      return takers
        .slice(-MOST_NAMED)
        .reverse()
        .map(({ shipment, units }) => ({
          shipmentNumber: wave.shipments[shipment]!.shipment.shipmentNumber,
          productCode: stock.products[ofLine.product]!,
          units,
        }));
    });
  }

  /** How many behind a shipment took from the sources of these classes. */
  behind(shipment: number, short: readonly LineClass[]): number {
    const [only, ...others] = short;
    if (only === undefined) return 0;
    const ofOnly = this.of(only);
    if (others.length === 0) return ofOnly.length - firstBehind(ofOnly, shipment);
    const all = new Set<number>();
    for (const ofLine of short) {
      const takers = this.of(ofLine);
      for (let at = firstBehind(takers, shipment); at < takers.length; at++) all.add(takers[at]!.shipment);
    }
    return all.size;
  }
}

/** The place of the first taker that stands behind a shipment. */
function firstBehind(takers: readonly Taker[], shipment: number): number {
  let low = 0;
  let high = takers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (takers[middle]!.shipment <= shipment) low = middle + 1;
    else high = middle;
  }
  return low;
}
