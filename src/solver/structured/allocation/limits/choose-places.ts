import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { Budget } from '../../search/budget.ts';
import { type Candidate, layOutCovering } from '../../search/covering.ts';
import { Fixing } from '../../search/fixing.ts';
import { type FewestOpen, fewestOpen } from '../../search/solve-covering.ts';
import type { LocationBounds } from '../location-bounds.ts';
import type { PlaceLimit } from './relaxation.ts';

/** The fewest of so many places that hold what is needed; null where all of them do not. */
export function fewestPlaces(
  needs: LocationBounds['needs'],
  places: number,
  budget: Budget,
): FewestOpen | null {
  const entries = Array.from({ length: places }, (): Candidate['entries'][number][] => []);
  for (const [demand, { held }] of needs.entries()) {
    for (const { location, units } of held) entries[location]!.push({ demand, amount: units, unitCost: 0 });
  }
  const candidates = entries.map((given): Candidate => ({ fixedCost: 1, entries: given }));
  const wanted = Float64Array.from(needs, ({ units }) => units);
  return fewestOpen(layOutCovering(wanted, candidates, { integral: true }), budget);
}

/** Units that a plan takes from each of so many places. */
export function unitsOfPlaces(
  { cellSource, sourcePackage }: AllocationProblem,
  { placeOf }: PlaceLimit,
  units: Float64Array,
  places: number,
): Float64Array {
  const given = new Float64Array(places);
  units.forEach((taken, cell) => {
    given[placeOf[sourcePackage[cellSource[cell]!]!]!]! += taken;
  });
  return given;
}

/**
 * A set of at most so many places: the open ones, then those of least cost.
 *
 * @param fixing a {@link Fixing} for each place
 */
export function mostPromising(fixing: Uint8Array, cost: Float64Array, most: number): Uint8Array {
  const inOrder = [...fixing.keys()]
    .filter((place) => fixing[place] !== Fixing.closed)
    .sort(
      (a, b) => Number(fixing[b] === Fixing.open) - Number(fixing[a] === Fixing.open) || cost[a]! - cost[b]!,
    );
  const chosen = new Uint8Array(fixing.length);
  for (const place of inOrder.slice(0, most)) chosen[place] = 1;
  return chosen;
}

/**
 * The undecided place to branch on: of those that give units the one whose estimate is nearest to 1/2; without estimates
 * the one that gives the most.
 *
 * @param given units that each place gives; null where no plan is known, and every place counts
 * @param estimate how much of each place a relaxation opens, from 0 to 1
 */
export function placeToBranchOn(
  fixing: Uint8Array,
  given: Float64Array | null,
  estimate: Float64Array | undefined,
): number {
  let chosen = -1;
  let mostWorth = -1;
  for (let place = 0; place < fixing.length; place++) {
    if (given?.[place] === 0 || fixing[place] !== Fixing.undecided) continue;
    const share = estimate?.[place];
    const worth = share === undefined ? given![place]! : Math.min(share, 1 - share);
    if (worth > mostWorth) [chosen, mostWorth] = [place, worth];
  }
  return chosen;
}
