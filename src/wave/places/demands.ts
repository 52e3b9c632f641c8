import type { Commitment, WavePlan } from '../plan.ts';

/** What a shipment has of one product on one day, and what each location could give of it. */
export interface PlaceDemand {
  readonly want: number;
  readonly units: number;
  /** Sources of the day that it may use, in the order of locations. */
  readonly sources: Int32Array;
  /** Units, up to what is needed, that each location can give; by number of the location. */
  readonly most: Float64Array;
  /** The source at each location, or −1. */
  readonly sourceAt: Int32Array;
}

/**
 * What a shipment needs of one day, and which locations could serve it.
 *
 * @param mostOf units, up to those wanted, that a source could give: once the shipment's own are given back, while all
 * others stand; or all that it has
 */
export function placeDemands(
  plan: WavePlan,
  shipment: number,
  commitments: readonly Commitment[],
  mostOf: (source: number, wanted: number) => number,
): PlaceDemand[] {
  const { sourceLocation, locations } = plan.stock;
  return commitments.map(({ want, at, units }) => {
    const { sources, starts } = plan.wants[shipment]!.wants[want]!.class;
    const ofDay = sources.subarray(starts[at]!, starts[at + 1]!);
    const most = new Float64Array(locations.length);
    const sourceAt = new Int32Array(locations.length).fill(-1);
    for (const source of ofDay) {
      const location = sourceLocation[source]!;
      most[location] = mostOf(source, units);
      sourceAt[location] = source;
    }
    return { want, units, sources: ofDay, most, sourceAt };
  });
}
