import type { AllocationProblem } from '../../../../../program/allocation-problem.ts';
import type { LineClass } from '../../reductions/merge-lines.ts';
import type { PlaceLimit } from '../relaxation.ts';

/** What units and what is left of a line cost, as one number that orders as the levels that count units do. */
export interface UnitValues {
  /** Of each source, a unit. */
  readonly unit: Float64Array;
  readonly leaving: number;
  /** The same number of a plan, from its levels. */
  of(levels: Float64Array): number;
}

/**
 * Levels 1 to 3 as one number, with weights so large that no later level makes up for an earlier one; under the
 * caller's weights what units cost, without what opening costs.
 *
 * @returns null where the number would not be exact
 */
export function unitValues(problem: AllocationProblem): UnitValues | null {
  const { sourcePackage, packageIsFuture, packageWaitDays, sourceUnitCost, lineQuantity, weights } = problem;
  const wanted = lineQuantity.reduce((sum, each) => sum + each, 0);
  const longest = packageWaitDays.reduce((most, days) => Math.max(most, days), 0);
  const ofCounted = weights === null ? wanted * longest + 1 : weights[1]!;
  const leaving = weights === null ? ofCounted * (wanted + 1) : weights[0]!;
  if (weights === null && leaving * (wanted + 1) > Number.MAX_SAFE_INTEGER) return null;
  const ofDays = weights === null ? 1 : weights[2]!;
  const ofCost = weights === null ? 0 : weights[4]!;
  const unit = Float64Array.from(sourcePackage, (item, source) => {
    const isCounted = (packageIsFuture[item] === 1) !== problem.futureFirst;
    return (isCounted ? ofCounted : 0) + ofDays * packageWaitDays[item]! + ofCost * sourceUnitCost[source]!;
  });
  return {
    unit,
    leaving,
    of: (levels) =>
      weights === null ? leaving * levels[0]! + ofCounted * levels[1]! + levels[2]! : levels[0]!,
  };
}

/** What one line costs at least from a set of places, as if it were alone with its product. */
export class LineValues {
  readonly #known = new Map<string, number>();
  readonly #wanted: number;
  readonly #mode: AllocationProblem['mode'];
  readonly #leaving: number;
  /** Of each place, its units as [value, units]. */
  readonly #held = new Map<number, [value: number, units: number][]>();

  constructor(
    problem: AllocationProblem,
    line: number,
    sources: LineClass['sources'],
    placeOf: PlaceLimit['placeOf'],
    values: UnitValues,
  ) {
    this.#wanted = problem.lineQuantity[line]!;
    this.#mode = problem.mode;
    this.#leaving = values.leaving;
    for (const source of sources) {
      const place = placeOf[problem.sourcePackage[source]!]!;
      const units: [number, number] = [values.unit[source]!, problem.sourceAvailable[source]!];
      const known = this.#held.get(place);
      if (known === undefined) this.#held.set(place, [units]);
      else known.push(units);
    }
  }

  /** The places that hold something for the line. */
  get places(): ReadonlySet<number> {
    return new Set(this.#held.keys());
  }

  /** The least value from these places; infinite where a full release lacks units. */
  from(places: readonly number[]): number {
    const key = places.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const value = this.#fill(places.flatMap((place) => this.#held.get(place) ?? []));
    this.#known.set(key, value);
    return value;
  }

  #fill(held: readonly (readonly [value: number, units: number])[]): number {
    let left = this.#wanted;
    let total = 0;
    for (const [value, units] of [...held].sort((a, b) => a[0] - b[0])) {
      if (this.#mode === 'quantity' && value >= this.#leaving) break;
      const taken = Math.min(left, units);
      total += taken * value;
      left -= taken;
    }
    if (this.#mode === 'quantity') return total + left * this.#leaving;
    const whole = left > 0 ? Number.POSITIVE_INFINITY : total;
    return this.#mode === 'none' ? whole : Math.min(whole, this.#wanted * this.#leaving);
  }
}
