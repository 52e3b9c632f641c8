import highsModule, { type Highs, type Model } from 'highs';
import type { MipQuestion, MipResult, MipSolver } from '../textbook/mip.ts';
import { toHighsModel } from './highs-model.ts';

// The types of the package describe its CommonJS module. Node imports its ES module, whose default is the loader.
const loadHighs = highsModule as unknown as typeof highsModule.default;

/**
 * HiGHS' feasibility tolerance. With one ten times looser, units flow through packages that count as closed, and the
 * points need repair; a tighter one is below what the arithmetic gives. `bench/portfolio` counts the false bounds of
 * each.
 */
const TOLERANCE = 1e-9;

/**
 * Restarts, and heuristics that solve smaller programs inside, pay on programs that take hours. On programs of up to a
 * second they take more than half of the time, as `npm run bench:portfolio` shows.
 */
const SEARCH = {
  mip_heuristic_run_feasibility_jump: false,
  mip_heuristic_run_rins: false,
  mip_heuristic_run_rens: false,
  mip_heuristic_run_root_reduced_cost: false,
  mip_allow_restart: false,
};

/** HiGHS' own gap where values are integers: it may stop once no value is better by more than a quarter of 1. */
const INTEGRAL_GAP = 0.25;

/**
 * HiGHS looks at its clock only between steps, and passes a short limit by 15 to 75 ms. So a limit is told shorter by this
 * many milliseconds, but by half at most.
 */
const OVERSHOOT_MS = 25;

/** HiGHS in WebAssembly. The solver keeps one module and one model for its life. */
export interface HighsSolver extends MipSolver {
  /** The size of the WebAssembly memory, which never shrinks. */
  readonly memoryBytes: number;
  /** Frees the native memory of the model. The solver must not be used afterwards. */
  dispose(): void;
}

/** What tests and benchmarks vary. The defaults are the measured values. */
export interface HighsSettings {
  readonly tolerance?: number;
  readonly largestQuantity?: number;
  /** HiGHS' own options by name; they replace ours. */
  readonly options?: Readonly<Record<string, boolean | number | string>>;
}

/**
 * Loads HiGHS. This takes up to two tenths of a second, so load it once for each thread.
 *
 * `exactSpan`: a 0/1 column may be off by the tolerance, which moves a value with the coefficient c by c·10⁻⁹, and a
 * hundred such columns by c·10⁻⁷. With spans up to 2²⁰ that is below 0.11, less than half of the difference of 1 that
 * must be seen. The rounding of the linear solver (10⁻¹⁵·2²⁰ for each step) is far smaller.
 */
export async function loadHighsSolver(settings: HighsSettings = {}): Promise<HighsSolver> {
  const highs = await loadHighs();
  let model = openModel(highs, settings);
  return {
    name: 'highs',
    exactSpan: 2 ** 20,
    get memoryBytes() {
      return highs.memoryBytes;
    },
    solve(question) {
      try {
        return ask(highs, model, question, settings);
      } catch (error) {
        // A model that threw may hold half a program, so a new one replaces it.
        model.dispose();
        model = openModel(highs, settings);
        return failed(error instanceof Error ? error.message : String(error));
      }
    },
    dispose: () => model.dispose(),
  };
}

function openModel(highs: Highs, { tolerance = TOLERANCE, options = {} }: HighsSettings): Model {
  const model = highs.createModel();
  model.options.set({
    output_flag: false,
    mip_rel_gap: 0,
    mip_feasibility_tolerance: tolerance,
    primal_feasibility_tolerance: tolerance,
    dual_feasibility_tolerance: tolerance,
    // Cuts have coefficients far below those of rows. The default drops those under 10⁻⁹, which makes false cuts.
    small_matrix_value: 1e-12,
    ...SEARCH,
    ...options,
  });
  return model;
}

function ask(
  highs: Highs,
  model: Model,
  question: MipQuestion,
  { largestQuantity }: HighsSettings,
): MipResult {
  const { data, start, costScale, pointOf } = toHighsModel(question, largestQuantity);
  model.passModel(data);
  model.options.set({
    mip_abs_gap: question.integral ? INTEGRAL_GAP : 0,
    time_limit: Math.max(question.timeLimitMs / 2, question.timeLimitMs - OVERSHOOT_MS) / 1000,
  });
  // HiGHS compares the limit with a clock that adds up over runs.
  model.zeroAllClocks();
  if (start !== null) model.setSolution({ colValue: start });
  const { modelStatus } = model.run();

  const status = highs.constants.modelStatus;
  if (modelStatus === status.infeasible) {
    return { status: 'infeasible', point: null, bound: Number.POSITIVE_INFINITY };
  }
  if (modelStatus !== status.optimal && modelStatus !== status.timeLimit) {
    return failed(`HiGHS ended with model status ${modelStatus}`);
  }
  const hasPoint = model.info.get('primal_solution_status') === 2;
  return {
    status: modelStatus === status.optimal ? 'optimal' : 'time-limit',
    point: hasPoint ? pointOf(model.getSolution().colValue) : null,
    bound: reportedBound(model, question, modelStatus === status.optimal) / costScale,
  };
}

/** Without integer columns HiGHS solves a linear program, and the optimum of that is its own bound. */
function reportedBound(model: Model, { isInteger }: MipQuestion, optimal: boolean): number {
  if (isInteger.includes(1)) return Number(model.info.get('mip_dual_bound'));
  return optimal ? model.getObjectiveValue() : Number.NEGATIVE_INFINITY;
}

const failed = (trouble: string): MipResult => ({
  status: 'failed',
  point: null,
  bound: Number.NEGATIVE_INFINITY,
  trouble,
});
