import type { ModelData, VariableType } from 'highs';
import type { MipQuestion } from '../textbook/mip.ts';

/** HiGHS' codes. */
const CONTINUOUS: VariableType = 0;
const INTEGER: VariableType = 1;

/**
 * Quantities and rows are divided by powers of two until they are below this. HiGHS' tolerances are absolute, 10⁻⁹. At
 * 10⁹ units that is less than the distance between two neighbouring floating-point numbers, and valid plans are cut
 * off. At 2⁸ it is ten thousand such distances, and still less than a hundredth of one unit.
 */
const LARGEST_QUANTITY = 2 ** 8;

/** An objective with fractions is scaled until its largest coefficient is about this. */
const LARGEST_COST = 2 ** 20;

/** A question in HiGHS' terms and units. */
export interface HighsModel {
  readonly data: ModelData;
  /** HiGHS' objective is this many times the question's. */
  readonly costScale: number;
  /** The question's start in HiGHS' units, or null. */
  readonly start: Float64Array | null;
  /** Turns a point in HiGHS' units into one in those of the question. */
  pointOf(values: Float64Array): Float64Array;
}

/** Writes a question as a model of HiGHS. All scales are powers of two, so nothing is rounded. */
export function toHighsModel(question: MipQuestion, largestQuantity = LARGEST_QUANTITY): HighsModel {
  const { costs, upper, isInteger, rowLower, rowUpper, rowStarts, columnIndices, coefficients } = question;
  const columns = upper.length;
  const rows = rowLower.length;
  const unit = quantityUnit(question, largestQuantity);
  const units = Float64Array.from(isInteger, (integer) => (integer === 1 ? 1 : unit));
  const colUpper = upper.map((bound, column) => bound / units[column]!);
  const values = coefficients.map((value, at) => value * units[columnIndices[at]!]!);
  const rowScales = Float64Array.from(rowLower, (_, row) => {
    let largest = 0;
    for (let at = rowStarts[row]!; at < rowStarts[row + 1]!; at++) {
      largest = Math.max(largest, Math.abs(values[at]! * colUpper[columnIndices[at]!]!));
    }
    return shrinkTo(largestQuantity, largest);
  });
  for (let row = 0; row < rows; row++) {
    for (let at = rowStarts[row]!; at < rowStarts[row + 1]!; at++) values[at]! /= rowScales[row]!;
  }
  const scaledCosts = costs.map((cost, column) => cost * units[column]!);
  const costScale = question.integral ? 1 : largestCostScale(scaledCosts);
  return {
    costScale,
    start: question.start?.map((value, column) => value / units[column]!) ?? null,
    pointOf: (point) => point.map((value, column) => value * units[column]!),
    data: {
      numCols: columns,
      numRows: rows,
      colCost: scaledCosts.map((cost) => cost * costScale),
      colLower: new Float64Array(columns),
      colUpper,
      rowLower: rowLower.map((bound, row) => bound / rowScales[row]!),
      rowUpper: rowUpper.map((bound, row) => bound / rowScales[row]!),
      matrix: {
        format: 'csr',
        numRows: rows,
        numCols: columns,
        starts: rowStarts,
        indices: columnIndices,
        values,
      },
      integrality: Int32Array.from(isInteger, (integer) => (integer === 1 ? INTEGER : CONTINUOUS)),
    },
  };
}

/** How many units of the question make one of HiGHS', for continuous columns. */
function quantityUnit({ upper, isInteger }: MipQuestion, largestQuantity: number): number {
  let largest = 0;
  for (let column = 0; column < upper.length; column++) {
    if (isInteger[column] === 0) largest = Math.max(largest, upper[column]!);
  }
  return shrinkTo(largestQuantity, largest);
}

/** The least power of two, 1 or more, by which `largest` is at most `most`. */
const shrinkTo = (most: number, largest: number): number =>
  2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, largest) / most)));

const largestCostScale = (costs: Float64Array): number => {
  const largest = costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0);
  return largest === 0 ? 1 : 2 ** Math.round(Math.log2(LARGEST_COST / largest));
};
