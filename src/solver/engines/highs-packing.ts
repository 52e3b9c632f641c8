import highsModule, { type Highs, type Model, type ModelData } from 'highs';
import type { PackingEngine, WholeAnswer, WholeQuestion } from '../packing/packing-engine.ts';

// The types of the package describe its CommonJS module. Node imports its ES module, whose default is the loader.
const loadHighs = highsModule as unknown as typeof highsModule.default;

/** HiGHS' feasibility tolerance; see `highs.ts`. */
const TOLERANCE = 1e-9;

/**
 * Rows are divided by powers of two until nothing in them is above this. HiGHS' tolerances are absolute, so that a row of
 * 10⁹ units would otherwise have a tolerance below the distance of neighbouring floating-point numbers.
 */
const LARGEST = 2 ** 8;

/**
 * Profits are divided by a power of two until none is above this: HiGHS' tolerance on reduced costs is absolute too, and
 * with profits of millions it is below what the arithmetic gives, so that not even the first relaxation ends.
 */
const LARGEST_PROFIT = 2 ** 10;

/** HiGHS looks at its clock only between steps, and passes a short limit by this much. */
const OVERSHOOT_MS = 25;

/** Where a few nodes are to do, HiGHS does not solve smaller programs inside or start again. */
const QUICK = {
  mip_heuristic_run_feasibility_jump: false,
  mip_heuristic_run_rins: false,
  mip_heuristic_run_rens: false,
  mip_heuristic_run_root_reduced_cost: false,
  mip_allow_restart: false,
};

const NOTHING: WholeAnswer = { point: null, bound: Number.POSITIVE_INFINITY };

/** HiGHS in WebAssembly, for packing questions. */
export interface HighsPacking extends PackingEngine {
  /** The size of the WebAssembly memory, which never shrinks. */
  readonly memoryBytes: number;
  /** Frees the native memory of the model. The engine must not be used afterwards. */
  dispose(): void;
}

/** Loads HiGHS, which takes up to two tenths of a second: once for each thread. */
export async function loadHighsPacking(
  options: Readonly<Record<string, boolean | number | string>> = {},
): Promise<HighsPacking> {
  const highs = await loadHighs();
  let model: Model = highs.createModel();
  /** A model that threw may hold half a program, so each question gets a clean one. */
  const pass = (question: WholeQuestion, profitScale: number) => {
    model.dispose();
    model = highs.createModel();
    model.options.set({
      output_flag: false,
      mip_rel_gap: 0,
      mip_feasibility_tolerance: TOLERANCE,
      primal_feasibility_tolerance: TOLERANCE,
      dual_feasibility_tolerance: TOLERANCE,
      small_matrix_value: 1e-12,
      ...options,
      time_limit: Math.max(question.timeLimitMs / 2, question.timeLimitMs - OVERSHOOT_MS) / 1000,
    });
    model.passModel(modelOf(highs, question, profitScale));
  };
  const ask = (question: WholeQuestion): WholeAnswer => {
    const scale = shrinkTo(
      LARGEST_PROFIT,
      question.profit.reduce((most, each) => Math.max(most, each), 0),
    );
    pass(question, scale);
    model.options.set({
      mip_abs_gap: question.absoluteGap / scale,
      ...(question.nodes !== undefined && { ...QUICK, mip_max_nodes: question.nodes }),
    });
    const { modelStatus } = model.run({
      [highs.constants.callbackType.mipInterrupt](event) {
        if (question.isOver()) event.interrupt();
      },
    });
    const { optimal, timeLimit, solutionLimit, interrupted } = highs.constants.modelStatus;
    // A limit on nodes ends it as one on solutions does.
    if (![optimal, timeLimit, solutionLimit, interrupted].some((status) => status === modelStatus)) {
      return NOTHING;
    }
    const hasPoint = model.info.get('primal_solution_status') === 2;
    return {
      point: hasPoint ? Uint8Array.from(model.getSolution().colValue, Math.round) : null,
      bound: Number(model.info.get('mip_dual_bound')) * scale,
    };
  };
  return {
    name: 'highs',
    get memoryBytes() {
      return highs.memoryBytes;
    },
    solve(question): WholeAnswer {
      try {
        return ask(question);
      } catch {
        // A broken engine knows nothing; the next question gets a model of its own.
        return NOTHING;
      }
    },
    dispose: () => model.dispose(),
  };
}

function modelOf(highs: Highs, question: WholeQuestion, profitScale: number): ModelData {
  const { profit, columnStart, row, weight, rowLower, rowUpper } = question;
  const columns = profit.length;
  const rowScale = new Float64Array(rowUpper.length).fill(1);
  const largest = new Float64Array(rowUpper.length);
  for (let at = 0; at < row.length; at++) largest[row[at]!] = Math.max(largest[row[at]!]!, weight[at]!);
  for (let at = 0; at < rowUpper.length; at++) {
    for (const end of [rowLower[at]!, rowUpper[at]!]) {
      if (Number.isFinite(end)) largest[at] = Math.max(largest[at]!, Math.abs(end));
    }
    rowScale[at] = shrinkTo(LARGEST, largest[at]!);
  }
  return {
    numCols: columns,
    numRows: rowUpper.length,
    sense: highs.constants.objectiveSense.maximize,
    colCost: profit.map((each) => each / profitScale),
    colLower: new Float64Array(columns),
    colUpper: new Float64Array(columns).fill(1),
    rowLower: rowLower.map((end, at) => end / rowScale[at]!),
    rowUpper: rowUpper.map((end, at) => end / rowScale[at]!),
    matrix: {
      format: 'csc',
      numRows: rowUpper.length,
      numCols: columns,
      starts: columnStart,
      indices: row,
      values: weight.map((units, at) => units / rowScale[row[at]!]!),
    },
    integrality: new Int32Array(columns).fill(1),
  };
}

/** The least power of two, 1 or more, by which `largest` is at most `most`. */
const shrinkTo = (most: number, largest: number): number =>
  2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, largest) / most)));
