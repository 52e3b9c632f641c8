import { z } from 'zod';
import { ProductCode } from '../ids.ts';
import { locationFields } from '../stock.ts';

/** The switches of a product. One that nobody has entered has the defaults. */
export const Product = z
  .strictObject({
    productCode: ProductCode,
    outOfStockBehavior: z
      .enum(['DisplayMessage', 'AllowBackOrder', 'HideProduct'])
      .default('DisplayMessage')
      .meta({
        description:
          'Whether the product may be backordered: only with `AllowBackOrder`. The other two are for the shop, and mean the same here.',
      }),
    futureInventoryEnabled: z.boolean().default(false).meta({
      description:
        'Whether future lots of the product may be promised. The switch of the site must be on as well; a line may say otherwise for itself.',
    }),
    manageStock: z.boolean().default(true).meta({
      description: 'Whether units have to be in stock. False: lines of the product need no stock.',
    }),
    backorderDays: z
      .int()
      .min(0)
      .max(36_500)
      .nullable()
      .default(null)
      .meta({
        description:
          'Days after which a backordered line is expected, where it has no date of its own; null: `defaultBackOrderDays` of the settings says.',
        examples: [10],
      }),
  })
  .meta({ description: 'The switches of a product. One that was never entered has the defaults.' });
/** The switches of a product. One that nobody has entered has the defaults. */
export type Product = z.infer<typeof Product>;

/** A place that fulfils shipments. One that only stock rows name has the defaults. */
export const SiteLocation = z
  .strictObject({
    ...locationFields,
    maxReleasesPerDay: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .nullable()
      .default(null)
      .meta({
        description:
          'The brake of a location: most shipments that are released from it on one day of the site, placed orders among them. Once it has, it counts as not shipping until the next day, and who waits for it alone says `LOCATION_DAY_FULL`. Null: any number.',
        examples: [200],
      }),
  })
  .meta({
    description: 'A place that fulfils shipments. One that only stock rows name has the defaults.',
  });
/** A place that fulfils shipments. One that only stock rows name has the defaults. */
export type SiteLocation = z.infer<typeof SiteLocation>;

/** A record with the number of its changes; 0 where nobody has written it yet and it has the defaults. */
export interface Versioned<Value> {
  readonly value: Value;
  readonly version: number;
}
