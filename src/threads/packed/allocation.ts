import type { AllocationProblem } from '../../program/allocation-problem.ts';
import type { AllocationAnswer, Declined, Engine } from '../../solver/engine.ts';
import type { Job } from '../job.ts';
import { packSections, unpackSections } from './sections.ts';

/** The job by which the pool solves allocations; every worker has it. */
export const ALLOCATION_JOB = 'allocation';

/** Numbers that may be null, as none or one. */
const optional = (value: number | null): Float64Array =>
  value === null ? new Float64Array() : Float64Array.of(value);

/**
 * A copy of the allocation in one transferable buffer, whatever its arrays are views of.
 *
 * @throws TypeError, RangeError when it is not made of arrays or is too large for one buffer
 */
export function packAllocation(allocation: AllocationProblem): Uint8Array {
  const { weights } = allocation;
  return packSections({
    floats: [
      optional(allocation.maxFulfillingLocations),
      optional(allocation.maxSplitItemLocations),
      allocation.lineQuantity,
      allocation.packageWaitDays,
      allocation.packageCost,
      allocation.sourceAvailable,
      allocation.sourceUnitCost,
      ...(weights === null ? [] : [weights]),
    ],
    integers: [
      Int32Array.of(Number(allocation.futureFirst)),
      allocation.lineProduct,
      allocation.lineGroup,
      allocation.packageLocation,
      allocation.sourceProduct,
      allocation.sourcePackage,
      allocation.cellLine,
      allocation.cellSource,
    ],
    texts: [allocation.mode],
    bytes: [allocation.packageIsFuture],
  });
}

/** The allocation that was packed, equal bit for bit; its arrays are views of `packed`. */
export function unpackAllocation(packed: Uint8Array): AllocationProblem {
  const { floats, integers, texts, bytes } = unpackSections(packed);
  const [fulfilling, split, lineQuantity, packageWaitDays, packageCost, ...floatsAfter] = floats;
  const [sourceAvailable, sourceUnitCost, weights] = floatsAfter;
  const [futureFirst, lineProduct, lineGroup, packageLocation, ...integersAfter] = integers;
  const [sourceProduct, sourcePackage, cellLine, cellSource] = integersAfter;
  return {
    mode: texts[0] as AllocationProblem['mode'],
    futureFirst: futureFirst![0] === 1,
    maxFulfillingLocations: fulfilling![0] ?? null,
    maxSplitItemLocations: split![0] ?? null,
    weights: weights ?? null,
    lineQuantity: lineQuantity!,
    lineProduct: lineProduct!,
    lineGroup: lineGroup!,
    packageLocation: packageLocation!,
    packageWaitDays: packageWaitDays!,
    packageIsFuture: bytes[0]!,
    packageCost: packageCost!,
    sourceProduct: sourceProduct!,
    sourcePackage: sourcePackage!,
    sourceAvailable: sourceAvailable!,
    sourceUnitCost: sourceUnitCost!,
    cellLine: cellLine!,
    cellSource: cellSource!,
  };
}

/** A copy of the answer in one transferable buffer. */
export function packAllocationAnswer(answer: AllocationAnswer | Declined): Uint8Array {
  if ('declined' in answer) {
    return packSections({ floats: [], integers: [], texts: [answer.declined], bytes: [] });
  }
  const { status, units, bounds, method } = answer;
  const floats = [bounds, ...(units === null ? [] : [units])];
  return packSections({ floats, integers: [], texts: [status, method], bytes: [] });
}

/** The answer that was packed, equal bit for bit; its arrays are views of `packed`. */
export function unpackAllocationAnswer(packed: Uint8Array): AllocationAnswer | Declined {
  const { floats, texts } = unpackSections(packed);
  const [bounds, units] = floats;
  if (bounds === undefined) return { declined: texts[0]! };
  return {
    status: texts[0] as AllocationAnswer['status'],
    units: units ?? null,
    bounds,
    method: texts[1] as AllocationAnswer['method'],
  };
}

/** Solves packed allocations with `engine`; one that only knows rows declines them all. */
export function allocationJob(engine: Engine): Job {
  return async ({ body }, { timeLimitMs }) => {
    const answer = (await engine.solveAllocation?.(unpackAllocation(body[0]!), { timeLimitMs })) ?? {
      declined: `${engine.name} only knows rows`,
    };
    return { head: {}, body: packAllocationAnswer(answer) };
  };
}
