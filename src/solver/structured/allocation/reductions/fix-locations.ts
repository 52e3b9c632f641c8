import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import { Fixing } from '../../search/fixing.ts';

/** What one package can give to one demand. */
export interface Offer {
  /** The line class, by position. */
  readonly demand: number;
  readonly source: number;
  readonly item: number;
  readonly location: number;
  readonly units: number;
}

/** What all packages can give, and what the line classes want. */
export interface Offers {
  /** Units of each line class. */
  readonly demand: Float64Array;
  forEachOffer(visit: (offer: Offer) => void): void;
}

/**
 * Fixes locations by what follows from the limit on them.
 *
 * In a full release every product must be covered by the open locations and `slots` more. A location is opened where
 * the `slots` largest of the others do not cover some product. Once no location may be added, the others are closed.
 * No plan within the limit is lost: each of them uses the opened locations and none of the closed ones.
 *
 * @param fixing a {@link Fixing} for each location; changed in place
 * @param most the limit on locations
 * @returns false where no plan keeps the limit
 */
export function fixLocations(
  offers: Offers,
  { mode }: AllocationProblem,
  fixing: Uint8Array,
  most: number,
): boolean {
  let slots = most - fixing.reduce((sum, fixed) => (fixed === Fixing.open ? sum + 1 : sum), 0);
  if (slots < 0) return false;
  if (mode === 'none') {
    const given = Array.from(offers.demand, () => new Float64Array(fixing.length));
    offers.forEachOffer(({ demand, location, units }) => {
      if (fixing[location] !== Fixing.closed) given[demand]![location]! += units;
    });
    for (const [demand, units] of offers.demand.entries()) {
      slots = openIndispensable(units, given[demand]!, fixing, slots);
      if (slots < 0) return false;
    }
  }
  if (slots === 0) {
    fixing.forEach((fixed, location) => {
      if (fixed === Fixing.undecided) fixing[location] = Fixing.closed;
    });
  }
  return true;
}

/**
 * Opens the locations without which one product cannot be covered.
 *
 * @returns the slots that are left; negative where even the largest locations together do not cover the product
 */
function openIndispensable(units: number, given: Float64Array, fixing: Uint8Array, slots: number): number {
  let missing = units;
  const undecided: number[] = [];
  fixing.forEach((fixed, location) => {
    if (fixed === Fixing.open) missing -= given[location]!;
    else if (fixed === Fixing.undecided && given[location]! > 0) undecided.push(location);
  });
  if (missing <= 0) return slots;
  undecided.sort((a, b) => given[b]! - given[a]!);
  const largest = undecided.slice(0, slots);
  const reach = largest.reduce((sum, location) => sum + given[location]!, 0);
  if (reach < missing) return -1;
  // Without one of the largest locations the next largest one takes its slot.
  const next = given[undecided[slots] ?? -1] ?? 0;
  const indispensable = largest.filter((location) => reach - given[location]! + next < missing);
  for (const location of indispensable) fixing[location] = Fixing.open;
  return slots - indispensable.length;
}
