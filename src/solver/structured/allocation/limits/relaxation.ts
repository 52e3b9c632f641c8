import type { AllocationAnswer } from '../../../outcome.ts';
import type { Budget } from '../../search/budget.ts';
import type { Plan } from '../rank-plans.ts';
import type { LineClass } from '../reductions/merge-lines.ts';

/** The relaxation of the problem without the limit on locations, from the sources of some of them. */
export interface Relaxation {
  /**
   * The best plan; null where the structure does not cover the problem.
   *
   * @param known a plan that is to be surpassed: where none does, the answer may be `infeasible` or a worse plan
   */
  solve(classes: readonly LineClass[], budget: Budget, known?: Plan | null): AllocationAnswer | null;
  /** The first levels of that plan, for less work; null where they take as much work as the plan. */
  unitLevels(classes: readonly LineClass[]): Float64Array | null;
}

/** A limit on how many places give units. Places are locations, or packages where each of them counts. */
export interface PlaceLimit {
  /** The place of each package. */
  readonly placeOf: Int32Array;
  readonly most: number;
  /** The most places that one line may take from; null where nothing limits them. */
  readonly mostOfLine: number | null;
}
