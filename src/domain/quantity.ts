import { z } from 'zod';

/** The largest quantity, in units, that a line may want or a source may give. */
export const MAX_QUANTITY = 1_000_000_000;
/** The largest cost, in the caller's unit, that a location or a unit may have: sums stay finite. */
const MAX_COST = 1_000_000_000_000;

/** Units wanted: an integer from 1 to 10⁹. */
export const Quantity = z
  .int()
  .min(1)
  .max(MAX_QUANTITY)
  .meta({ description: 'Units of the product.', examples: [5] });

/** Units a source may give: an integer from −10⁹ to 10⁹; zero or less gives nothing. */
export const Available = z
  .int()
  .min(-MAX_QUANTITY)
  .max(MAX_QUANTITY)
  .meta({
    description:
      'Units that may be promised. Zero or less gives nothing, and is never set off against the stock of another place.',
    examples: [5],
  });

/** A finite number ≥ 0 in the caller's cost unit, decimals included. */
export const Cost = z
  .number()
  .min(0)
  .max(MAX_COST)
  .meta({
    description: 'Cost in a unit of your own choice, decimals allowed. Use the same unit everywhere.',
    examples: [4.5],
  });
