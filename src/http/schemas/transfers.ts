import { z } from 'zod';
import { LocationCode, ProductCode } from '../../domain/ids.ts';
import { Quantity } from '../../domain/quantity.ts';
import { field } from './fields.ts';
import { StockView } from './inventory.ts';

/** Most transfers of one request. */
const MOST_TRANSFERS = 12_000;

/** Units that go from one location to another. */
export const Transfer = z
  .strictObject({
    productCode: ProductCode,
    fromLocationCode: LocationCode.meta({ description: 'Location that the units leave.' }),
    toLocationCode: LocationCode.meta({ description: 'Location that they are at from now on; another one.' }),
    quantity: Quantity.meta({ description: 'Units that go; no more than are `available` there.' }),
  })
  .meta({ description: 'Units of one product that go from one location to another.' });
/** Transfers, done in their order. */
export const Transfers = z
  .strictObject({
    transfers: z.array(Transfer).min(1).max(MOST_TRANSFERS).meta({
      description: 'Transfers, done in their order: each may take what those before it have brought.',
    }),
  })
  .meta({ description: 'Units that are moved, all of them or none.' });
/** What transfers answer. */
export const StockTransferred = z
  .strictObject({
    stock: z
      .array(StockView)
      .meta({ description: 'Current stock of the places that were named, by location and product.' }),
    changedProducts: z.array(field.productCode).meta({
      description: 'Products of which units are elsewhere now; the shipments that want them are tried again.',
    }),
  })
  .meta({ description: 'Where the units are now.' });
