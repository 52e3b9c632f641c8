import type { WaveContext } from '../context.ts';
import type { Commitment } from '../plan.ts';
import type { Course } from '../queue/in-order.ts';
import { byDay } from './choose.ts';

/** A proven lower bound of what a shipment's packages are and cost. */
export interface PlacesBound {
  readonly children: number;
  readonly cost: number;
}

/**
 * What the packages of each shipment come to at least, given its units of each day: as if all stock of those days were
 * there for it alone.
 */
export class LeastPlaces {
  readonly #context: WaveContext;
  readonly #course: Course;
  readonly #known = new Map<number, PlacesBound>();

  constructor(context: WaveContext, course: Course) {
    this.#context = context;
    this.#course = course;
  }

  of(shipment: number): PlacesBound {
    let known = this.#known.get(shipment);
    if (known === undefined) {
      known = this.#boundOf(shipment);
      this.#known.set(shipment, known);
    }
    return known;
  }

  #boundOf(shipment: number): PlacesBound {
    const { plan } = this.#course;
    const commitments = plan.commitments[shipment] ?? plan.settledDays[shipment] ?? null;
    if (commitments === null) {
      const takesSome = (plan.picks[shipment] ?? []).length > 0;
      return { children: takesSome ? 1 : 0, cost: 0 };
    }
    let children = 0;
    let cost = 0;
    for (const ofDay of byDay(plan, shipment, commitments)) {
      const bound = this.#ofDay(shipment, ofDay);
      children += bound.children;
      cost += bound.cost;
    }
    return { children, cost };
  }

  #ofDay(shipment: number, commitments: readonly Commitment[]): PlacesBound {
    const { locations, sourceLocation, sourceUnits, sourceUnitCost } = this.#context.stock;
    /** Of how many of the day's demands a location could give all. */
    const covers = new Uint16Array(locations.length);
    let isOne = false;
    let cheapestPlace = Number.POSITIVE_INFINITY;
    let unitCosts = 0;
    for (const { want, at, units } of commitments) {
      const { sources, starts } = this.#context.wants[shipment]!.wants[want]!.class;
      let cheapestUnit = Number.POSITIVE_INFINITY;
      for (let i = starts[at]!; i < starts[at + 1]!; i++) {
        const source = sources[i]!;
        const location = sourceLocation[source]!;
        cheapestUnit = Math.min(cheapestUnit, sourceUnitCost[source]!);
        cheapestPlace = Math.min(cheapestPlace, locations[location]!.cost);
        if (sourceUnits[source]! < units) continue;
        covers[location]! += 1;
        if (covers[location] === commitments.length) isOne = true;
      }
      unitCosts += units * cheapestUnit;
    }
    const children = isOne ? 1 : 2;
    return { children, cost: children * cheapestPlace + unitCosts };
  }
}
