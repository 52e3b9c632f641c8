import type { Solved } from '../decision/solved.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { allocationProblemOf } from '../formulation/allocation-problem.ts';
import { formulate } from '../formulation/formulate.ts';
import type { Sourcing } from '../formulation/sources.ts';
import type { Engine } from '../solver/engine.ts';
import type { AllocationAnswer } from '../solver/outcome.ts';

const METHODS = {
  'closed form': {
    engine: 'closed-form',
    reason: 'no tier leaves a choice of packages',
    infeasible: 'a line wants more units than all its sources hold',
  },
  search: {
    engine: 'structured-search',
    reason: 'only which packages to open had to be searched',
    infeasible: 'no locations within the limit hold enough',
  },
} as const;

/** What the structured search answered, in the decision's terms. */
export function solvedByStructure(
  { status, units, bounds, method, tieBreakProven }: AllocationAnswer,
  startedAt: number,
): Solved {
  const { engine, reason, infeasible } = METHODS[method];
  return {
    termination: status === 'stopped' ? 'time-limit' : status,
    units,
    tieBreakProven,
    bounds,
    engine,
    reason: status === 'infeasible' ? infeasible : reason,
    solveMs: performance.now() - startedAt,
  };
}

/** Asks an engine the textbook program: its tiers in the caller's units, its point as units of cells. */
async function solveTextbook(
  snapshot: Snapshot,
  sourcing: Sourcing,
  engine: Engine,
  timeLimitMs: number,
): Promise<Solved> {
  const { program, levelOffsets } = formulate(snapshot, sourcing);
  const { point, bounds, ...rest } = await engine.solve(program, { timeLimitMs });
  return {
    ...rest,
    units: point?.slice(0, sourcing.cells.length) ?? null,
    bounds: bounds.map((bound, tier) => bound / program.levels[tier]!.scale + levelOffsets[tier]!),
  };
}

/**
 * Answers one attempt: by its structure where that covers it, else, or where the search stalls, by an engine on
 * the textbook program. The reason says which, and why.
 *
 * @throws EngineError when no engine could be asked
 */
export async function solveAttempt(
  snapshot: Snapshot,
  sourcing: Sourcing,
  engine: Engine,
  timeLimitMs: number,
): Promise<Solved> {
  if (engine.solveAllocation === undefined) return solveTextbook(snapshot, sourcing, engine, timeLimitMs);
  const startedAt = performance.now();
  const answer = await engine.solveAllocation(allocationProblemOf(snapshot, sourcing), { timeLimitMs });
  const left = Math.max(1, timeLimitMs - (performance.now() - startedAt));
  if ('declined' in answer) {
    const declinedMs = performance.now() - startedAt;
    const solved = await solveTextbook(snapshot, sourcing, engine, left);
    return {
      ...solved,
      reason: `${answer.declined}; ${solved.reason}`,
      solveMs: declinedMs + solved.solveMs,
    };
  }
  const found = solvedByStructure(answer, startedAt);
  if (answer.status !== 'stopped') return found;
  const solved = await solveTextbook(snapshot, sourcing, engine, left);
  const isProven = solved.termination === 'optimal' || solved.termination === 'infeasible';
  // A plan that nothing is proven of is more than none.
  if (!isProven && (found.units !== null || solved.units === null))
    return { ...found, reason: `${found.reason}; it stalled, and ${solved.engine} proved nothing` };
  return {
    ...solved,
    reason: `the search stalled; ${solved.reason}`,
    solveMs: found.solveMs + solved.solveMs,
  };
}
