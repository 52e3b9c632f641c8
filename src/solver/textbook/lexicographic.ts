import type { LinearSystem } from '../../program/linear-system.ts';
import { withRow } from '../../program/linear-system.ts';
import type { Program, Tier } from '../../program/program.ts';
import { boundMeets, tierValue, worstEqualValue } from '../../program/tier-value.ts';
import type { Engine, Outcome, Termination } from '../engine.ts';
import { type ExactAnswer, solveExactly } from './exact-mip.ts';
import { type Fold, foldTiers, unfoldBound } from './fold.ts';
import type { MipSolver } from './mip.ts';
import type { ObjectiveRange } from './reduce/objective-range.ts';
import { objectiveRange } from './reduce/objective-range.ts';
import { type ColumnBounds, Propagation } from './reduce/propagation.ts';
import { findSwitches } from './reduce/switches.ts';
import { breakTies } from './tie-break.ts';
import { CountingMip, type Usage } from './usage.ts';

/** How tiers are asked. */
export interface LexicographicOptions {
  /**
   * Consecutive tiers as one weighted objective, where that is exact. `auto`, the default: tiers that cost
   * quantities only, for a fold with costs on switches takes longer than its tiers one by one (see the README).
   */
  readonly folding?: 'auto' | 'always' | 'never';
  /** Tells why these engines were asked, from what was asked of them. */
  readonly reason?: (usage: Usage) => string;
}

/**
 * Lifts a solver of one linear objective to an engine for tiers and tie-break.
 *
 * Tiers are folded or solved one after another, each then fixed as a row. What bounds settle is never asked.
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
  readonly #tierBounds: Float64Array;
  readonly #bounds: ColumnBounds;
  readonly #switches: Uint8Array;
  #system: LinearSystem;
  #propagation: Propagation;
  #point: Float64Array | null = null;

  constructor(mip: MipSolver, program: Program, timeLimitMs: number, options: LexicographicOptions) {
    this.#mip = new CountingMip(mip);
    this.#program = program;
    this.#options = options;
    this.#timeLimitMs = timeLimitMs;
    this.#tierBounds = new Float64Array(program.tiers.length).fill(Number.NEGATIVE_INFINITY);
    this.#bounds = { lower: program.columnLower.slice(), upper: program.columnUpper.slice() };
    this.#switches = findSwitches(program);
    this.#system = program;
    this.#propagation = new Propagation(program);
  }

  run(): Outcome {
    if (!this.#propagation.tighten(this.#bounds)) return this.#outcome('infeasible');
    const { tiers } = this.#program;
    for (let tier = 0; tier < tiers.length; ) {
      const ranges = tiers.slice(tier).map((one) => objectiveRange(this.#system, this.#bounds, one));
      const known = this.#knownBound(tiers[tier]!, ranges[0]!);
      if (known !== null) {
        this.#tierBounds[tier] = known;
        if (this.#point !== null) this.#fix(tiers[tier]!);
        tier += 1;
        continue;
      }
      const fold = this.#fold(tiers.slice(tier), ranges);
      const answer = this.#solve(fold);
      this.#keepBounds(tier, fold, ranges, answer);
      if (answer.status !== 'optimal') return this.#outcome(answer.status, answer.trouble);
      for (const one of tiers.slice(tier, tier + fold.count)) this.#fix(one);
      tier += fold.count;
    }
    return this.#breakTies();
  }

  readonly #remainingMs = (): number => this.#timeLimitMs - (performance.now() - this.#startedAt);

  /** The tier's optimum where bounds alone prove it, else null. */
  #knownBound(tier: Tier, { least, most }: ObjectiveRange): number | null {
    const { lower, upper } = this.#bounds;
    if (tier.costs.every((cost, column) => cost === 0 || lower[column] === upper[column])) {
      return tierValue(tier, lower);
    }
    if (tier.integral && least === most) return least;
    if (this.#point === null || !boundMeets(tier.integral, least, tierValue(tier, this.#point))) return null;
    return least;
  }

  #fold(tiers: readonly Tier[], ranges: readonly ObjectiveRange[]): Fold {
    const { folding = 'auto' } = this.#options;
    const switching = tiers.findIndex((tier) =>
      tier.costs.some((cost, column) => cost !== 0 && this.#switches[column] === 1),
    );
    const most = { always: tiers.length, never: 1, auto: switching < 0 ? tiers.length : switching }[folding];
    return foldTiers(tiers.slice(0, Math.max(1, most)), ranges, this.#mip.exactSpan);
  }

  #solve({ costs, integral }: Pick<Fold, 'costs' | 'integral'>): ExactAnswer {
    const answer = solveExactly(this.#mip, {
      system: this.#system,
      propagation: this.#propagation,
      switches: this.#switches,
      bounds: this.#bounds,
      costs,
      integral,
      start: this.#point,
      remainingMs: this.#remainingMs,
    });
    this.#point = answer.point;
    return answer;
  }

  /** Records what an answer has proven about the tiers of its fold, and what ranges say about those after it. */
  #keepBounds(from: number, fold: Fold, ranges: readonly ObjectiveRange[], answer: ExactAnswer): void {
    ranges.forEach(({ least }, at) => {
      this.#tierBounds[from + at] = least;
    });
    const tiers = this.#program.tiers.slice(from, from + fold.count);
    const values = answer.point && tiers.map((tier) => tierValue(tier, answer.point!));
    if (answer.status === 'optimal') {
      values?.forEach((value, at) => {
        this.#tierBounds[from + at] = Math.min(value, fold.count === 1 ? answer.bound : value);
      });
    } else if (answer.status === 'time-limit') {
      const proven = unfoldBound(fold, ranges, answer.bound, values);
      this.#tierBounds.set(proven, from);
    }
  }

  /** From here on only points that are as good as the present one in this tier count. */
  #fix(tier: Tier): void {
    const value = tierValue(tier, this.#point!);
    const { lower, upper } = this.#bounds;
    if (tier.costs.every((cost, column) => cost === 0 || lower[column] === upper[column])) return;
    this.#system = withRow(this.#system, {
      coefficients: tier.costs,
      lower: tier.integral ? value : Number.NEGATIVE_INFINITY,
      upper: worstEqualValue(tier.integral, value),
    });
    this.#propagation = new Propagation(this.#system);
    this.#propagation.tighten(this.#bounds);
  }

  #breakTies(): Outcome {
    if (this.#point === null) {
      // Every tier was settled by bounds: any feasible point is as good as any other.
      const answer = this.#solve({ costs: new Float64Array(this.#bounds.lower.length), integral: true });
      if (answer.status !== 'optimal') return this.#outcome(answer.status, answer.trouble);
    }
    const broken = breakTies(
      this.#mip,
      {
        system: this.#system,
        propagation: this.#propagation,
        switches: this.#switches,
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
        termination === 'infeasible' ? this.#tierBounds.fill(Number.NEGATIVE_INFINITY) : this.#tierBounds,
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
