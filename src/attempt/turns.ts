import type { Solved } from '../decision/solved.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { allocationProblemOf } from '../formulation/allocation-problem.ts';
import { type Formulation, formulate } from '../formulation/formulate.ts';
import { pointOfUnits } from '../formulation/point-of-units.ts';
import type { Sourcing } from '../formulation/sources.ts';
import type { AllocationProblem } from '../program/allocation-problem.ts';
import { compareLevels, levelsOfPlan, type PlanLevels } from '../program/plan-levels.ts';
import type { ObjectiveLevel } from '../program/program.ts';
import type { Engine } from '../solver/engine.ts';
import { solvedByStructure } from './solved-by-structure.ts';

/** A bound that comes from another's arithmetic is taken for less by this part of its size. */
const ROUNDING = 1e-9;

/** The best plan that any turn has found, and who found it. */
interface Incumbent {
  /** Units of each cell. */
  readonly units: Float64Array;
  readonly levels: PlanLevels;
  readonly by: Solved;
}

/** What one turn ended with: what settles the attempt, or null where nothing is proven yet. */
export type TurnEnd = Solved | null;

/**
 * One attempt that the structured search and an engine solve in turns. Whatever a turn finds stays: the next one starts
 * from the best plan so far, and no bound that was proven is given up. So more turns never end with a worse plan.
 */
export class Turns {
  readonly #problem: AllocationProblem;
  readonly #snapshot: Snapshot;
  readonly #sourcing: Sourcing;
  readonly #engine: Engine;
  readonly #startedAt = performance.now();
  #formulation: Formulation | null = null;
  #incumbent: Incumbent | null = null;
  #bounds: Float64Array | null = null;
  /** The last turn's end, for the attempt that nobody settled. */
  #last: Solved | null = null;
  #declined: string | null = null;

  constructor(snapshot: Snapshot, sourcing: Sourcing, engine: Engine) {
    this.#snapshot = snapshot;
    this.#sourcing = sourcing;
    this.#engine = engine;
    this.#problem = allocationProblemOf(snapshot, sourcing);
  }

  /** Why the search does not solve this attempt, however much time it gets; null where it may. */
  get declined(): string | null {
    return this.#declined;
  }

  /** Whether some turn has found a plan that releases something: one that releases nothing is a hold, to be proven. */
  get hasAnswer(): boolean {
    return this.#incumbent?.units.some((given) => given > 0) ?? false;
  }

  /** Lets the structured search solve the attempt. @throws EngineError as `Engine` does */
  async search(timeLimitMs: number): Promise<TurnEnd> {
    const answer = await this.#engine.solveAllocation!(this.#problem, { timeLimitMs });
    if ('declined' in answer && answer.declined !== undefined) this.#declined = answer.declined;
    if (!('status' in answer)) return null;
    const solved = solvedByStructure(answer, this.#startedAt);
    return answer.status === 'stopped' ? this.#keep(solved) : solved;
  }

  /** Lets the engine solve the textbook program, from what is known. @throws EngineError as `Engine` does */
  async ask(timeLimitMs: number): Promise<TurnEnd> {
    this.#formulation ??= formulate(this.#snapshot, this.#sourcing);
    const { program, levelOffsets, columns } = this.#formulation;
    const start = this.#incumbent && pointOfUnits(columns, this.#incumbent.units, program.columnLower.length);
    const known = this.#bounds?.map((bound, level) =>
      inLevelUnits(bound - levelOffsets[level]!, program.levels[level]!),
    );
    const { point, bounds, ...rest } = await this.#engine.solve(program, {
      timeLimitMs,
      start,
      ...(known !== undefined && { bounds: known }),
    });
    const solved = {
      ...rest,
      units: point?.slice(0, this.#sourcing.cells.length) ?? null,
      bounds: bounds.map((bound, tier) => bound / program.levels[tier]!.scale + levelOffsets[tier]!),
      solveMs: performance.now() - this.#startedAt,
    };
    const isProven = rest.termination === 'optimal' || rest.termination === 'infeasible';
    return isProven ? solved : this.#keep(solved);
  }

  /** The best plan and the best bounds of all turns, of which none settled the attempt. */
  best(): Solved {
    const last = this.#last!;
    return {
      ...(this.#incumbent?.by ?? last),
      termination: last.termination === 'numerical' && this.#incumbent === null ? 'numerical' : 'time-limit',
      tieBreakProven: false,
      bounds: this.#bounds ?? last.bounds,
      solveMs: performance.now() - this.#startedAt,
    };
  }

  #keep(solved: Solved): null {
    this.#last = solved;
    const { units, bounds } = solved;
    if (bounds.length > 0) {
      this.#bounds = bounds.map((bound, level) =>
        Math.max(bound, this.#bounds?.[level] ?? Number.NEGATIVE_INFINITY),
      );
    }
    if (units === null) return null;
    const levels = levelsOfPlan(this.#problem, units);
    if (this.#incumbent === null || compareLevels(levels, this.#incumbent.levels) < 0) {
      this.#incumbent = { units, levels, by: solved };
    }
    return null;
  }
}

/** A bound in the unit of a level of the program; of integers the next one up. */
function inLevelUnits(bound: number, { scale, integral }: ObjectiveLevel): number {
  const scaled = bound * scale;
  const proven = scaled - ROUNDING * Math.max(1, Math.abs(scaled));
  return integral ? Math.ceil(proven) : proven;
}
