/** One sum of products: coefficients and point by index, as laid out in a row or a level. */
export interface Terms {
  readonly coefficients: Float64Array;
  /** The column of each coefficient; null where coefficient j belongs to column j. */
  readonly columns: Int32Array | null;
  readonly from: number;
  readonly to: number;
}

/**
 * Σ coefficient · point − subtrahend.
 *
 * Exact for integers of any size, then rounded once; otherwise compensated (Neumaier 1974), so that the error is
 * that of the products alone.
 */
export function exactSum(terms: Terms, point: Float64Array, subtrahend = 0): number {
  const { coefficients, columns, from, to } = terms;
  let plain = 0;
  let magnitude = Math.abs(subtrahend);
  let integral = Number.isInteger(subtrahend);
  for (let at = from; at < to; at++) {
    const product = coefficients[at]! * point[columns === null ? at : columns[at]!]!;
    plain += product;
    magnitude += Math.abs(product);
    integral &&= Number.isInteger(coefficients[at]!);
  }
  if (integral && magnitude <= Number.MAX_SAFE_INTEGER) return plain - subtrahend;
  return integral ? bigSum(terms, point, subtrahend) : compensatedSum(terms, point, subtrahend);
}

/** Σ |coefficient · point|: what the rounding of a sum is to be held against. */
export function sumOfMagnitudes(terms: Terms, point: Float64Array): number {
  const { coefficients, columns, from, to } = terms;
  let magnitude = 0;
  for (let at = from; at < to; at++) {
    magnitude += Math.abs(coefficients[at]! * point[columns === null ? at : columns[at]!]!);
  }
  return magnitude;
}

function bigSum({ coefficients, columns, from, to }: Terms, point: Float64Array, subtrahend: number): number {
  let sum = -BigInt(subtrahend);
  for (let at = from; at < to; at++) {
    sum += BigInt(coefficients[at]!) * BigInt(point[columns === null ? at : columns[at]!]!);
  }
  return Number(sum);
}

function compensatedSum(
  { coefficients, columns, from, to }: Terms,
  point: Float64Array,
  subtrahend: number,
): number {
  let sum = -subtrahend;
  let lost = 0;
  for (let at = from; at < to; at++) {
    const product = coefficients[at]! * point[columns === null ? at : columns[at]!]!;
    const next = sum + product;
    lost += Math.abs(sum) >= Math.abs(product) ? sum - next + product : product - next + sum;
    sum = next;
  }
  return sum + lost;
}
