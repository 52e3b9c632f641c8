import { foldOf } from '../fold.ts';
import type { Incumbent } from '../incumbent.ts';
import { Split } from './split.ts';

/** How many times the largest gain of an item in a later objective the least gain in the earlier ones counts. */
const WEIGHT = 4;

/** A bound of an objective behind the first that is not proven. */
export interface LaterBound {
  readonly at: number;
  /** What no choice exceeds of the objective and `weight` times the fold of those up to the first unproven one together. */
  readonly sum: number;
  readonly weight: number;
  /** How many objectives the fold holds. */
  readonly count: number;
}

/**
 * A choice that is best in the objectives up to the first unproven one has at least as much of their fold as the incumbent.
 * So what no choice exceeds of both together, less what the incumbent has of the fold, bounds the later objective.
 *
 * @returns null where the earlier objectives cannot be folded exactly
 */
export function laterBound(
  { packing, objectives, proven }: Incumbent,
  at: number,
  cells: number,
  passes: number,
  isLate: () => boolean,
): LaterBound | null {
  const before = objectives.slice(0, proven + 1);
  const fold = foldOf(before);
  if (fold.count < before.length || before.some(({ integral }) => !integral)) return null;
  const own = objectives[at]!.profit;
  const largest = own.reduce((most, each) => Math.max(most, each), 0);
  const least = fold.profit.reduce(
    (most, each) => (each > 0 && each < most ? each : most),
    Number.POSITIVE_INFINITY,
  );
  if (largest === 0 || least === Number.POSITIVE_INFINITY) return null;
  // A power of two, so that the products are exact.
  const weight = 2 ** Math.ceil(Math.log2((WEIGHT * largest) / least));
  const split = new Split(
    packing,
    own.map((each, item) => each + weight * fold.profit[item]!),
    cells,
  );
  for (let pass = 0; pass < passes && !isLate(); pass++) split.pass();
  return { at, sum: split.bound(), weight, count: fold.count };
}

/** Takes over what a later bound says of an incumbent, perhaps a better one than it was computed for. */
export function applyLaterBound(incumbent: Incumbent, { at, sum, weight, count }: LaterBound): void {
  if (incumbent.proven < count - 1) return;
  const fold = foldOf(incumbent.objectives.slice(0, count));
  let value = 0;
  for (let item = 0; item < incumbent.choice.length; item++) {
    if (incumbent.choice[item] === 1) value += fold.profit[item]!;
  }
  incumbent.lower(at, sum - weight * value);
}
