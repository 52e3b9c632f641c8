import highsModule, { type Highs, type Model } from 'highs';
import type { MipClaim, MipQuestion, MipSolver } from '../mip.ts';
import { toHighsModel } from './highs-model.ts';

// The package's types describe its CommonJS face; what Node imports is an ES module whose default is the loader.
const loadHighs = highsModule as unknown as typeof highsModule.default;

/**
 * Measured on coverings with quantities to 10⁹ whose sums miss a demand by a few units or meet it to the unit:
 * with 10⁻⁶, HiGHS' default, one in thirty claims was false, with 10⁻¹⁰ one in a thousand, with 10⁻⁹ none of 16,000.
 */
const TOLERANCE = 1e-9;

/** HiGHS' own gap when values are whole: it may stop once nothing better than a quarter of 1 is possible. */
const INTEGRAL_GAP = 0.25;

/** HiGHS in WebAssembly: one module and one model for as long as the solver lives. */
export interface HighsSolver extends MipSolver {
  /** Gives the model's native memory back. The solver must not be used afterwards. */
  dispose(): void;
}

/** Settings that tests vary; the defaults are the measured ones. */
export interface HighsSettings {
  readonly tolerance?: number;
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
    solve(question) {
      try {
        return ask(highs, model, question);
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

function openModel(highs: Highs, { tolerance = TOLERANCE }: HighsSettings): Model {
  const model = highs.createModel();
  model.options.set({
    output_flag: false,
    mip_rel_gap: 0,
    mip_feasibility_tolerance: tolerance,
    primal_feasibility_tolerance: tolerance,
    dual_feasibility_tolerance: tolerance,
    // Cuts have coefficients far below those of the rows; dropping them, as from 10⁻⁹ on by default, makes false ones.
    small_matrix_value: 1e-12,
    // Its first heuristic takes longer than all the rest on programs of this size.
    mip_heuristic_run_feasibility_jump: false,
  });
  return model;
}

function ask(highs: Highs, model: Model, question: MipQuestion): MipClaim {
  const { data, start, costScale, pointOf } = toHighsModel(question);
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
function claimedBound(model: Model, { whole }: MipQuestion, optimal: boolean): number {
  if (whole.includes(1)) return Number(model.info.get('mip_dual_bound'));
  return optimal ? model.getObjectiveValue() : Number.NEGATIVE_INFINITY;
}

const failed = (trouble: string): MipClaim => ({
  status: 'failed',
  point: null,
  bound: Number.NEGATIVE_INFINITY,
  trouble,
});
