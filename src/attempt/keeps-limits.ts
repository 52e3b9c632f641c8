import type { LocationCode } from '../domain/ids.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { allocationProblemOf } from '../formulation/allocation-problem.ts';
import type { Cell, Package, Source, Sourcing } from '../formulation/sources.ts';
import type { AllocationProblem } from '../program/allocation-problem.ts';
import type { Engine } from '../solver/engine.ts';

/**
 * The stock of a location as if all of it were there now; null where lines of one product may take
 * different dates of it, so that it is not one source.
 *
 * @param cells those of one location
 */
function pooled(cells: readonly Cell[]): Cell[] | null {
  const { location } = cells[0]!.source.package;
  const here: Package = { location, day: null, waitDays: 0 };
  const taken = new Map<string, { units: number; takers: Map<Source, Set<Cell['line']>> }>();
  for (const { line, source } of cells) {
    const pool = taken.get(source.productCode) ?? { units: 0, takers: new Map() };
    taken.set(source.productCode, pool);
    const takers = pool.takers.get(source);
    if (takers !== undefined) takers.add(line);
    else {
      pool.takers.set(source, new Set([line]));
      pool.units += source.available;
    }
  }
  const found: Cell[] = [];
  for (const [, { units, takers }] of taken) {
    const [first, ...others] = [...takers.values()];
    if (others.some((lines) => lines.size !== first!.size || [...lines].some((line) => !first!.has(line)))) {
      return null;
    }
    const { productCode } = takers.keys().next().value!;
    const source: Source = { productCode, package: here, available: units, unitCost: 0, lots: [] };
    for (const line of first!) found.push({ line, source });
  }
  return found.sort((a, b) => a.line.lineId - b.line.lineId);
}

/** The sourcing with one package a location. */
function byLocation({ lines, cells }: Sourcing): Sourcing | null {
  const byCode = new Map<LocationCode, Cell[]>();
  for (const cell of cells) {
    const { locationCode } = cell.source.package.location;
    const known = byCode.get(locationCode);
    if (known === undefined) byCode.set(locationCode, [cell]);
    else known.push(cell);
  }
  const all: Cell[] = [];
  for (const here of byCode.values()) {
    const found = pooled(here);
    if (found === null) return null;
    all.push(...found);
  }
  const packages = [...new Set(all.map(({ source }) => source.package))];
  const sources = [...new Set(all.map(({ source }) => source))];
  const lineAt = new Map(lines.map((line, position) => [line, position]));
  const sourceAt = new Map(sources.map((source, position) => [source, position]));
  const packageAt = new Map(packages.map((item, position) => [item, position]));
  return {
    lines,
    packages,
    cells: all,
    sources,
    cellLine: Int32Array.from(all, ({ line }) => lineAt.get(line)!),
    cellSource: Int32Array.from(all, ({ source }) => sourceAt.get(source)!),
    sourcePackage: Int32Array.from(sources, (source) => packageAt.get(source.package)!),
  };
}

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
