import type { Covering } from '../covering.ts';

/**
 * Of the covers of one demand that open `opened` candidates, the one that opens the earliest candidates.
 *
 * It goes through the candidates in their order and keeps the largest ones of those that are still undecided in view:
 * a candidate may be opened where it and the largest others reach what is left. So every decision is the final one.
 * Source: an exchange argument; the largest amounts reach the most.
 *
 * @param covering one demand, nothing fixed open; the `opened` largest amounts reach the demand
 * @returns 0/1, one a candidate; O(n log n)
 */
export function earliestOfOneDemand({ demand, starts, amount }: Covering, opened: number): Uint8Array {
  const size = starts.length - 1;
  const given = Float64Array.from({ length: size }, (_, k) =>
    starts[k]! < starts[k + 1]! ? amount[starts[k]!]! : 0,
  );
  const byAmount = Int32Array.from([...given.keys()].sort((a, b) => given[b]! - given[a]! || a - b));
  const rankOf = new Int32Array(size);
  byAmount.forEach((k, rank) => {
    rankOf[k] = rank;
  });
  const chosen = new Uint8Array(size);
  const isDecided = new Uint8Array(size);
  let left = demand[0]!;
  let slots = opened;
  /** The rank of the smallest amount among the `slots` largest undecided ones, and their sum. */
  let last = opened - 1;
  let reach = byAmount.subarray(0, opened).reduce((sum, k) => sum + given[k]!, 0);
  for (let k = 0; k < size && slots > 0; k++) {
    const smallest = byAmount[last]!;
    const replaced = rankOf[k]! <= last ? k : smallest;
    isDecided[k] = 1;
    if (reach - given[replaced]! + given[k]! < left) continue;
    chosen[k] = 1;
    slots -= 1;
    left -= given[k]!;
    reach -= given[replaced]!;
    if (replaced === smallest)
      do last -= 1;
      while (last >= 0 && isDecided[byAmount[last]!] === 1);
  }
  return chosen;
}
