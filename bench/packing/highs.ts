import highsModule from 'highs';
import type { PackingProgram } from '../../src/program/packing-program.ts';
import type { Followed } from './followed.ts';

// The types of the package describe its CommonJS module. Node imports its ES module, whose default is the loader.
const loadHighs = highsModule as unknown as typeof highsModule.default;
const highs = await loadHighs();

/** HiGHS with its defaults on the whole program, first level only; stops at a gap of `gap`, or when the time has passed. */
export function solveByHighs(program: PackingProgram, gap: number, limitMs: number, follow: Followed): void {
  const model = highs.createModel();
  model.options.set({ output_flag: false, mip_rel_gap: gap, time_limit: limitMs / 1000 });
  const { items, rows, value, itemStart, row, weight, capacity, must } = program;
  model.passModel({
    numCols: items,
    numRows: rows,
    sense: highs.constants.objectiveSense.maximize,
    colCost: value,
    colLower: Float64Array.from(must),
    colUpper: new Float64Array(items).fill(1),
    rowLower: new Float64Array(rows).fill(Number.NEGATIVE_INFINITY),
    rowUpper: capacity,
    matrix: { format: 'csc', numRows: rows, numCols: items, starts: itemStart, indices: row, values: weight },
    integrality: new Int32Array(items).fill(1),
  });
  const tell = (found: number | undefined, bound: number | undefined): undefined => {
    follow.tell(found ?? 0, bound ?? Number.POSITIVE_INFINITY);
  };
  const { mipInterrupt, mipImprovingSolution } = highs.constants.callbackType;
  model.run({
    [mipInterrupt]: ({ data }) => tell(data.mip_primal_bound, data.mip_dual_bound),
    [mipImprovingSolution]: ({ data }) => tell(data.mip_primal_bound, data.mip_dual_bound),
  });
  tell(model.getObjectiveValue(), Number(model.info.get('mip_dual_bound')));
  model.dispose();
}
