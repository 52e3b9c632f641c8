import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { AllocationAnswer } from '../../../outcome.ts';
import type { Budget } from '../../search/budget.ts';
import { solveByCost } from '../../search/solve-covering.ts';
import { infeasible } from '../infeasible.ts';
import { independentParts } from '../reductions/independent-parts.ts';
import { classesByProduct, type LineClass } from '../reductions/merge-lines.ts';
import { type Prices, pricesOf } from '../weighted-prices.ts';
import { MOST_CLASSES } from './class-flow.ts';
import { missedClasses } from './cover-rows.ts';
import { firstFlow } from './first-flow.ts';
import { type SharedProduct, sharedProduct } from './optimal-face.ts';
import { layOutPriced, type PricedProduct, pricedProduct } from './priced-covering.ts';

/**
 * Solves an attempt with the caller's weights, where lines of one product may take from different sources: which
 * packages to open by a covering of each independent part, see {@link layOutPriced}, and then the first of the cheapest
 * flows from the open packages.
 *
 * @returns null for what it does not cover: release by line; lines kept together in a partial release; and more classes
 *   than {@link MOST_CLASSES}
 */
export function solveWeightedShared(
  problem: AllocationProblem,
  classes: readonly LineClass[],
  weights: Float64Array,
  budget: Budget,
): AllocationAnswer | null {
  const { mode, lineGroup, sourcePackage } = problem;
  const mayLeave = mode === 'quantity';
  if (mode === 'line' || (mayLeave && lineGroup.some((group) => group >= 0))) return null;
  const byProduct = classesByProduct(problem, classes);
  if (byProduct.some((each) => each.length > MOST_CLASSES)) return null;
  const prices = pricesOf(problem, weights);
  const products = byProduct.map((each) => pricedProduct(problem, sharedProduct(each), prices, mayLeave));
  if (products.some(({ block }) => missedClasses(block, () => true) !== 0)) return infeasible('closed form');

  const open = new Set<number>();
  prices.opening.forEach((price, item) => {
    if (price === 0) open.add(item);
  });
  const parts = independentParts(
    products.map(({ product }) =>
      product.sources.map((source) => sourcePackage[source]!).filter((item) => !open.has(item)),
    ),
  );
  let bound = 0;
  let proven = true;
  let tieBreakProven = true;
  for (const part of parts) {
    const members = part.map((at) => products[at]!);
    const { covering, packages } = layOutPriced(
      problem,
      members,
      prices,
      budget.parameters.enumeratedClasses,
    );
    const answer = solveByCost(covering, budget);
    if (answer === null) throw new Error('demands within their supply cannot be covered');
    packages.forEach((item, candidate) => {
      if (answer.chosen[candidate] === 1) open.add(item);
    });
    bound += answer.costBound;
    proven &&= answer.costBound >= answer.cost;
    tieBreakProven &&= answer.complete;
  }
  return {
    status: proven ? 'optimal' : 'stopped',
    tieBreakProven,
    units: unitsFrom(problem, products, open, prices),
    bounds: Float64Array.of(bound / prices.scale),
    method: 'search',
  };
}

/**
 * The first of the cheapest flows from open packages. Leaving units behind is one more source, the last one of all, so
 * that a unit that costs the same as leaving it is taken where the order of the tie-break wants it.
 */
function unitsFrom(
  problem: AllocationProblem,
  products: readonly PricedProduct[],
  open: ReadonlySet<number>,
  prices: Prices,
): Float64Array {
  const { cellLine, cellSource, sourcePackage, sourceAvailable, lineQuantity } = problem;
  const lines = lineQuantity.length;
  const cells = new Map<number, number>();
  for (const [cell, source] of cellSource.entries()) cells.set(source * lines + cellLine[cell]!, cell);
  const wanted = lineQuantity.reduce((sum, quantity) => sum + quantity, 0);
  const available = Float64Array.of(...sourceAvailable, wanted);
  const units = new Float64Array(cellLine.length + lines);
  for (const { product, leaving } of products) {
    const usable = product.sources.filter((source) => open.has(sourcePackage[source]!));
    const sources = leaving === null ? usable : [...usable, leaving];
    firstFlow(
      available,
      {
        lines: linesOf(product),
        wants: lineQuantity,
        sources,
        price: sources.map((source) => (source === leaving ? prices.unfilled : prices.unit[source]!)),
        cellOf: (line, source) =>
          source === leaving ? cellLine.length + line : (cells.get(source * lines + line) ?? -1),
      },
      units,
    );
  }
  return units.slice(0, cellLine.length);
}

const linesOf = ({ classes }: SharedProduct) => classes.flatMap((each) => each.lines).sort((a, b) => a - b);
