import { boundMeets, levelValue, worstEqualValue } from '../../program/level-value.ts';
import type { LinearSystem } from '../../program/linear-system.ts';
import { withRow } from '../../program/linear-system.ts';
import type { ObjectiveLevel, Program } from '../../program/program.ts';
import type { Engine } from '../engine.ts';
import type { Outcome, Termination } from '../outcome.ts';
import { type ExactAnswer, solveExactly } from './exact-mip.ts';
import type { MipSolver } from './mip.ts';
import { findIndicators } from './reduce/indicators.ts';
import type { ObjectiveRange } from './reduce/objective-range.ts';
import { objectiveRange } from './reduce/objective-range.ts';
import { type ColumnBounds, Propagation } from './reduce/propagation.ts';
import { breakTies } from './tie-break.ts';
import { CountingMip, type Usage } from './usage.ts';
import { levelBoundsOf, type WeightedSum, weightedSumOf } from './weighted-sum.ts';

/** How levels are asked. */
export interface LexicographicOptions {
  /**
   * Consecutive levels as one weighted objective, where that is exact. `auto`, the default: levels that cost
   * quantities only, for a sum with costs on indicators takes longer than its levels one by one (see the README).
   */
  readonly weightedSums?: 'auto' | 'always' | 'never';
  /** Tells why these engines were asked, from what was asked of them. */
  readonly reason?: (usage: Usage) => string;
}

/**
 * Lifts a solver of one linear objective to an engine for levels and tie-break.
 *
 * Levels are folded or solved one after another, each then fixed as a row. What bounds settle is never asked.
 *
 * @param load gives the solver; awaited once, before the first solve
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
        return new LexicographicSolve(await loaded, program, limits.timeLimitMs, options).run();
      } catch (error) {
        // A solver that failed to load or broke is not asked again: the next solve loads a new one.
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
  readonly #startedAt = performance.now();
  readonly #timeLimitMs: number;
  readonly #levelBounds: Float64Array;
  readonly #bounds: ColumnBounds;
  readonly #indicators: Uint8Array;
  #system: LinearSystem;
  #propagation: Propagation;
  #point: Float64Array | null = null;

  constructor(mip: MipSolver, program: Program, timeLimitMs: number, options: LexicographicOptions) {
    this.#mip = new CountingMip(mip);
    this.#program = program;
    this.#options = options;
    this.#timeLimitMs = timeLimitMs;
    this.#levelBounds = new Float64Array(program.levels.length).fill(Number.NEGATIVE_INFINITY);
    this.#bounds = { lower: program.columnLower.slice(), upper: program.columnUpper.slice() };
    this.#indicators = findIndicators(program);
    this.#system = program;
    this.#propagation = new Propagation(program);
  }

  run(): Outcome {
    if (!this.#propagation.tighten(this.#bounds)) return this.#outcome('infeasible');
    const { levels } = this.#program;
    for (let level = 0; level < levels.length; ) {
      const ranges = levels.slice(level).map((one) => objectiveRange(this.#system, this.#bounds, one));
      const known = this.#knownBound(levels[level]!, ranges[0]!);
      if (known !== null) {
        this.#levelBounds[level] = known;
        if (this.#point !== null) this.#fix(levels[level]!);
        level += 1;
        continue;
      }
      const sum = this.#sum(levels.slice(level), ranges);
      const answer = this.#solve(sum);
      this.#keepBounds(level, sum, ranges, answer);
      if (answer.status !== 'optimal') return this.#outcome(answer.status, answer.trouble);
      for (const one of levels.slice(level, level + sum.count)) this.#fix(one);
      level += sum.count;
    }
    return this.#breakTies();
  }

  readonly #remainingMs = (): number => this.#timeLimitMs - (performance.now() - this.#startedAt);

  /** The level's optimum where bounds alone prove it, else null. */
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
    const switching = levels.findIndex((level) =>
      level.costs.some((cost, column) => cost !== 0 && this.#indicators[column] === 1),
    );
    const most = { always: levels.length, never: 1, auto: switching < 0 ? levels.length : switching }[
      weightedSums
    ];
    return weightedSumOf(levels.slice(0, Math.max(1, most)), ranges, this.#mip.exactSpan);
  }

  #solve({ costs, integral }: Pick<WeightedSum, 'costs' | 'integral'>): ExactAnswer {
    const answer = solveExactly(this.#mip, {
      system: this.#system,
      propagation: this.#propagation,
      indicators: this.#indicators,
      bounds: this.#bounds,
      costs,
      integral,
      start: this.#point,
      remainingMs: this.#remainingMs,
    });
    this.#point = answer.point;
    return answer;
  }

  /** Records what an answer has proven about the levels of its sum, and what ranges say about those after it. */
  #keepBounds(from: number, sum: WeightedSum, ranges: readonly ObjectiveRange[], answer: ExactAnswer): void {
    ranges.forEach(({ least }, at) => {
      this.#levelBounds[from + at] = least;
    });
    const levels = this.#program.levels.slice(from, from + sum.count);
    const values = answer.point && levels.map((level) => levelValue(level, answer.point!));
    if (answer.status === 'optimal') {
      values?.forEach((value, at) => {
        this.#levelBounds[from + at] = Math.min(value, sum.count === 1 ? answer.bound : value);
      });
    } else if (answer.status === 'time-limit') {
      const proven = levelBoundsOf(sum, ranges, answer.bound, values);
      this.#levelBounds.set(proven, from);
    }
  }

  /** From here on only points that are as good as the present one in this level count. */
  #fix(level: ObjectiveLevel): void {
    const value = levelValue(level, this.#point!);
    const { lower, upper } = this.#bounds;
    if (level.costs.every((cost, column) => cost === 0 || lower[column] === upper[column])) return;
    this.#system = withRow(this.#system, {
      coefficients: level.costs,
      lower: level.integral ? value : Number.NEGATIVE_INFINITY,
      upper: worstEqualValue(level.integral, value),
    });
    this.#propagation = new Propagation(this.#system);
    this.#propagation.tighten(this.#bounds);
  }

  #breakTies(): Outcome {
    if (this.#point === null) {
      // Every level was settled by bounds: any feasible point is as good as any other.
      const answer = this.#solve({ costs: new Float64Array(this.#bounds.lower.length), integral: true });
      if (answer.status !== 'optimal') return this.#outcome(answer.status, answer.trouble);
    }
    const broken = breakTies(
      this.#mip,
      {
        system: this.#system,
        propagation: this.#propagation,
        indicators: this.#indicators,
        bounds: this.#bounds,
        point: this.#point!,
      },
      this.#program.tieBreak,
      this.#remainingMs,
    );
    this.#point = broken.point;
    return this.#outcome(broken.status, broken.trouble);
  }

  #outcome(termination: Termination, trouble?: string): Outcome {
    const { usage } = this.#mip;
    const reason = this.#options.reason?.(usage) ?? describeUsage(usage);
    return {
      termination,
      point: termination === 'infeasible' ? null : this.#point,
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
