import type { Budget } from './budget.ts';
import { partOf } from './budget.ts';
import { proveByEngine, proveByTrying } from './exact/prove.ts';
import { type Fold, foldOf } from './fold.ts';
import { dive } from './improve/dive.ts';
import { type Draft, improvePart } from './improve/improve-part.ts';
import { Neighbourhoods } from './improve/neighbourhood.ts';
import { seeded } from './improve/seeded.ts';
import { tilted } from './improve/tilted.ts';
import type { Incumbent } from './incumbent.ts';
import type { PackingEngine } from './packing-engine.ts';
import { applyLaterBound, type LaterBound, laterBound } from './prices/later-bound.ts';
import { Split } from './prices/split.ts';
import { unitsLeft } from './rows.ts';
import type { SearchParameters } from './search-parameters.ts';

/** The search for the best choice of one component. It can be run again and again, and goes on where it was. */
export class ComponentSearch {
  readonly incumbent: Incumbent;
  readonly #engine: PackingEngine;
  readonly #parameters: SearchParameters;
  /** The first objectives as one, as many as stay exact. */
  readonly #fold: Fold;
  readonly #random = seeded(1);
  #split: Split;
  #later: LaterBound[] = [];
  /** The last choices that dives ended with, all different from each other in few items. */
  readonly #pool: Uint8Array[] = [];
  #round = 0;
  /** What the engine was given for its last proof: it starts anew, so less would be in vain. */
  #engineMs = 0;
  #isBegun = false;

  constructor(incumbent: Incumbent, engine: PackingEngine, parameters: SearchParameters) {
    this.#parameters = parameters;
    this.incumbent = incumbent;
    this.#engine = engine;
    // The age and what is kept of the start are no part of it: what is worth most is hard enough to find.
    const { objectives, packing } = incumbent;
    this.#fold = foldOf(objectives.slice(0, Math.max(1, objectives.length - 2)));
    this.#split = new Split(packing, this.#fold.profit, parameters.firstCells);
  }

  /** How much there is to look at. */
  get entries(): number {
    return this.incumbent.packing.row.length;
  }

  get isProven(): boolean {
    return this.incumbent.proven === this.incumbent.objectives.length;
  }

  /**
   * Goes on until everything is proven or the budget is spent.
   *
   * @param report is told what is done, whenever something may have become better
   */
  async run(budget: Budget, report: (phase: 'prices' | 'improve' | 'prove') => void): Promise<void> {
    const isOver = () => this.isProven || budget.remainingMs() <= 0;
    const { engineFirstItems, engineEntries } = this.#parameters;
    const isForEngine = this.incumbent.packing.row.length <= engineEntries;
    const [diveShare, partShare] = isForEngine
      ? this.#parameters.sharesBeforeEngine
      : this.#parameters.shares;
    const share = (part: number) => partOf(budget, budget.remainingMs() * part);
    const { packing } = this.incumbent;
    if (!this.#isBegun && !isOver()) {
      this.#isBegun = true;
      const all = this.incumbent.objectives.length;
      if (packing.items <= this.#parameters.smallItems)
        proveByTrying(this.incumbent, this.#parameters.smallNodes);
      if (packing.items <= engineFirstItems) await proveByEngine(this.incumbent, this.#engine, budget, all);
    }
    while (!isOver()) {
      report('prices');
      await this.#dives(share(diveShare), report);
      if (isOver()) break;
      // What is worth most first; then the small sets, which find the older of equals; then the proof of the rest.
      if (isForEngine) await this.#askEngine(budget, this.#fold.count, report);
      if (isOver()) break;
      report('improve');
      await this.#improveParts(share(partShare));
      if (isOver()) break;
      if (isForEngine) await this.#askEngine(budget, this.incumbent.objectives.length, report);
      if (isOver()) break;
      await this.#boundLater(budget);
    }
    for (const bound of this.#later) applyLaterBound(this.incumbent, bound);
  }

  /** Prices and dives by turns, until they bring nothing new. */
  async #dives(budget: Budget, report: (phase: 'prices' | 'improve') => void): Promise<void> {
    const isLate = () => budget.remainingMs() <= 0 || this.#isFoldProven();
    for (let idle = 0; idle < this.#parameters.idleRounds && !isLate(); ) {
      const [proven, before] = [this.incumbent.proven, this.#gap()];
      this.#price(this.#round === 0 ? this.#parameters.firstPasses : this.#parameters.passes, isLate);
      report('prices');
      if (isLate()) return;
      await budget.pause();
      this.#dive(isLate);
      report('improve');
      if (this.#round > 2) await this.#merge(budget);
      report('improve');
      await budget.pause();
      const isBetter =
        this.incumbent.proven > proven || this.#gap() < before * (1 - this.#parameters.leastGain);
      idle = isBetter ? 0 : idle + 1;
    }
  }

  /** Of the first objective of the fold that is not proven. */
  #gap(): number {
    const at = Math.min(this.incumbent.proven, this.#fold.count - 1);
    return this.incumbent.bounds[at]! - this.incumbent.values[at]!;
  }

  #isFoldProven(): boolean {
    return this.incumbent.proven >= this.#fold.count;
  }

  #price(passes: number, isLate: () => boolean): void {
    const { packing } = this.incumbent;
    if (this.#round === 1) {
      const every = Int32Array.from(Array(packing.items).keys());
      this.#split = this.#split.part(packing, every, this.#fold.profit, this.#parameters.cells);
    }
    for (let pass = 0; pass < passes && !isLate(); pass++) this.#split.pass();
    this.#takeBound(this.#split.bound());
  }

  /** What a bound of the fold says of its objectives. */
  #takeBound(bound: number): void {
    let rest = bound;
    for (let at = 0; at < this.#fold.count; at++) {
      const weight = this.#fold.weights[at]!;
      this.incumbent.lower(at, rest / weight);
      if (!this.incumbent.isProven(at)) return;
      rest -= weight * this.incumbent.values[at]!;
    }
  }

  #dive(isLate: () => boolean): void {
    const { packing, objectives } = this.incumbent;
    const { divePart, divePasses, diveClear, noise, tilt } = this.#parameters;
    const choice = dive(packing, this.#split, {
      part: divePart,
      passes: divePasses,
      clear: diveClear,
      profit: tilted(this.#fold, objectives, tilt, this.#round === 0 ? 0 : noise, this.#random),
      isLate,
    });
    this.#round += 1;
    this.incumbent.offer(choice);
    this.#pool.push(choice);
    if (this.#pool.length > this.#parameters.pool) this.#pool.shift();
    this.#takeBound(this.#split.bound());
  }

  /** Decides anew the items in which the last choices differ, those that share rows together. */
  async #merge(budget: Budget): Promise<void> {
    const { packing, choice } = this.incumbent;
    const same = new Float64Array(packing.items);
    for (let item = 0; item < packing.items; item++) {
      same[item] = this.#pool.every((other) => other[item] === choice[item]) ? 1 : 0;
    }
    const { mergeItems, mergeNodes, partMs } = this.#parameters;
    const sets = new Neighbourhoods(packing, same, 0, this.#random);
    const draft = this.#draft();
    for (let done = 0; done < sets.size && budget.remainingMs() > 0; done += mergeItems) {
      await budget.pause();
      this.#improve(draft, sets.next(mergeItems).sort(), budget, partMs, mergeNodes);
    }
    this.incumbent.offer(draft.chosen);
  }

  #draft(): Draft {
    const chosen = this.incumbent.choice.slice();
    return { chosen, left: unitsLeft(this.incumbent.packing, chosen) };
  }

  #improve(draft: Draft, items: Int32Array, budget: Budget, mostMs: number, nodes: number): boolean {
    const timeLimitMs = Math.min(mostMs, budget.remainingMs());
    if (timeLimitMs <= 0 || items.length < 2) return false;
    return improvePart(this.incumbent.packing, this.incumbent.objectives, draft, items, this.#engine, {
      timeLimitMs,
      nodes,
    });
  }

  /** Decides small sets of doubtful items anew, one after another: that is what finds the older of equals. */
  async #improveParts(budget: Budget): Promise<void> {
    const { packing } = this.incumbent;
    const doubt = this.#split.marginals().map((each, item) => {
      const profit = this.#fold.profit[item]!;
      return profit > 0 ? Math.abs(each) / profit : 0;
    });
    const sets = new Neighbourhoods(packing, doubt, this.#parameters.doubt, this.#random);
    const draft = this.#draft();
    const turnItems = this.#parameters.partItems / this.#parameters.partOverlap;
    for (let turn = 0; turn * turnItems < sets.size && budget.remainingMs() > 0; turn++) {
      if (turn % 16 === 0) await budget.pause();
      this.#improve(
        draft,
        sets.next(this.#parameters.partItems).sort(),
        budget,
        this.#parameters.partMs,
        this.#parameters.partNodes,
      );
    }
    this.incumbent.offer(draft.chosen);
  }

  async #boundLater(budget: Budget): Promise<void> {
    const isLate = () => budget.remainingMs() <= 0;
    const { proven, objectives } = this.incumbent;
    if (this.#later.some(({ count }) => count === proven + 1)) return;
    this.#later = [];
    // What is kept of the start is not reported.
    for (let at = proven + 1; at < objectives.length - 1 && !isLate(); at++) {
      await budget.pause();
      const bound = laterBound(
        this.incumbent,
        at,
        this.#parameters.firstCells,
        this.#parameters.laterPasses,
        isLate,
      );
      if (bound !== null) this.#later.push(bound);
    }
  }

  /** Asks the engine for a proof of the first objectives, where it has time enough. */
  async #askEngine(budget: Budget, objectives: number, report: (phase: 'prove') => void): Promise<void> {
    const least = Math.max(2 * this.#engineMs, this.#parameters.engineMsAnEntry * this.entries);
    const timeLimitMs = budget.remainingMs() * this.#parameters.engineShare;
    if (this.incumbent.proven >= objectives || timeLimitMs < least) return;
    report('prove');
    await proveByEngine(this.incumbent, this.#engine, partOf(budget, timeLimitMs), objectives);
    if (this.incumbent.proven < objectives) this.#engineMs = timeLimitMs;
  }
}
