import type { Snapshot } from '../domain/snapshot.ts';
import { allocationProblemOf } from '../formulation/allocation-problem.ts';
import type { Sourcing } from '../formulation/sources.ts';
import type { AllocationProblem } from '../program/allocation-problem.ts';
import type { Engine } from '../solver/engine.ts';
import { byLocation } from './by-location.ts';

/** Every unit costs nothing and comes now: what is left to count are packages. */
const feasibilityOnly = (problem: AllocationProblem): AllocationProblem => ({
  ...problem,
  futureFirst: false,
  packageIsFuture: new Uint8Array(problem.packageIsFuture.length),
  packageWaitDays: new Float64Array(problem.packageWaitDays.length),
  packageCost: new Float64Array(problem.packageCost.length),
  sourceUnitCost: new Float64Array(problem.sourceUnitCost.length),
});

/** Whether it matters which units come on the same day. */
const countsPackages = ({ settings, shipment }: Snapshot): boolean =>
  settings.maxChildShipments !== null || shipment.itemDependencies.some(({ ship }) => ship === 'together');

/**
 * Whether a full release keeps every limit, asked of the structured search. Where only locations are limited, a location
 * is one package, for which day its units come does not matter; and the fewest packages are the fewest locations.
 *
 * @returns null where that was not proven
 */
export async function keepsLimits(
  snapshot: Snapshot,
  sourcing: Sourcing,
  engine: Engine,
  timeLimitMs: number,
): Promise<boolean | null> {
  if (engine.solveAllocation === undefined) return null;
  const locations = countsPackages(snapshot) ? null : byLocation(sourcing);
  const asked = feasibilityOnly(allocationProblemOf(snapshot, locations ?? sourcing));
  const most = locations === null ? null : asked.maxFulfillingLocations;
  const problem = locations === null ? asked : { ...asked, maxFulfillingLocations: null };
  const answer = await engine.solveAllocation(problem, { timeLimitMs });
  if ('declined' in answer) return null;
  if (answer.status === 'infeasible') return false;
  if (most === null) return answer.units === null ? null : true;
  if (answer.units !== null && usedPackages(locations!, answer.units) <= most) return true;
  const bound = answer.bounds[FEWEST_CHILDREN];
  return bound !== undefined && bound > most ? false : null;
}

/** The level of the objective that counts packages, by position. */
const FEWEST_CHILDREN = 3;

function usedPackages({ cells }: Sourcing, units: Float64Array): number {
  return new Set(cells.filter((_, cell) => units[cell]! > 0).map(({ source }) => source.package)).size;
}
