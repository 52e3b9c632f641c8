import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import { classesByProduct, type LineClass } from './merge-lines.ts';

/** Classes are merged where each of them may take from at least this part of what they may take from together. */
const LEAST_SHARE = 0.75;

/**
 * The line classes as demands of a bound. Classes of one product compete for its stock, which demands that are bounded
 * apart would each count whole. Where they may take from nearly the same sources they are one demand, which may take
 * from all of these.
 *
 * A plan of the classes is one of the merged demand, at the same cost in every level and from as many places at most as
 * its lines may use together, so what bounds the merged one bounds the classes. So it does whatever is merged; classes
 * that differ much are not, because what tells them apart would be lost.
 */
export function mergedDemands(problem: AllocationProblem, classes: readonly LineClass[]): LineClass[] {
  const merged = classesByProduct(problem, classes).flatMap((each) => {
    if (each.length === 1) return each;
    const sources = [...new Set(each.flatMap((one) => one.sources))].sort((a, b) => a - b);
    const supply = sources.reduce((sum, source) => sum + problem.sourceAvailable[source]!, 0);
    if (each.some((one) => one.supply < LEAST_SHARE * supply)) return each;
    const lines = each.flatMap((one) => one.lines).sort((a, b) => a - b);
    return { lines, sources, supply, wanted: each.reduce((sum, { wanted }) => sum + wanted, 0) };
  });
  return merged.sort((a, b) => a.lines[0]! - b.lines[0]!);
}
