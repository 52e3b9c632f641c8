import type { AllocationProblem } from '../../../../program/allocation-problem.ts';

/** What is decided of a location. */
export const LocationStatus = { undecided: 0, in: 1, out: 2 } as const;

/** What a package can give to a class. */
export interface Offer {
  /** The class, by position. */
  readonly demand: number;
  readonly source: number;
  readonly item: number;
  readonly location: number;
  readonly units: number;
}

/** What all packages can give, and what is wanted. */
export interface Offers {
  /** Units of each class. */
  readonly demand: Float64Array;
  forEachOffer(visit: (offer: Offer) => void): void;
}

/**
 * Adds what follows from the limit: in a full release, locations without which some product cannot be covered by as
 * many more as may be used are in; once none may be added, the rest is out.
 *
 * @param statuses a {@link LocationStatus} for each location; changed in place
 * @returns false where nothing keeps the limit
 */
export function fixLocations(
  offers: Offers,
  { mode }: AllocationProblem,
  statuses: Uint8Array,
  most: number,
): boolean {
  let slots = most - statuses.reduce((sum, place) => (place === LocationStatus.in ? sum + 1 : sum), 0);
  if (slots < 0) return false;
  if (mode === 'none') {
    const given = Array.from(offers.demand, () => new Float64Array(statuses.length));
    offers.forEachOffer(({ demand, location, units }) => {
      if (statuses[location] !== LocationStatus.out) given[demand]![location]! += units;
    });
    for (const [demand, units] of offers.demand.entries()) {
      slots = takeIndispensable(units, given[demand]!, statuses, slots);
      if (slots < 0) return false;
    }
  }
  if (slots === 0) {
    statuses.forEach((place, location) => {
      if (place === LocationStatus.undecided) statuses[location] = LocationStatus.out;
    });
  }
  return true;
}

/** @returns the slots left; negative where the largest givers together do not reach */
function takeIndispensable(units: number, given: Float64Array, statuses: Uint8Array, slots: number): number {
  let missing = units;
  const undecided: number[] = [];
  statuses.forEach((place, location) => {
    if (place === LocationStatus.in) missing -= given[location]!;
    else if (place === LocationStatus.undecided && given[location]! > 0) undecided.push(location);
  });
  if (missing <= 0) return slots;
  undecided.sort((a, b) => given[b]! - given[a]!);
  const largest = undecided.slice(0, slots);
  const reach = largest.reduce((sum, location) => sum + given[location]!, 0);
  if (reach < missing) return -1;
  // The next largest would have to take its place.
  const next = given[undecided[slots] ?? -1] ?? 0;
  const indispensable = largest.filter((location) => reach - given[location]! + next < missing);
  for (const location of indispensable) statuses[location] = LocationStatus.in;
  return slots - indispensable.length;
}
