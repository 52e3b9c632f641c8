import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import { betterNothing, isNothing } from '../../../program/nothing-released.ts';
import { compareLevels, levelsOfPlan, type PlanLevels } from '../../../program/plan-levels.ts';
import { DEFAULT_PARAMETERS, type SolveParameters } from '../../parameters.ts';
import { keepsRules } from '../plan/keeps-rules.ts';
import {
  type BundleClasses,
  exchange,
  openGreedily,
  packagesAtOnce,
  packagesByDay,
} from './choose-packages.ts';
import { closePackages } from './close-packages.ts';
import { RestCover } from './cover-rest.ts';
import { PackageFiller } from './fill-packages.ts';
import { releaseFromOnePackage } from './one-package.ts';
import { PackageChoice } from './package-choice.ts';
import type { Flow } from './source-flow.ts';

/** A plan that keeps every rule. */
export interface GreedyPlan {
  /** Units of each cell. */
  readonly units: Float64Array;
  readonly levels: PlanLevels;
}

/**
 * Finds a plan quickly, for every mode and with every limit; nothing is proven of it.
 *
 * It opens packages until they cover what is wanted, fills the lines from them by flows, opens and exchanges more where
 * the flows leave something uncovered, gives up what stays so where the mode allows it, and closes packages that are not
 * needed. It does so with the packages of the earliest days
 * first, which is best in levels 2 and 3, and with all of a location at once, which keeps to few locations. The better
 * plan is returned. Where neither releases anything, or only at a price above that of releasing nothing, a partial release
 * is looked for in one package; where that is worth nothing either, the plan releases nothing.
 *
 * @param deadline in milliseconds of `performance.now()`; from then on no plan is improved, but a first one is finished,
 *   for which a full release has `firstAnswerMs` whatever the deadline
 * @returns null where it found none, which proves nothing
 */
export function greedyPlan(
  problem: AllocationProblem,
  deadline: number,
  parameters: SolveParameters = DEFAULT_PARAMETERS,
): GreedyPlan | null {
  const filler = new PackageFiller(problem, parameters);
  const patience = performance.now() + parameters.firstAnswerMs;
  const times: Times = {
    isTimeLeft: () => performance.now() < deadline,
    mayRepair: () => performance.now() < (problem.mode === 'none' ? patience : Math.min(patience, deadline)),
    mostExchanges: parameters.greedyExchanges,
  };
  let best: GreedyPlan | null = null;
  for (const classesOf of [packagesByDay, packagesAtOnce]) {
    if (releasesSome(best) && !times.isTimeLeft()) break;
    const plan = new Construction(problem, filler, classesOf(problem), times).run();
    if (plan !== null && (best === null || compareLevels(plan.levels, best.levels) < 0)) best = plan;
  }
  const nothing = best === null ? null : betterNothing(problem, best.levels);
  if (releasesSome(best) && nothing === null) return best;
  const planOf = (units: Float64Array): GreedyPlan => ({ units, levels: levelsOfPlan(problem, units) });
  const one = releaseFromOnePackage(problem, filler.cells, filler.wants);
  if (one !== null) return planOf(one);
  return nothing === null ? best : planOf(nothing);
}

const releasesSome = (plan: GreedyPlan | null): boolean => plan !== null && !isNothing(plan.units);

/** How long a construction goes on. */
interface Times {
  /** Asked before each step that only improves a plan. */
  readonly isTimeLeft: () => boolean;
  /** Asked before each step that covers what is left uncovered: a full release that is not found is no answer at all. */
  readonly mayRepair: () => boolean;
  readonly mostExchanges: number;
}

/** One way to open packages, and the plan that comes of it. */
class Construction {
  readonly #problem: AllocationProblem;
  readonly #filler: PackageFiller;
  readonly #classes: BundleClasses;
  readonly #times: Times;

  constructor(problem: AllocationProblem, filler: PackageFiller, classes: BundleClasses, times: Times) {
    this.#problem = problem;
    this.#filler = filler;
    this.#classes = classes;
    this.#times = times;
  }

  run(): GreedyPlan | null {
    const all = this.#filler.wants.map(({ kits }) => kits);
    let released = all;
    for (;;) {
      const flow = this.#cover(released);
      const rest = this.#coveredKits(flow, released);
      if (rest === null) return this.#finish(flow, released);
      if (this.#problem.mode === 'none') return null;
      released = rest;
    }
  }

  /** Opens packages for what is to be released, and fills it from them. */
  #cover(released: readonly number[]): Flow {
    const choice = new PackageChoice(this.#problem, this.#filler.cells, this.#filler.wants, released);
    openGreedily(choice, this.#classes);
    const bundles = this.#classes.flat();
    exchange(choice, bundles, this.#times.isTimeLeft);
    const flow = this.#filler.fill(choice.open, released);
    if (flow.wanted.every((left) => left === 0)) return flow;
    const rest = new RestCover(this.#problem, this.#filler, choice, bundles, released);
    return rest.run(flow, this.#times.mostExchanges, this.#times.mayRepair);
  }

  /**
   * What to release instead, where something is uncovered; null where all is covered. By quantity each want keeps the
   * kits that are covered whole. Else the want that is short of the most is given up, alone, for others may take its place.
   */
  #coveredKits({ wanted }: Flow, released: readonly number[]): number[] | null {
    const covered = this.#filler.wants.map(({ lines, kitUnits, step }, at) => {
      const kits = lines.map((line, i) => Math.floor(released[at]! - wanted[line]! / kitUnits[i]!));
      const least = kits.reduce((a, b) => Math.min(a, b), released[at]!);
      return Math.floor(least / step) * step;
    });
    const isShort = (at: number) => covered[at]! < released[at]!;
    if (!covered.some((_, at) => isShort(at))) return null;
    if (this.#problem.mode === 'quantity') return covered;
    const shortOf = (at: number) =>
      this.#filler.wants[at]!.lines.reduce((sum, line) => sum + wanted[line]!, 0);
    const worst = [...covered.keys()].filter(isShort).reduce((a, b) => (shortOf(b) > shortOf(a) ? b : a));
    return released.map((kits, at) => (at === worst ? 0 : kits));
  }

  /** Closes packages as long as that is better. */
  #finish(flow: Flow, released: readonly number[]): GreedyPlan | null {
    const units = closePackages(this.#problem, this.#filler, flow.units, released, this.#times.isTimeLeft);
    if (!keepsRules(this.#problem, units)) return null;
    return { units, levels: levelsOfPlan(this.#problem, units) };
  }
}
