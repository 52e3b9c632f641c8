import type { AllocationProblem } from '../../src/program/allocation-problem.ts';
import type { SolveLimits } from '../../src/solver/engine.ts';
import type { Pool } from '../../src/threads/pool.ts';
import { program } from './fixtures.ts';

/** Two lines, one package, a cell each. `fault` names what is to go wrong in the faulty worker. */
export function allocation(fault = 'nothing'): AllocationProblem {
  return {
    mode: fault as AllocationProblem['mode'],
    futureFirst: false,
    maxFulfillingLocations: null,
    maxSplitItemLocations: null,
    weights: null,
    lineQuantity: Float64Array.of(5, 3),
    lineProduct: Int32Array.of(0, 1),
    lineGroup: Int32Array.of(-1, -1),
    packageLocation: Int32Array.of(0),
    packageWaitDays: Float64Array.of(0),
    packageIsFuture: Uint8Array.of(0),
    packageCost: Float64Array.of(1),
    sourceProduct: Int32Array.of(0, 1),
    sourcePackage: Int32Array.of(0, 0),
    sourceAvailable: Float64Array.of(5, 3),
    sourceUnitCost: Float64Array.of(0, 0),
    cellLine: Int32Array.of(0, 1),
    cellSource: Int32Array.of(0, 1),
  };
}

/** A way to ask the faulty worker: `fault` names what is to go wrong, anything else is answered. */
interface Kind {
  readonly kind: string;
  readonly ask: (pool: Pool, fault: string, limits: SolveLimits) => Promise<unknown>;
  /** The answer where nothing goes wrong. */
  readonly answer: object;
  /** How messages call what threw. */
  readonly who: string;
}

/** Everything that a pool can be asked. */
export const KINDS: readonly Kind[] = [
  {
    kind: 'a program',
    ask: (pool, fault, limits) => pool.solve(program(fault), limits),
    answer: { termination: 'optimal', point: Float64Array.of(3, 0) },
    who: 'the engine',
  },
  {
    kind: 'an allocation',
    ask: (pool, fault, limits) => pool.solveAllocation(allocation(fault), limits),
    answer: { status: 'optimal', units: Float64Array.of(5, 3) },
    who: 'the engine',
  },
  {
    kind: 'a job',
    ask: (pool, fault, limits) =>
      pool.runJob('echo', { head: { fault }, body: [Uint8Array.of(1, 2, 3)] }, limits),
    answer: { body: Uint8Array.of(1, 2, 3) },
    who: 'the job "echo"',
  },
];
