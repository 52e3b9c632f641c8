import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import type { Range } from '../shape.ts';

/** A shipment's line as a request writes it. */
export type Item = OptimizeRequestInput['shipment']['items'][number];
export type Settings = NonNullable<OptimizeRequestInput['settings']>;

/**
 * How costs look. `none`: all 0. `whole`: 0 to 9, so many are equal. `prices`: 1.00 to 19.99. `near`: cents apart
 * (7.95 to 8.00), so that many plans cost nearly the same and bounds have to be sharp. `steps`: 5, 5.37, 5.74, …, all
 * different and evenly apart.
 */
export type CostStyle = 'none' | 'whole' | 'prices' | 'near' | 'steps';

/**
 * Units that one source gives. `ones`: a single unit. `few`: 1 to 4. `shares`: 3 to 30 % of what is wanted of the
 * product. `all`: 30 to 120 % of it, so that one source often suffices. `spread`: so little that it lies at 10 to 60 %
 * of all places. `uneven`: likewise, but log-normal: a few places hold much more than most.
 */
export type Pieces = 'ones' | 'few' | 'shares' | 'all' | 'spread' | 'uneven';

/**
 * A plan that is put into the stock before anything else, so that limits which it keeps leave an attempt feasible
 * without anybody having to solve it.
 */
export interface Planted {
  /** Locations that the plan comes from. */
  readonly locations: Range;
  /** Most locations that it takes one line from. */
  readonly split: Range;
}

/** What the attempts of a varied class are drawn from. Where there are several choices, each attempt draws one. */
export interface VariedShape {
  readonly lines: Range;
  /** Units that a line wants. */
  readonly quantity: readonly Range[];
  readonly locations: Range;
  /** Different days on which lots arrive, within the Future Date Limit. */
  readonly dates: Range;
  /** Different products, as a part of the lines; absent: each line its own. Which line wants which follows Zipf. */
  readonly products?: readonly number[];
  readonly pieces: readonly Pieces[];
  /** Stock of a product, as a multiple of what is wanted of it: below 1 it is short, 1.1 is scarce, 10 is plenty. */
  readonly supply: readonly number[];
  /** Part of the locations that hold a product at least, however little of it is wanted; absent: none. */
  readonly density?: readonly number[];
  /** Chance that today's stock of a product does not cover what is wanted, where there are dates. */
  readonly shortToday: number;
  readonly costs: readonly CostStyle[];
  readonly unitCosts: readonly CostStyle[];
  /** Chance that a line has locations excluded, or takes no future stock. */
  readonly ruled?: number;
  readonly planted?: Planted;
}
