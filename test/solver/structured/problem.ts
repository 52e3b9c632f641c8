import type { AllocationProblem } from '../../../src/program/allocation-problem.ts';

/** Stock of one product in one package. */
interface Stock {
  readonly product: number;
  readonly units: number;
  readonly unitCost?: number;
}

/** An allocation problem in few words. Every line may take from every source of its product, unless it is excluded. */
export interface ProblemDraft extends Partial<AllocationProblem> {
  readonly lines: readonly { readonly product: number; readonly quantity: number; readonly group?: number }[];
  readonly packages: readonly {
    readonly location: number;
    /** Days of waiting; without them it is current inventory. */
    readonly day?: number;
    readonly cost?: number;
    readonly stock: readonly Stock[];
  }[];
  /** Pairs of a line and a package that it may not take from. */
  readonly excluded?: readonly (readonly [line: number, item: number])[];
}

/** Lays a draft out as arrays. */
export function problemOf({ lines, packages, excluded = [], ...rest }: ProblemDraft): AllocationProblem {
  const sources = packages.flatMap(({ stock }, item) => stock.map((each) => ({ ...each, item })));
  const mayTake = (line: number, item: number) => !excluded.some(([a, b]) => a === line && b === item);
  const cells = packages.flatMap((_, item) =>
    lines.flatMap(({ product }, line) =>
      sources.flatMap((source, at) =>
        source.item === item && source.product === product && mayTake(line, item) ? [{ line, at }] : [],
      ),
    ),
  );
  return {
    mode: 'none',
    futureFirst: false,
    maxFulfillingLocations: null,
    maxSplitItemLocations: null,
    maxChildShipments: null,
    weights: null,
    lineQuantity: Float64Array.from(lines, ({ quantity }) => quantity),
    lineProduct: Int32Array.from(lines, ({ product }) => product),
    lineGroup: Int32Array.from(lines, ({ group = -1 }) => group),
    groupKits: Float64Array.from(
      { length: 1 + Math.max(-1, ...lines.map(({ group = -1 }) => group)) },
      () => 1,
    ),
    groupTogether: new Uint8Array(1 + Math.max(-1, ...lines.map(({ group = -1 }) => group))),
    packageLocation: Int32Array.from(packages, ({ location }) => location),
    packageWaitDays: Float64Array.from(packages, ({ day = 0 }) => day),
    packageIsFuture: Uint8Array.from(packages, ({ day }) => (day === undefined ? 0 : 1)),
    packageCost: Float64Array.from(packages, ({ cost = 0 }) => cost),
    sourceProduct: Int32Array.from(sources, ({ product }) => product),
    sourcePackage: Int32Array.from(sources, ({ item }) => item),
    sourceAvailable: Float64Array.from(sources, ({ units }) => units),
    sourceUnitCost: Float64Array.from(sources, ({ unitCost = 0 }) => unitCost),
    cellLine: Int32Array.from(cells, ({ line }) => line),
    cellSource: Int32Array.from(cells, ({ at }) => at),
    ...rest,
  };
}

/** Line classes by hand: their lines, sources and sums. */
export const classOf = (
  lines: readonly number[],
  sources: readonly number[],
  wanted: number,
  supply: number,
) => ({ lines, sources, wanted, supply });
