/**
 * One release attempt as plain numbers, before it is written out as rows. It is a single-shipment multi-commodity
 * fixed-charge transportation problem: lines demand units of products (commodities), sources supply them, and a package
 * has a fixed charge. The structured search solves it as it is.
 *
 * Lines, packages, sources and cells are named by their positions, each in the written order: lines by id, packages by
 * (location code, day) with current inventory first, cells by (package, line).
 */
export interface AllocationProblem {
  readonly mode: 'none' | 'line' | 'quantity';
  /** True under `useFutureBeforeCurrent`: level 2 then counts current units instead of future ones. */
  readonly futureFirst: boolean;
  readonly maxFulfillingLocations: number | null;
  readonly maxSplitItemLocations: number | null;
  /** The most packages that may be opened. */
  readonly maxChildShipments: number | null;
  /** The caller's weights in level order, or null for the lexicographic order. */
  readonly weights: Float64Array | null;
  /** q_i, units. */
  readonly lineQuantity: Float64Array;
  readonly lineProduct: Int32Array;
  /** The group that the line is kept together with, −1 for none, and where its group constrains nothing. */
  readonly lineGroup: Int32Array;
  /** N_g: the kits of each group. A kit holds q_i / N_g units of each line, and by quantity only whole kits are released. */
  readonly groupKits: Float64Array;
  /** 1 where every package gives whole kits of the group. */
  readonly groupTogether: Uint8Array;
  readonly packageLocation: Int32Array;
  /** d_k, days; 0 for current inventory. */
  readonly packageWaitDays: Float64Array;
  /** 1 where the package is dated, 0 where it is current inventory. */
  readonly packageIsFuture: Uint8Array;
  /** The cost of the package's location. */
  readonly packageCost: Float64Array;
  readonly sourceProduct: Int32Array;
  readonly sourcePackage: Int32Array;
  /** a_pk, units, positive. */
  readonly sourceAvailable: Float64Array;
  readonly sourceUnitCost: Float64Array;
  readonly cellLine: Int32Array;
  readonly cellSource: Int32Array;
}
