import type { WaveContext } from '../context.ts';
import type { Commitment } from '../plan.ts';
import type { Course } from '../queue/in-order.ts';
import { byDay } from './choose.ts';
import { type PlaceDemand, placeDemands } from './demands.ts';
import { fewestPlaces } from './fewest-places.ts';

/** Locations that are tried for one bound: a bound is worth less than a plan. */
const BOUND_STEPS = 150;

/** What the packages of a shipment come to at least, given its units of each day. */
export interface PlacesBound {
  /** No plan has fewer packages. */
  readonly children: number;
  /** No plan costs less, whatever the number of its packages. */
  readonly cost: number;
  /** No plan of so few packages costs less. */
  readonly costOfFewest: number;
}

/**
 * Bounds from below what the packages of each shipment come to, given its units of each day: as if all stock of those days
 * were there for it alone.
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
      return { children: takesSome ? 1 : 0, cost: 0, costOfFewest: 0 };
    }
    const sum = { children: 0, cost: 0, costOfFewest: 0 };
    for (const ofDay of byDay(plan, shipment, commitments)) {
      const bound = this.#ofDay(shipment, ofDay);
      sum.children += bound.children;
      sum.cost += bound.cost;
      sum.costOfFewest += bound.costOfFewest;
    }
    return sum;
  }

  #ofDay(shipment: number, commitments: readonly Commitment[]): PlacesBound {
    const { stock } = this.#context;
    const all = (source: number, wanted: number) => Math.min(wanted, stock.sourceUnits[source]!);
    const demands = placeDemands(this.#course.plan, shipment, commitments, all);
    const { atLeast: children, cost: costOfPlaces, isBest } = fewestPlaces(stock, demands, BOUND_STEPS);
    const cost = this.#cheapest(children, demands);
    return { children, cost, costOfFewest: isBest ? costOfPlaces : cost };
  }

  /** So many of the cheapest location, and each unit from where it is cheapest. */
  #cheapest(children: number, demands: readonly PlaceDemand[]): number {
    const { locations, sourceLocation, sourceUnitCost } = this.#context.stock;
    let ofPlace = Number.POSITIVE_INFINITY;
    let ofUnits = 0;
    for (const { sources, units } of demands) {
      let ofUnit = Number.POSITIVE_INFINITY;
      for (const source of sources) {
        ofPlace = Math.min(ofPlace, locations[sourceLocation[source]!]!.cost);
        ofUnit = Math.min(ofUnit, sourceUnitCost[source]!);
      }
      ofUnits += units * ofUnit;
    }
    return children * ofPlace + ofUnits;
  }
}
