import { z } from 'zod';
import { DateTime } from './calendar.ts';
import { FutureInventoryId, LocationCode, ProductCode } from './ids.ts';
import { Available, Cost } from './quantity.ts';

/** What every location says of itself, here and in the catalogue of a site. */
export const locationFields = {
  locationCode: LocationCode,
  cost: Cost.default(0).meta({
    description:
      'Cost of each child shipment that leaves the location, in a unit of your own choice. Among plans that are equal in all else the cheapest is chosen.',
    examples: [4.5],
  }),
  active: z.boolean().default(true).meta({ description: 'Whether the location fulfils anything at all.' }),
  directShip: z.boolean().default(true).meta({ description: 'Whether it ships to customers (`STH`).' }),
  pickup: z.boolean().default(true).meta({ description: 'Whether customers may pick up there (`BOPIS`).' }),
};

/** A place that fulfils shipments. `cost` is charged for each child shipment that leaves it. */
export const Location = z.strictObject(locationFields).meta({
  description: 'A place that fulfils shipments. One that only stock rows name has the defaults.',
});
/** A place that fulfils shipments. `cost` is charged for each child shipment that leaves it. */
export type Location = z.infer<typeof Location>;

const unitCost = Cost.default(0).meta({
  description: 'Cost of taking one unit from here, in the same unit as the `cost` of locations.',
});

/** What may be promised now of one product at one location. */
export const CurrentInventory = z
  .strictObject({
    locationCode: LocationCode,
    productCode: ProductCode,
    available: Available.meta({
      description:
        'Units that may be promised now: on hand, less what is promised already and what is kept back. Zero or less gives nothing.',
    }),
    unitCost,
  })
  .meta({ description: 'What may be promised now of one product at one location; one row for each pair.' });
/** What may be promised now of one product at one location. */
export type CurrentInventory = z.infer<typeof CurrentInventory>;

/** A future lot: what a delivery brings to one location. Without a date it is expected, but counts nowhere. */
export const FutureInventory = z
  .strictObject({
    futureInventoryId: FutureInventoryId,
    locationCode: LocationCode,
    productCode: ProductCode,
    deliveryDate: DateTime.nullable().meta({
      description:
        'When the lot arrives: a date, or a date with a time that means its day at the site. Null: nobody knows when, and nothing of it is promised.',
      examples: ['2026-05-10'],
    }),
    available: Available.meta({
      description: 'Units of the lot that may still be promised. Zero or less gives nothing.',
    }),
    unitCost,
  })
  .meta({
    description:
      'A future lot: what one delivery brings of one product to one location. Lots that share location, product and day must agree on `unitCost`.',
  });
/** A future lot: what a delivery brings to one location. Without a date it is expected, but counts nowhere. */
export type FutureInventory = z.infer<typeof FutureInventory>;
