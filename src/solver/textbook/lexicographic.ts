import { boundMeets, levelValue, worstEqualValue } from '../../program/level-value.ts';
import type { LinearSystem } from '../../program/linear-system.ts';
import { findViolation, withRow } from '../../program/linear-system.ts';
import type { ObjectiveLevel, Program } from '../../program/program.ts';
import type { Engine } from '../engine.ts';
import type { Outcome, Termination } from '../outcome.ts';
import { DEFAULT_PARAMETERS, type SolveParameters } from '../parameters.ts';
import { type ExactAnswer, solveExactly } from './exact-mip.ts';
import type { MipSolver } from './mip.ts';
import { findIndicators } from './reduce/indicators.ts';
import type { ObjectiveRange } from './reduce/objective-range.ts';
import { objectiveRange } from './reduce/objective-range.ts';
import { type ColumnBounds, Propagation } from './reduce/propagation.ts';
import { breakTies } from './tie-break.ts';
import { CountingMip, type Usage } from './usage.ts';
import { levelBoundsOf, type WeightedSum, weightedSumOf } from './weighted-sum.ts';

/** How the levels of an objective are solved. */
export interface LexicographicOptions {
  /**
   * Whether consecutive levels become one weighted sum, where that is exact. `auto`, the default, does so for levels
   * that cost quantities only: a sum with costs on indicators takes longer than its levels one by one (see the README).
   */
  readonly weightedSums?: 'auto' | 'always' | 'never';
  /** Says why these engines were asked, from the questions that they were asked. */
  readonly reason?: (usage: Usage) => string;
  /** @defaultValue every parameter at its default */
  readonly parameters?: SolveParameters;
}

/**
 * Makes an engine for lexicographic objectives out of a solver for one linear objective.
 *
 * Levels are solved as weighted sums or one after another. Each solved level becomes a row, so that the later levels
 * choose among the points that are best in it. Where bounds prove the value of a level, no solver is asked.
 *
 * @param load returns the solver; it is called once, before the first solve
 */
export function lexicographic(
  name: string,
  load: () => MipSolver | Promise<MipSolver>,
  options: LexicographicOptions = {},
): Engine {
  let loaded: Promise<MipSolver> | null = null;
  return {
    name,
    async solve(program, limits) {
      try {
        loaded ??= Promise.resolve(load());
        return new LexicographicSolve(await loaded, program, limits, options).run();
      } catch (error) {
        // A solver that failed to load, or that threw, is not used again: the next solve loads a new one.
        loaded = null;
        throw error;
      }
    },
  };
}

class LexicographicSolve {
  readonly #mip: CountingMip;
  readonly #program: Program;
  readonly #options: LexicographicOptions;
  readonly #parameters: SolveParameters;
  readonly #startedAt = performance.now();
  readonly #timeLimitMs: number;
  /** What the caller has proven of each level. */
  readonly #known: Float64Array;
  readonly #levelBounds: Float64Array;
  readonly #bounds: ColumnBounds;
  readonly #indicators: Uint8Array;
  #system: LinearSystem;
  #propagation: Propagation;
  #point: Float64Array | null = null;

  constructor(
    mip: MipSolver,
    program: Program,
    { timeLimitMs, start = null, bounds }: Parameters<Engine['solve']>[1],
    options: LexicographicOptions,
  ) {
    this.#mip = new CountingMip(mip);
    this.#program = program;
    this.#options = options;
    this.#parameters = options.parameters ?? DEFAULT_PARAMETERS;
    this.#timeLimitMs = timeLimitMs;
    this.#known = bounds ?? new Float64Array(program.levels.length).fill(Number.NEGATIVE_INFINITY);
    this.#levelBounds = this.#known.slice();
    if (start !== null && findViolation(program, start) === null) this.#point = start;
    this.#bounds = { lower: program.columnLower.slice(), upper: program.columnUpper.slice() };
    this.#indicators = findIndicators(program);
    this.#system = program;
    this.#propagation = new Propagation(program, this.#parameters.visitsPerRow);
  }

  run(): Outcome {
    if (!this.#propagation.tighten(this.#bounds)) return this.#outcome('infeasible');
    const { levels } = this.#program;
    for (let level = 0; level < levels.length; ) {
      const ranges = this.#rangesFrom(level);
      const known = this.#knownBound(levels[level]!, ranges[0]!);
      if (known !== null) {
        this.#levelBounds[level] = known;
        if (this.#point !== null) this.#fix(levels[level]!);
        level += 1;
        continue;
      }
      const sum = this.#sum(levels.slice(level), ranges);
      const answer = this.#solve(sum, sum.count === 1 ? ranges[0]!.least : Number.NEGATIVE_INFINITY);
      this.#keepBounds(level, sum, ranges, answer);
      if (answer.status !== 'optimal') return this.#outcome(answer.status, answer.trouble);
      for (const one of levels.slice(level, level + sum.count)) this.#fix(one);
      level += sum.count;
    }
    return this.#breakTies();
  }

  readonly #remainingMs = (): number => this.#timeLimitMs - (performance.now() - this.#startedAt);

  /**
   * The values that each level can still take. What the caller knows of a level counts once the levels before it are fixed
   * at their optimum, so it counts for the first of them.
   */
  #rangesFrom(level: number): ObjectiveRange[] {
    const { levels } = this.#program;
    const ranges = levels.slice(level).map((one) => objectiveRange(this.#system, this.#bounds, one));
    const { least, most } = ranges[0]!;
    ranges[0] = { least: Math.min(most, Math.max(least, this.#known[level]!)), most };
    return ranges;
  }

  /** The optimum of the level where bounds alone prove it, else null. */
  #knownBound(level: ObjectiveLevel, { least, most }: ObjectiveRange): number | null {
    const { lower, upper } = this.#bounds;
    if (level.costs.every((cost, column) => cost === 0 || lower[column] === upper[column])) {
      return levelValue(level, lower);
    }
    if (level.integral && least === most) return least;
    if (this.#point === null || !boundMeets(level.integral, least, levelValue(level, this.#point)))
      return null;
    return least;
  }

  #sum(levels: readonly ObjectiveLevel[], ranges: readonly ObjectiveRange[]): WeightedSum {
    const { weightedSums = 'auto' } = this.#options;
    const withIndicators = levels.findIndex((level) =>
      level.costs.some((cost, column) => cost !== 0 && this.#indicators[column] === 1),
    );
    const most = {
      always: levels.length,
      never: 1,
      auto: withIndicators < 0 ? levels.length : withIndicators,
    }[weightedSums];
    return weightedSumOf(levels.slice(0, Math.max(1, most)), ranges, this.#mip.exactSpan);
  }

  #solve(
    { costs, integral }: Pick<WeightedSum, 'costs' | 'integral'>,
    bound = Number.NEGATIVE_INFINITY,
  ): ExactAnswer {
    const answer = solveExactly(this.#mip, {
      system: this.#system,
      propagation: this.#propagation,
      indicators: this.#indicators,
      bounds: this.#bounds,
      costs,
      integral,
      start: this.#point,
      bound,
      remainingMs: this.#remainingMs,
      parameters: this.#parameters,
    });
    this.#point = answer.point;
    return answer;
  }

  /** Records the proven bounds of the levels of a sum, and those that ranges prove for the levels after it. */
  #keepBounds(from: number, sum: WeightedSum, ranges: readonly ObjectiveRange[], answer: ExactAnswer): void {
    ranges.forEach(({ least }, at) => {
      this.#levelBounds[from + at] = Math.max(least, this.#known[from + at]!);
    });
    const levels = this.#program.levels.slice(from, from + sum.count);
    const values = answer.point && levels.map((level) => levelValue(level, answer.point!));
    if (answer.status === 'optimal') {
      values?.forEach((value, at) => {
        this.#levelBounds[from + at] = Math.min(value, sum.count === 1 ? answer.bound : value);
      });
    } else if (answer.status === 'time-limit') {
      levelBoundsOf(sum, ranges, answer.bound, values).forEach((proven, at) => {
        this.#levelBounds[from + at] = Math.max(proven, this.#known[from + at]!);
      });
    }
  }

  /** Adds a row that keeps only the points that are as good as the present one in this level. */
  #fix(level: ObjectiveLevel): void {
    const value = levelValue(level, this.#point!);
    const { lower, upper } = this.#bounds;
    if (level.costs.every((cost, column) => cost === 0 || lower[column] === upper[column])) return;
    this.#system = withRow(this.#system, {
      coefficients: level.costs,
      lower: level.integral ? value : Number.NEGATIVE_INFINITY,
      upper: worstEqualValue(level.integral, value),
    });
    this.#propagation = new Propagation(this.#system, this.#parameters.visitsPerRow);
    this.#propagation.tighten(this.#bounds);
  }

  #breakTies(): Outcome {
    if (this.#point === null) {
      // Bounds proved every level, so all feasible points are equally good.
      const answer = this.#solve({ costs: new Float64Array(this.#bounds.lower.length), integral: true });
      if (answer.status !== 'optimal') return this.#outcome(answer.status, answer.trouble);
    }
    const since = performance.now();
    const shareMs = this.#parameters.tieBreakShare * this.#remainingMs();
    const broken = breakTies(
      this.#mip,
      {
        system: this.#system,
        propagation: this.#propagation,
        indicators: this.#indicators,
        bounds: this.#bounds,
        point: this.#point!,
        parameters: this.#parameters,
      },
      this.#program.tieBreak,
      () => shareMs - (performance.now() - since),
    );
    this.#point = broken.point;
    // The levels were proven before, whatever ended the tie-break.
    return this.#outcome('optimal', broken.trouble, broken.status === 'optimal');
  }

  #outcome(termination: Termination, trouble?: string, tieBreakProven = false): Outcome {
    const { usage } = this.#mip;
    const reason = this.#options.reason?.(usage) ?? describeUsage(usage);
    return {
      termination,
      point: termination === 'infeasible' ? null : this.#point,
      tieBreakProven,
      bounds:
        termination === 'infeasible' ? this.#levelBounds.fill(Number.NEGATIVE_INFINITY) : this.#levelBounds,
      engine:
        usage.questions > 0
          ? usage.engines.join('+')
          : this.#program.columnLower.length === 0
            ? 'closed-form'
            : 'bounds',
      reason: trouble === undefined ? reason : `${reason}; ${trouble}`,
      solveMs: performance.now() - this.#startedAt,
    };
  }
}

function describeUsage({ questions, largestColumns, largestRows }: Usage): string {
  if (questions === 0) return 'bound propagation left nothing to ask';
  return `${questions} questions, the largest with ${largestColumns} columns and ${largestRows} rows`;
}
