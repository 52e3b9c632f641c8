/** The largest capacity whose sums are looked at one by one. */
const MOST_UNITS = 4096;
/** The most steps that one row may take. */
const MOST_STEPS = 2_000_000;

/**
 * The largest sum ≤ `capacity` of some of these weights, each used once; or `capacity` itself, or what the weights' common
 * divisor leaves of it, where to find out would take long. Integers ≥ 1.
 */
export function largestSum(weights: Float64Array, capacity: number): number {
  const divisor = weights.reduce(commonDivisor, 0);
  if (divisor === 0) return 0;
  const units = Math.floor(capacity / divisor);
  if (units > MOST_UNITS || units * weights.length > MOST_STEPS) return units * divisor;
  const reachable = new Uint8Array(units + 1);
  reachable[0] = 1;
  let most = 0;
  for (const weight of weights) {
    const step = weight / divisor;
    for (let sum = Math.min(units, most + step); sum >= step; sum--) {
      if (reachable[sum - step] === 1) reachable[sum] = 1;
    }
    most = Math.min(units, most + step);
    if (reachable[units] === 1) return units * divisor;
  }
  return reachable.lastIndexOf(1) * divisor;
}

function commonDivisor(first: number, second: number): number {
  let [larger, smaller] = [first, second];
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
