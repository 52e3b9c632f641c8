import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { LineClass } from '../reductions/merge-lines.ts';
import type { PlaceLimit } from './relaxation.ts';

/** What one place has of the product of one line class. */
export interface PlaceStock {
  readonly place: number;
  readonly demand: number;
  readonly sources: readonly number[];
  readonly units: number;
  /** The fewest units that the place gives if it gives any. */
  readonly least: number;
}

/**
 * What places have of each line class, as far as a plan can use it.
 *
 * In a full release a class takes from at most as many places as its lines may take from together. So a place gives at
 * least what the largest of the other places within that limit leave, and a place that has less gives nothing. None of
 * the largest is left out that way, unless all are, so the others need not be looked at again.
 */
export function placeStocks(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  { placeOf, mostOfLine }: PlaceLimit,
): PlaceStock[] {
  const { sourcePackage, sourceAvailable, mode } = problem;
  return classes.flatMap(({ lines, sources, wanted }, demand) => {
    const byPlace = new Map<number, number[]>();
    for (const source of sources) {
      const place = placeOf[sourcePackage[source]!]!;
      const known = byPlace.get(place);
      if (known === undefined) byPlace.set(place, [source]);
      else known.push(source);
    }
    const stocks = [...byPlace].map(([place, members]) => ({
      place,
      demand,
      sources: members,
      units: Math.min(
        wanted,
        members.reduce((sum, source) => sum + sourceAvailable[source]!, 0),
      ),
      least: 0,
    }));
    if (mode !== 'none' || mostOfLine === null) return stocks;
    return withinReach(stocks, wanted, mostOfLine * lines.length);
  });
}

function withinReach(stocks: readonly PlaceStock[], wanted: number, most: number): PlaceStock[] {
  const largestFirst = stocks.map(({ units }) => units).sort((a, b) => b - a);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  const largest = sum(largestFirst.slice(0, most));
  const others = sum(largestFirst.slice(0, most - 1));
  const last = largestFirst[most - 1] ?? 0;
  return stocks
    .map((stock) => {
      const beside = stock.units > last ? largest - stock.units : others;
      return { ...stock, least: Math.max(0, wanted - beside) };
    })
    .filter(({ units, least }) => units >= least);
}
