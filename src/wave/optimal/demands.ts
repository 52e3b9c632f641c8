import type { WaveContext } from '../context.ts';
import type { Pick } from '../plan.ts';
import type { Queue } from '../queue/in-order.ts';
import type { Kept } from '../queue/kept.ts';

/** Units that a shipment needs of one product to be released, and from where it may take them. */
export interface Demand {
  readonly shipment: number;
  /** The want, by its place among the shipment's. */
  readonly want: number;
  /** Sources, ascending. */
  readonly sources: Int32Array;
  readonly units: number;
}

/** Sources of a want up to a day; null for those of now only. */
function upTo(
  { stock, wants }: WaveContext,
  shipment: number,
  want: number,
  last: string | null,
): Int32Array {
  return wants[shipment]!.wants[want]!.class.sources.filter((source) => {
    const { day } = stock.days[stock.sourceRank[source]!]!;
    return day === null || (last !== null && day <= last);
  });
}

/** What a promise needs: each of its units by its day. */
function demandsOfPromise(context: WaveContext, shipment: number, picks: readonly Pick[]): Demand[] {
  const { stock } = context;
  const units = new Map<string, { want: number; rank: number; units: number }>();
  for (const { want, source, units: amount } of picks) {
    const rank = stock.sourceRank[source]!;
    const known = units.get(`${want} ${rank}`);
    if (known === undefined) units.set(`${want} ${rank}`, { want, rank, units: amount });
    else known.units += amount;
  }
  return [...units.values()].map(({ want, rank, units: amount }) => ({
    shipment,
    want,
    sources: upTo(context, shipment, want, stock.days[rank]!.day),
    units: amount,
  }));
}

/**
 * What each shipment needs of each product to be released in full, by product. A promise that may move needs its units by
 * their days. Plans that stand where they are need nothing here: their units are taken off the stock.
 */
export function demandsByProduct(context: WaveContext, queue: Queue): Demand[][] {
  const demands: Demand[][] = context.stock.products.map(() => []);
  const add = (demand: Demand) => {
    const { product } = context.wants[demand.shipment]!.wants[demand.want]!.class;
    demands[product]!.push(demand);
  };
  for (const [shipment, { wants }] of context.wants.entries()) {
    const kept: Kept | undefined = queue.kept.get(shipment);
    if (kept === undefined) {
      for (const [want, { class: ofWant, units }] of wants.entries()) {
        add({ shipment, want, sources: ofWant.sources, units });
      }
    } else if (queue.isMovable(shipment)) demandsOfPromise(context, shipment, kept.picks).forEach(add);
  }
  return demands;
}

/** Units of each source that no plan takes that stays where it is. */
export function unitsToGive(context: WaveContext, queue: Queue): Float64Array {
  const units = context.stock.sourceUnits.slice();
  for (const [shipment, { picks }] of queue.kept) {
    if (queue.isMovable(shipment)) continue;
    for (const { source, units: taken } of picks) units[source]! -= taken;
  }
  return units;
}
