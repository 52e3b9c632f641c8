import { Fixing } from '../../search/fixing.ts';

/** What one location has of a demand. */
interface Holding {
  readonly location: number;
  /** Units, positive. */
  readonly units: number;
}

/** One line class that has to be covered whole. */
export interface Need {
  /** Units wanted. */
  readonly units: number;
  /** The most locations that may give to it; infinite where nothing limits them. */
  readonly mostLocations: number;
  /** What locations have of it, the most first. */
  readonly held: readonly Holding[];
}

/**
 * Fixes locations by what follows from the limits on them, of a release that covers every need.
 *
 * With s more locations that may be opened, a need is covered by at most its own limit of locations, of which at most s
 * are not open yet; the largest such ones together are its reach. A location is opened where the reach without it is
 * too little. With one more location to come, that one has to help every need that the open ones do not cover, so those
 * that do not are closed. Once no location may be added, the others are closed. No plan within the limits is lost: each
 * of them uses the opened locations and none of the closed ones.
 *
 * @param fixing a {@link Fixing} for each location; changed in place
 * @param most the limit on locations
 * @returns false where no plan keeps the limits
 */
export function fixLocations(needs: readonly Need[], fixing: Uint8Array, most: number): boolean {
  let slots = most - fixing.reduce((sum, fixed) => (fixed === Fixing.open ? sum + 1 : sum), 0);
  if (slots < 0) return false;
  let lastSlots: number;
  do {
    lastSlots = slots;
    for (const need of needs) {
      slots -= openIndispensable(need, fixing, slots);
      if (slots < 0) return false;
    }
    if (slots === 1) keepHelpful(needs, fixing);
  } while (slots < lastSlots);
  if (slots === 0) closeUndecided(fixing, () => true);
  return needs.every((need) => reachOf(need, fixing, slots) >= need.units);
}

/** The units of the largest locations within the limits, without one of them. Names the undecided ones that it takes. */
function reachOf(
  { units, mostLocations, held }: Need,
  fixing: Uint8Array,
  slots: number,
  without = -1,
  taken: number[] = [],
): number {
  let reach = 0;
  let places = mostLocations;
  let left = slots;
  for (const { location, units: given } of held) {
    if (reach >= units || places === 0) break;
    const fixed = fixing[location];
    if (fixed === Fixing.closed || location === without || (fixed === Fixing.undecided && left === 0))
      continue;
    if (fixed === Fixing.undecided) {
      left--;
      taken.push(location);
    }
    places--;
    reach += given;
  }
  return reach;
}

/**
 * Opens the locations without which one need cannot be covered.
 *
 * @returns how many were opened; infinite where even the largest locations together do not cover it
 */
function openIndispensable(need: Need, fixing: Uint8Array, slots: number): number {
  const taken: number[] = [];
  if (reachOf(need, fixing, slots, -1, taken) < need.units) return Number.POSITIVE_INFINITY;
  // What the reach does without is not indispensable.
  const indispensable = taken.filter((location) => reachOf(need, fixing, slots, location) < need.units);
  for (const location of indispensable) fixing[location] = Fixing.open;
  return indispensable.length;
}

/** Closes the locations that do not, as the only one to come, cover every need with the open ones. */
function keepHelpful(needs: readonly Need[], fixing: Uint8Array): void {
  for (const need of needs) {
    if (reachOf(need, fixing, 0) >= need.units) continue;
    const beside = reachOf({ ...need, mostLocations: need.mostLocations - 1 }, fixing, 0);
    const helpful = new Set<number>();
    for (const { location, units } of need.held) {
      if (units + beside >= need.units) helpful.add(location);
    }
    closeUndecided(fixing, (location) => !helpful.has(location));
  }
}

function closeUndecided(fixing: Uint8Array, isToBeClosed: (location: number) => boolean): void {
  fixing.forEach((fixed, location) => {
    if (fixed === Fixing.undecided && isToBeClosed(location)) fixing[location] = Fixing.closed;
  });
}
