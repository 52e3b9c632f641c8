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

/**
 * Solves levels 1 to 3 where lines of one product may take from different sources.
 *
 * @param enumeratedLines the most lines of a product whose subsets are tried
 * @returns `infeasible` where a full release lacks supply; null where such a product is short and releases whole lines
 *   or lines that are kept together, so that lines compete; and where a product has more than {@link MOST_CLASSES}
 */
export function bestRelease(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  enumeratedLines: number,
): Release | 'infeasible' | null {
  const byProduct = classesByProduct(problem, classes);
  if (byProduct.some((each) => each.length > MOST_CLASSES)) return null;
  const alone = byProduct.filter((each) => each.length === 1).flat();
  const released = releasedUnits(problem, alone, enumeratedLines);
  if (released === null || released === 'infeasible') return released;
  const products: ProductFace[] = [];
  for (const each of byProduct) {
    const product = sharedProduct(each);
    const face = optimalFace(problem, product, wantsOf(each, released));
    products.push({ product, face });
    if (face.unfilled === 0) continue;
    if (problem.mode === 'none') return 'infeasible';
    const lines = each.flatMap((one) => one.lines);
    if (problem.mode === 'line' || lines.some((line) => problem.lineGroup[line]! >= 0)) return null;
  }
  return { products, released };
}

/** Levels 1 to 3: unfilled units, future units (current ones under `futureFirst`), unit-days of waiting. */
export function unitLevelsOf(problem: AllocationProblem, { products, released }: Release): Float64Array {
  const { lineQuantity, sourcePackage, packageIsFuture, packageWaitDays, futureFirst } = problem;
  let unfilled = 0;
  let future = 0;
  let unitDays = 0;
  lineQuantity.forEach((quantity, line) => {
    unfilled += quantity - released[line]!;
  });
  for (const { face } of products) {
    unfilled += face.unfilled;
    for (const { source, units } of face.ranks) {
      const item = sourcePackage[source]!;
      if ((packageIsFuture[item] === 1) !== futureFirst) future += units;
      unitDays += packageWaitDays[item]! * units;
    }
  }
  return Float64Array.of(unfilled, future, unitDays);
}
