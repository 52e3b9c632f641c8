import { z } from 'zod';
import { CalendarDate } from './calendar.ts';
import { LocationCode, ProductCode } from './ids.ts';
import { Quantity } from './quantity.ts';

const kind = <Kind extends string>(name: Kind) =>
  z.literal(name).meta({ description: 'Which kind of change it is.' });

/** A fix: a longer Future Date Limit. */
export const ExtendLimitFix = z
  .strictObject({
    kind: kind('EXTEND_FUTURE_DATE_LIMIT'),
    lastDay: CalendarDate.meta({
      description: 'Earliest last day of the limit that releases it, `YYYY-MM-DD`.',
    }),
    days: z
      .int()
      .positive()
      .meta({ description: 'Days from the day of the attempt to `lastDay`.', examples: [40] }),
  })
  .meta({ description: 'A Future Date Limit that reaches to this day would release the shipment.' });

/** A fix: the site's switch. */
export const EnableSiteFix = z
  .strictObject({ kind: kind('ENABLE_FUTURE_FOR_SITE') })
  .meta({ description: 'Turning `futureInventoryEnabled` on for the site would release the shipment.' });

/** A fix: the switch of products. */
export const EnableProductsFix = z
  .strictObject({
    kind: kind('ENABLE_FUTURE_FOR_PRODUCT'),
    productCodes: z
      .array(ProductCode)
      .min(1)
      .meta({ description: 'Products that need it; none of them can be left out.' }),
  })
  .meta({ description: 'Letting these products take future lots would release the shipment.' });

/** Units that would free a shipment. */
export const AddedUnits = z
  .strictObject({
    productCode: ProductCode,
    quantity: Quantity.meta({ description: 'Units more than there are.' }),
    locationCode: LocationCode.nullable().meta({
      description: 'Location at which they would have to be; null: any that the line may use.',
    }),
    byDay: CalendarDate.meta({
      description:
        'Day by which they would have to arrive, `YYYY-MM-DD`: the last day of the limit, or the day of the attempt where future lots do not count.',
    }),
  })
  .meta({ description: 'Units of one product that would have to be there.' });

/** A fix: more units. */
export const AddUnitsFix = z
  .strictObject({
    kind: kind('ADD_UNITS'),
    units: z.array(AddedUnits).min(1).meta({ description: 'All of these together, no fewer.' }),
  })
  .meta({ description: 'So many more units would release the shipment.' });

/** A smallest change after which the shipment would be released, proven by solving. */
export const Fix = z
  .discriminatedUnion('kind', [ExtendLimitFix, EnableSiteFix, EnableProductsFix, AddUnitsFix])
  .meta({
    description:
      'A smallest change after which the shipment would be released, all else as it is; proven by solving the changed attempt.',
  });
/** A smallest change after which the shipment would be released, proven by solving. */
export type Fix = z.infer<typeof Fix>;
