import type { Solved } from '../decision/solved.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { allocationProblemOf } from '../formulation/allocation-problem.ts';
import { type Formulation, formulate } from '../formulation/formulate.ts';
import { pointOfUnits } from '../formulation/point-of-units.ts';
import type { Sourcing } from '../formulation/sources.ts';
import type { AllocationProblem } from '../program/allocation-problem.ts';
import { betterNothing, isNothing } from '../program/nothing-released.ts';
import { compareLevels, levelsOfPlan, type PlanLevels } from '../program/plan-levels.ts';
import type { ObjectiveLevel } from '../program/program.ts';
import { type Engine, EngineError } from '../solver/engine.ts';
import type { AllocationAnswer, Declined, Termination } from '../solver/outcome.ts';
import type { Course } from './reason.ts';
import { solvedByStructure } from './solved-by-structure.ts';

/** What an engine gets at least where writing the program took the time. */
const LEAST_MS = 1;

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
  #searchFailure: string | null = null;
  #engineEnd: Termination | null = null;

  constructor(snapshot: Snapshot, sourcing: Sourcing, engine: Engine) {
    this.#snapshot = snapshot;
    this.#sourcing = sourcing;
    this.#engine = engine;
    this.#problem = allocationProblemOf(snapshot, sourcing);
  }

  /** How many cells the attempt has, by which an engine's reading is long. */
  get cells(): number {
    return this.#sourcing.cells.length;
  }

  /** Whether the search does not solve this attempt, however much time it gets: it declined it, or broke. */
  get isSearchOver(): boolean {
    return this.#declined !== null || this.#searchFailure !== null;
  }

  /** What the turns so far ran into. */
  get course(): Course {
    return { declined: this.#declined, searchFailure: this.#searchFailure, engineEnd: this.#engineEnd };
  }

  /** Whether some turn has found a plan that releases something: one that releases nothing is a hold, to be proven. */
  get hasAnswer(): boolean {
    return this.#incumbent !== null && !isNothing(this.#incumbent.units);
  }

  /**
   * Lets the structured search solve the attempt. Where it breaks, an engine can still answer: the failure is kept and
   * the search is over.
   *
   * @throws EngineError as `Engine` does
   */
  async search(timeLimitMs: number): Promise<TurnEnd> {
    let answer: AllocationAnswer | Declined;
    try {
      answer = await this.#engine.solveAllocation!(this.#problem, { timeLimitMs });
    } catch (error) {
      if (error instanceof EngineError) throw error;
      this.#searchFailure = error instanceof Error ? error.message : String(error);
      return null;
    }
    if ('declined' in answer && answer.declined !== undefined) this.#declined = answer.declined;
    if (!('status' in answer)) return null;
    const solved = solvedByStructure(answer, this.#startedAt);
    return answer.status === 'stopped' ? this.#keep(solved) : solved;
  }

  /** Lets the engine solve the textbook program, from what is known. @throws EngineError as `Engine` does */
  async ask(timeLimitMs: number): Promise<TurnEnd> {
    const askedAt = performance.now();
    this.#formulation ??= formulate(this.#snapshot, this.#sourcing);
    const { program, levelOffsets, columns } = this.#formulation;
    const start = this.#incumbent && pointOfUnits(columns, this.#incumbent.units, program.columnLower.length);
    const known = this.#bounds?.map((bound, level) =>
      inLevelUnits(bound - levelOffsets[level]!, program.levels[level]!),
    );
    const { point, bounds, ...rest } = await this.#engine.solve(program, {
      timeLimitMs: Math.max(LEAST_MS, timeLimitMs - (performance.now() - askedAt)),
      start,
      ...(known !== undefined && { bounds: known }),
    });
    const solved = {
      ...rest,
      units: point?.slice(0, this.#sourcing.cells.length) ?? null,
      bounds: bounds.map((bound, tier) => bound / program.levels[tier]!.scale + levelOffsets[tier]!),
      solveMs: performance.now() - this.#startedAt,
    };
    this.#engineEnd = rest.termination;
    const isProven = rest.termination === 'optimal' || rest.termination === 'infeasible';
    return isProven ? solved : this.#keep(solved);
  }

  /**
   * Whether a plan is proven that need not be the first of its equals, and the search cannot say which one is.
   *
   * @param mostCells in an attempt of more cells the first is not worth an engine's time
   */
  leavesTies({ termination, tieBreakProven }: Solved, mostCells: number): boolean {
    return this.#declined !== null && termination === 'optimal' && !tieBreakProven && this.cells <= mostCells;
  }

  /** The first of the equals of a proven plan, by the engine; null where it does not prove which one that is. */
  async breakTies(proven: Solved, timeLimitMs: number): Promise<TurnEnd> {
    this.#keep(proven);
    const asked = await this.ask(timeLimitMs);
    return asked?.tieBreakProven ? asked : null;
  }

  /** The best plan and the best bounds of all turns, of which none settled the attempt. */
  best(): Solved {
    const last = this.#last!;
    return this.withFailure({
      ...(this.#incumbent?.by ?? last),
      termination: last.termination === 'numerical' && this.#incumbent === null ? 'numerical' : 'time-limit',
      tieBreakProven: false,
      bounds: this.#bounds ?? last.bounds,
      solveMs: performance.now() - this.#startedAt,
    });
  }

  /** The same answer, which says so where the search broke. */
  withFailure(solved: Solved): Solved {
    return this.#searchFailure === null ? solved : { ...solved, searchFailure: this.#searchFailure };
  }

  #keep(solved: Solved): null {
    this.#last = solved;
    const { bounds } = solved;
    if (bounds.length > 0) {
      this.#bounds = bounds.map((bound, level) =>
        Math.max(bound, this.#bounds?.[level] ?? Number.NEGATIVE_INFINITY),
      );
    }
    if (solved.units === null) return null;
    // What costs more than to leave everything where it is must not be carried out.
    const units = betterNothing(this.#problem, levelsOfPlan(this.#problem, solved.units)) ?? solved.units;
    const levels = levelsOfPlan(this.#problem, units);
    if (this.#incumbent === null || compareLevels(levels, this.#incumbent.levels) < 0) {
      this.#incumbent = { units, levels, by: { ...solved, units } };
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
