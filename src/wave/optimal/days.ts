import type { WaveContext } from '../context.ts';
import type { Commitment } from '../plan.ts';
import { FlowSupply } from '../supply/flow.ts';
import type { Demand } from './demands.ts';
import { SetNumbers } from './families.ts';

/** Units of a want on a day. */
export interface DayShare {
  readonly shipment: number;
  readonly commitment: Commitment;
}

/** The place of a rank among those of a want's class. */
function placeOfRank({ wants }: WaveContext, { shipment, want }: Demand, rank: number): number {
  return wants[shipment]!.wants[want]!.class.ranks.indexOf(rank);
}

/**
 * Gives all demands of one product their days, so that over all of them as few units as possible are of second choice, and
 * then the unit-days are fewest. All are met, which must be possible.
 *
 * Which units of sources can be used together is a matroid (a transversal one). So the best basis is found greedily: the
 * sources of the first day are opened and the demands served as far as they reach, then those of the next day, and so on;
 * an augmenting path never gives up a unit of an earlier day. Demands that may use the same sources are one in the flow;
 * among them the first in the queue get the first days.
 *
 * @param units of each source that may be given
 */
export function daysOfProduct(
  context: WaveContext,
  demands: readonly Demand[],
  units: Float64Array,
): DayShare[] {
  const { stock } = context;
  const numbers = new SetNumbers();
  const setOf = demands.map(({ sources }) => numbers.of(sources));
  const local = new Map<number, number>();
  for (const sources of numbers.sets) {
    for (const source of sources) if (!local.has(source)) local.set(source, local.size);
  }
  const flow = new FlowSupply(new Float64Array(local.size));
  const sets = numbers.sets.map((sources) => flow.add(sources.map((source) => local.get(source)!)));
  const missing = new Float64Array(sets.length);
  for (const [at, demand] of demands.entries()) missing[setOf[at]!]! += demand.units;
  const ranks = [...new Set([...local.keys()].map((source) => stock.sourceRank[source]!))].sort(
    (a, b) => a - b,
  );
  for (const rank of ranks) {
    for (const [source, at] of local) if (stock.sourceRank[source] === rank) flow.open(at, units[source]!);
    for (const [set, number] of sets.entries()) {
      if (missing[set]! > 0) missing[set]! -= flow.take(number, missing[set]!);
    }
  }
  if (missing.some((left) => left > 0))
    throw new Error('shipments were chosen that the stock does not cover');
  /** Units of each set on each rank. */
  const shares = sets.map((number) => {
    const byRank = new Map<number, number>();
    for (const [source, at] of local) {
      const given = flow.given(number, at);
      if (given === 0) continue;
      const rank = stock.sourceRank[source]!;
      byRank.set(rank, (byRank.get(rank) ?? 0) + given);
    }
    return [...byRank].sort(([a], [b]) => a - b).map(([rank, given]) => ({ rank, left: given }));
  });
  return demands.flatMap((demand, index) => {
    const queue = shares[setOf[index]!]!;
    const given: DayShare[] = [];
    let left = demand.units;
    while (left > 0) {
      const first = queue[0]!;
      const taken = Math.min(left, first.left);
      const { shipment, want } = demand;
      const at = placeOfRank(context, demand, first.rank);
      given.push({ shipment, commitment: { want, at, units: taken } });
      first.left -= taken;
      left -= taken;
      if (first.left === 0) queue.shift();
    }
    return given;
  });
}
