import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import { classesByProduct, type LineClass } from '../reductions/merge-lines.ts';
import { releasedUnits } from '../reductions/released-units.ts';
import { MOST_CLASSES } from './class-flow.ts';
import { type OptimalFace, optimalFace, type SharedProduct, sharedProduct } from './optimal-face.ts';

/** One product, and what levels 1 to 3 leave to choose for it. */
interface ProductFace {
  readonly product: SharedProduct;
  readonly face: OptimalFace;
}

/** What levels 1 to 3 leave to choose. */
export interface Release {
  readonly products: readonly ProductFace[];
  /** The most units that each line may get. */
  readonly released: Float64Array;
}

const wantsOf = (classes: readonly LineClass[], released: Float64Array) =>
  Float64Array.from(classes, ({ lines }) => lines.reduce((sum, line) => sum + released[line]!, 0));

/** The most releases that are searched where several are equal in levels 1 to 3. */
const MOST_RELEASES = 8;

/**
 * Solves levels 1 to 3 where lines of one product may take from different sources.
 *
 * A product that is short in a release by line releases one of the sets of lines with the most units that a flow can
 * serve. Products share no stock, so each takes a set that is best in levels 1 to 3 of its own; what is equal there, the
 * later levels decide.
 *
 * @param enumeratedLines the most lines of a product whose subsets are tried
 * @returns every release that is best; `infeasible` where a full release lacks supply; null where a short product has
 *   lines that are kept together, so that they compete with others, or too many lines or equal sets of them; and where
 *   a product has more classes than {@link MOST_CLASSES}
 */
export function bestReleases(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  enumeratedLines: number,
): Release[] | 'infeasible' | null {
  const byProduct = classesByProduct(problem, classes);
  if (byProduct.some((each) => each.length > MOST_CLASSES)) return null;
  const alone = byProduct.filter((each) => each.length === 1).flat();
  const released = releasedUnits(problem, alone, enumeratedLines);
  if (released === null || released === 'infeasible') return released;
  let releases: Release[] = [{ products: [], released }];
  for (const each of byProduct) {
    const product = sharedProduct(each);
    const face = optimalFace(problem, product, wantsOf(each, released));
    let choices: Choice[] = [{ face, stays: [] }];
    if (face.unfilled > 0) {
      if (problem.mode === 'none') return 'infeasible';
      const lines = each.flatMap((one) => one.lines);
      if (lines.some((line) => problem.lineGroup[line]! >= 0)) return null;
      if (problem.mode === 'line') {
        if (lines.length > enumeratedLines) return null;
        choices = fullestChoices(problem, product, released);
      }
    }
    if (releases.length * choices.length > MOST_RELEASES) return null;
    releases = releases.flatMap((release) => choices.map((choice) => extended(release, product, choice)));
  }
  return releases;
}

/** One way to release a product, and the lines that stay in it. */
interface Choice {
  readonly face: OptimalFace;
  readonly stays: readonly number[];
}

function extended({ products, released }: Release, product: SharedProduct, { face, stays }: Choice): Release {
  const units = Float64Array.from(released);
  for (const line of stays) units[line] = 0;
  return { products: [...products, { product, face }], released: units };
}

/** The sets of lines that are best in levels 1 to 3: the most units that a flow serves whole, then by {@link countedOf}. */
function fullestChoices(
  problem: AllocationProblem,
  product: SharedProduct,
  released: Float64Array,
): Choice[] {
  const lines = product.classes.flatMap((each) => each.lines).sort((a, b) => a - b);
  let best: Choice[] = [];
  let bestLevels: readonly number[] = [Number.POSITIVE_INFINITY];
  const most = lines.map((_, at) => lines.slice(at).reduce((sum, line) => sum + released[line]!, 0));
  const choose = (at: number, units: number, stays: readonly number[]) => {
    if (units + (most[at] ?? 0) < -bestLevels[0]!) return;
    const wants = Float64Array.from(released);
    // Lines that are not decided yet want nothing: if those before them cannot be served, no set with them can.
    for (const line of [...stays, ...lines.slice(at)]) wants[line] = 0;
    const face = optimalFace(problem, product, wantsOf(product.classes, wants));
    if (face.unfilled > 0) return;
    if (at < lines.length) {
      choose(at + 1, units + released[lines[at]!]!, stays);
      choose(at + 1, units, [...stays, lines[at]!]);
      return;
    }
    const levels = [-units, ...countedOf(problem, face)];
    const order = best.length === 0 ? -1 : compareInOrder(levels, bestLevels);
    if (order < 0) [best, bestLevels] = [[], levels];
    if (order <= 0) best.push({ face, stays });
  };
  choose(0, 0, []);
  return best;
}

function compareInOrder(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((each, level) => each !== b[level]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/** Levels 2 and 3 of one product: future units (current ones under `futureFirst`) and unit-days of waiting. */
function countedOf(
  { sourcePackage, packageIsFuture, packageWaitDays, futureFirst }: AllocationProblem,
  { ranks }: OptimalFace,
): [future: number, unitDays: number] {
  let future = 0;
  let unitDays = 0;
  for (const { source, units } of ranks) {
    const item = sourcePackage[source]!;
    if ((packageIsFuture[item] === 1) !== futureFirst) future += units;
    unitDays += packageWaitDays[item]! * units;
  }
  return [future, unitDays];
}

/** Levels 1 to 3: unfilled units, future units (current ones under `futureFirst`), unit-days of waiting. */
export function unitLevelsOf(problem: AllocationProblem, { products, released }: Release): Float64Array {
  let unfilled = 0;
  let future = 0;
  let unitDays = 0;
  problem.lineQuantity.forEach((quantity, line) => {
    unfilled += quantity - released[line]!;
  });
  for (const { face } of products) {
    const [units, days] = countedOf(problem, face);
    unfilled += face.unfilled;
    future += units;
    unitDays += days;
  }
  return Float64Array.of(unfilled, future, unitDays);
}
