import highsModule, { type Highs, type Model } from 'highs';
import type { MipQuestion, MipResult, MipSolver } from '../textbook/mip.ts';
import { toHighsModel } from './highs-model.ts';

// The package's types describe its CommonJS face; what Node imports is an ES module whose default is the loader.
const loadHighs = highsModule as unknown as typeof highsModule.default;

/**
 * Ten times looser lets units trickle through what counts as closed, which the repair then has to mend; tighter is
 * below what the arithmetic gives. `bench/portfolio` counts the false claims of each.
 */
const TOLERANCE = 1e-9;

/**
 * Heuristics that solve smaller programs inside, and restarts, are for programs of hours. On ours, of up to a
 * second, they take more than half of the time: see the README's table.
 */
const SEARCH = {
  mip_heuristic_run_feasibility_jump: false,
  mip_heuristic_run_rins: false,
  mip_heuristic_run_rens: false,
  mip_heuristic_run_root_reduced_cost: false,
  mip_allow_restart: false,
};

/** HiGHS' own gap when values are isInteger: it may stop once nothing better than a quarter of 1 is possible. */
const INTEGRAL_GAP = 0.25;

/** HiGHS in WebAssembly: one module and one model for as long as the solver lives. */
export interface HighsSolver extends MipSolver {
  /** What WebAssembly's memory has grown to; it never shrinks. */
  readonly memoryBytes: number;
  /** Gives the model's native memory back. The solver must not be used afterwards. */
  dispose(): void;
}

/** What tests and benches vary; the defaults are the measured ones. */
export interface HighsSettings {
  readonly tolerance?: number;
  readonly largestQuantity?: number;
  /** HiGHS' own options by name, over ours. */
  readonly options?: Readonly<Record<string, boolean | number | string>>;
}

/**
 * Loads HiGHS. Takes a tenth of a second or two; do it once a thread.
 *
 * `exactSpan`: a 0/1 column may be off by the tolerance, so an objective coefficient c moves its value by c·10⁻⁹,
 * and a hundred columns that are off at once by c·10⁻⁷. Spans to 2²⁰ keep that below 0.11, under half of the
 * difference of 1 that has to be told, with the rounding of the linear solver (10⁻¹⁵·2²⁰ a step) far below it.
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
        // A model that threw may hold half a program: it is given up for a new one.
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
    // Cuts have coefficients far below those of rows; dropping those under 10⁻⁹, the default, makes false cuts.
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
    time_limit: question.timeLimitMs / 1000,
  });
  // The limit is held against a clock that adds up over runs.
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
    bound: claimedBound(model, question, modelStatus === status.optimal) / costScale,
  };
}

/** Without integer columns HiGHS solves a linear program, whose optimum is its own bound. */
function claimedBound(model: Model, { isInteger }: MipQuestion, optimal: boolean): number {
  if (isInteger.includes(1)) return Number(model.info.get('mip_dual_bound'));
  return optimal ? model.getObjectiveValue() : Number.NEGATIVE_INFINITY;
}

const failed = (trouble: string): MipResult => ({
  status: 'failed',
  point: null,
  bound: Number.NEGATIVE_INFINITY,
  trouble,
});
