import { boundMeets, levelValue } from '../../program/level-value.ts';
import type { LinearSystem } from '../../program/linear-system.ts';
import { findViolation } from '../../program/linear-system.ts';
import type { SolveParameters } from '../parameters.ts';
import { chooseBranches } from './branching.ts';
import type { MipSolver } from './mip.ts';
import type { Objective } from './reduce/objective-range.ts';
import { leastValue } from './reduce/objective-range.ts';
import type { ColumnBounds, Propagation } from './reduce/propagation.ts';
import { copyBounds } from './reduce/propagation.ts';
import { reduceQuestion } from './reduce/question.ts';

/** A quantity that is further than this from an integer is a fraction, and not the engine's rounding. */
const FRACTION = 1e-6;

/** One objective over one linear system. The bounds have been propagated. */
export interface ExactQuestion extends Objective {
  readonly system: LinearSystem;
  readonly propagation: Propagation;
  /** 1 for the columns that an engine should branch on, see {@link findIndicators}. */
  readonly indicators: Uint8Array;
  readonly bounds: ColumnBounds;
  /** A point that is known to be feasible within the bounds, or null. */
  readonly start: Float64Array | null;
  /** A lower bound on the objective that is proven already; −Infinity, the default, where none is. */
  readonly bound?: number;
  /** Milliseconds that are left. It is called before each use of the engine. */
  readonly remainingMs: () => number;
  readonly parameters: SolveParameters;
}

/** What has been proven, in exact arithmetic, but for the engine's bounds, which cannot be checked. */
export interface ExactAnswer {
  readonly status: 'optimal' | 'infeasible' | 'time-limit' | 'numerical';
  /** Feasible for certain, or null. */
  readonly point: Float64Array | null;
  /** A lower bound on the objective. Meets the point's value exactly when `status` is `optimal`. */
  readonly bound: number;
  /** Why it is `numerical`. */
  readonly trouble?: string;
}

/** A node of the search: bounds of the columns, and a lower bound on the objective within them. */
interface Node {
  readonly bounds: ColumnBounds;
  readonly bound: number;
}

/** An engine's result for a node, in the program's columns and objective. */
interface NodeResult {
  readonly status: 'optimal' | 'infeasible' | 'time-limit' | 'failed';
  readonly raw: Float64Array | null;
  readonly bound: number;
  readonly trouble: string;
}

/** Why a search ends before all nodes are explored. */
type Halt = Pick<ExactAnswer, 'bound' | 'trouble'> & { readonly status: 'time-limit' | 'numerical' };

/**
 * Solves one objective exactly with an engine that works within tolerances.
 *
 * With coefficients up to 10⁹ an engine may take y = 10⁻⁹ for 0 and still let a unit flow through it. So its point is
 * rounded and checked in exact arithmetic. Where the rounded point breaks a row, or its true value is above the
 * engine's bound, the search branches on the columns that were not integer and asks again, the node with the best bound
 * first, until the value of a checked point meets the bound. The engine is first asked with quantities as continuous
 * variables, see {@link findIndicators}; where it returns fractions, it is asked again with all variables integer. Either
 * way may be ten times the quicker one, and nothing tells before. So where one takes long, the engine goes on with the
 * other, in turns that double: the quicker way gets a third of the time or more.
 */
export function solveExactly(mip: MipSolver, question: ExactQuestion): ExactAnswer {
  return new ExactSearch(mip, question).run();
}

class ExactSearch {
  readonly #mip: MipSolver;
  readonly #question: ExactQuestion;
  readonly #nodes: Node[] = [];
  #point: Float64Array | null;
  #value: number;
  #asks = 0;

  constructor(mip: MipSolver, question: ExactQuestion) {
    this.#mip = mip;
    this.#question = question;
    this.#point = question.start;
    this.#value = question.start === null ? Number.POSITIVE_INFINITY : levelValue(question, question.start);
  }

  run(): ExactAnswer {
    this.#push(this.#question.bounds, this.#question.bound ?? Number.NEGATIVE_INFINITY);
    for (let node = this.#pop(); node !== null; node = this.#pop()) {
      if (this.#isSettled(node.bound)) break;
      const halt = this.#explore(node);
      if (halt === null) continue;
      // The bound of another node may be lower than the bound of this one.
      const bound = this.#nodes.reduce((least, open) => Math.min(least, open.bound), halt.bound);
      return { ...halt, point: this.#point, bound: Math.min(bound, this.#value) };
    }
    return this.#point === null
      ? { status: 'infeasible', point: null, bound: Number.POSITIVE_INFINITY }
      : { status: 'optimal', point: this.#point, bound: this.#value };
  }

  /** Asks the engine about one node and branches where needed. Returns why the search cannot go on, or null. */
  #explore(node: Node): Halt | null {
    const { system, indicators } = this.#question;
    let bound = node.bound;
    let raw: Float64Array | null = null;
    const everything = new Uint8Array(indicators.length).fill(1);
    const hasQuantities = indicators.includes(0);
    let isInteger = indicators;
    for (let turnMs = this.#question.parameters.engineTurnMs; ; ) {
      if (this.#asks >= this.#question.parameters.engineQuestions) {
        return { status: 'numerical', bound, trouble: 'the repair reached its limit' };
      }
      const remainingMs = this.#question.remainingMs();
      if (remainingMs <= 0) return { status: 'time-limit', bound };
      // A last turn that would be shorter than the one before is not worth it.
      const isLast = !hasQuantities || remainingMs <= 2 * turnMs;
      const result = this.#ask(node.bounds, isInteger, isLast ? remainingMs : turnMs);
      if (result.status === 'failed') return { status: 'numerical', bound, trouble: result.trouble };
      if (result.status === 'infeasible') {
        if (this.#startWithin(node.bounds) === null) return null;
        return { status: 'numerical', bound, trouble: 'infeasible was claimed where a point is known' };
      }
      bound = Math.max(bound, this.#provenBound(result.bound));
      raw = result.raw;
      const fractions = raw !== null && this.#take(raw, node.bounds, isInteger);
      if (this.#isSettled(bound)) return null;
      if (result.status === 'time-limit') {
        if (isLast) return { status: 'time-limit', bound };
        turnMs *= 2;
      } else if (!fractions) break;
      isInteger = isInteger === indicators ? everything : indicators;
    }
    if (raw === null) {
      return { status: 'numerical', bound, trouble: 'an optimum was claimed without a point' };
    }
    for (const { column, lower, upper } of chooseBranches(system, node.bounds, raw)) {
      const bounds = copyBounds(node.bounds);
      if (this.#question.propagation.tightenColumn(bounds, column, lower, upper)) this.#push(bounds, bound);
    }
    return null;
  }

  #ask(bounds: ColumnBounds, isInteger: Uint8Array, timeLimitMs: number): NodeResult {
    const { system } = this.#question;
    const start = this.#startWithin(bounds);
    const { question, offset, expand } = reduceQuestion(system, bounds, this.#question, isInteger, start);
    if (question.upper.length === 0) {
      return { status: 'optimal', raw: expand(new Float64Array(0)), bound: offset, trouble: '' };
    }
    this.#asks += 1;
    const { status, point, bound, trouble } = this.#mip.solve({ ...question, timeLimitMs });
    return {
      status,
      raw: point === null ? null : expand(point),
      bound: bound + offset,
      trouble: trouble ?? 'the engine failed',
    };
  }

  /**
   * Keeps the engine's point, rounded, if it is better than the best so far. Where quantities are fractions, it fixes
   * the indicators at their values and asks for integer quantities: that problem is small, and its value seldom worse.
   *
   * @returns whether a continuous column has a fraction
   */
  #take(raw: Float64Array, bounds: ColumnBounds, isInteger: Uint8Array): boolean {
    const rounded = raw.map(Math.round);
    this.#keep(rounded);
    const fractions = raw.some(
      (value, column) => isInteger[column] === 0 && Math.abs(value - rounded[column]!) > FRACTION,
    );
    if (!fractions) return false;
    const held = copyBounds(bounds);
    const holds = isInteger.every(
      (isWhole, column) =>
        isWhole === 0 ||
        this.#question.propagation.tightenColumn(held, column, rounded[column]!, rounded[column]!),
    );
    if (!holds) return true;
    const timeLimitMs = Math.max(this.#question.remainingMs(), this.#question.parameters.roundingGraceMs);
    const result = this.#ask(held, new Uint8Array(isInteger.length).fill(1), timeLimitMs);
    if (result.raw !== null) this.#keep(result.raw.map(Math.round));
    return true;
  }

  #push(bounds: ColumnBounds, bound: number): void {
    const proven = Math.max(bound, leastValue(this.#question.system, bounds, this.#question));
    if (!this.#isSettled(proven)) this.#nodes.push({ bounds, bound: proven });
  }

  #pop(): Node | null {
    let best = 0;
    for (let at = 1; at < this.#nodes.length; at++) {
      if (this.#nodes[at]!.bound < this.#nodes[best]!.bound) best = at;
    }
    return this.#nodes.splice(best, 1)[0] ?? null;
  }

  #startWithin({ lower, upper }: ColumnBounds): Float64Array | null {
    const point = this.#point;
    return point?.every((value, column) => value >= lower[column]! && value <= upper[column]!) ? point : null;
  }

  /** Keeps an integer point if it is feasible in exact arithmetic and better than the best so far. */
  #keep(point: Float64Array): void {
    if (findViolation(this.#question.system, point) !== null) return;
    const value = levelValue(this.#question, point);
    if (value >= this.#value) return;
    // Adding 0 turns −0 into 0.
    this.#point = point.map((one) => one + 0);
    this.#value = value;
  }

  #isSettled(bound: number): boolean {
    return this.#point !== null && boundMeets(this.#question.integral, bound, this.#value);
  }

  /**
   * The engine's bound less its rounding. Values of an integral objective are integers, so a bound that is off by less
   * than 1 may be rounded up to the next integer. The rounding that is taken off is at most 1/2.
   */
  #provenBound(reported: number): number {
    if (!this.#question.integral || !Number.isFinite(reported)) return reported;
    return Math.ceil(reported - Math.min(0.5, 1e-6 * Math.max(1, Math.abs(reported))));
  }
}
