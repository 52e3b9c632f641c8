import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';

/** The least and the most of something, both included. */
export type Range = readonly [least: number, most: number];

/** How large, and how scarce, the drawn attempts of a class are. */
export interface Shape {
  readonly lines: Range;
  /** Units that a line wants. */
  readonly quantity: Range;
  readonly locations: Range;
  /** Different days on which lots arrive, all within the Future Date Limit. */
  readonly dates: Range;
  /** Part of the locations that hold a product today; drawn for each attempt. */
  readonly density: Range;
  /** Part of (location, day) pairs at which a lot of a product arrives; drawn for each attempt. */
  readonly lotDensity: Range;
  /** Units that one source gives, as a part of what the shipment wants of the product. */
  readonly share: Range;
  /** Part of the products that today's stock does not cover, where there are dates. */
  readonly shortToday: number;
  /** Everything that is there of a product, as a part of what is wanted; absent: at least all of it. */
  readonly supply?: Range;
  /** Chance that a line wants a product that the line before it wants too. */
  readonly sameProduct?: number;
  /** Chance that a line is kept together with the line before it. */
  readonly keptTogether?: number;
  /** Costs of a unit at each source; absent: none. */
  readonly unitCost?: Range;
  /** Chance that locations cost something, in decimals; elsewhere all costs are the default, zero. */
  readonly costly?: number;
  readonly settings?: OptimizeRequestInput['settings'];
}
