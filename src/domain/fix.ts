import { z } from 'zod';
import { CalendarDate } from './calendar.ts';
import { FutureInventoryId, LineId, LocationCode, ProductCode, ShipmentNumber } from './ids.ts';
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

/** A fix: current inventory counts. */
export const UseCurrentInventoryFix = z
  .strictObject({ kind: kind('USE_CURRENT_INVENTORY') })
  .meta({ description: 'Turning `useCurrentInventory` on would release the shipment.' });

/** A location that would have to serve, and its switches that are off. */
export const OpenedLocation = z
  .strictObject({
    locationCode: LocationCode,
    switches: z
      .array(z.enum(['active', 'directShip', 'pickup']))
      .min(1)
      .meta({ description: 'Switches of the location that would have to be on, all of them.' }),
  })
  .meta({ description: 'A location that would have to serve the shipment.' });

/** A fix: the switches of locations. */
export const OpenLocationFix = z
  .strictObject({
    kind: kind('OPEN_LOCATION'),
    locations: z
      .array(OpenedLocation)
      .min(1)
      .meta({ description: 'Locations to switch on; none of them can be left out.' }),
  })
  .meta({ description: 'Switching these locations on would release the shipment.' });

/** A location that a line would have to be allowed. */
export const AllowedLocation = z
  .strictObject({ lineId: LineId, locationCode: LocationCode })
  .meta({ description: 'A location that is on a list of exclusions of the line.' });

/** A fix: exclusions of lines. */
export const AllowLocationFix = z
  .strictObject({
    kind: kind('ALLOW_LOCATION'),
    lines: z.array(AllowedLocation).min(1).meta({
      description:
        'Exclusions to take off `excludedLocationCodes` and `excludedFutureLocationCodes`; all of them.',
    }),
  })
  .meta({ description: 'Letting these lines use these locations would release the shipment.' });

/** A fix: a higher limit. */
export const RaiseLimitFix = z
  .strictObject({
    kind: kind('RAISE_LIMIT'),
    limit: z
      .enum(['maxFulfillingLocations', 'maxSplitItemLocations', 'maxChildShipments'])
      .meta({ description: 'Setting to raise.' }),
    to: z
      .int()
      .positive()
      .meta({ description: 'Least value that releases it.', examples: [2] }),
  })
  .meta({ description: 'A limit raised to this value would release the shipment.' });

/** A location and the limit on its releases of a day that it would have to have. */
export const RaisedDayLimit = z
  .strictObject({
    locationCode: LocationCode,
    to: z
      .int()
      .positive()
      .meta({
        description: 'Least `maxReleasesPerDay` that lets it release one more today.',
        examples: [201],
      }),
  })
  .meta({ description: 'A location that has released as many shipments as it may today.' });

/** A fix: a higher limit on what locations release a day. Only the release system counts that. */
export const RaiseDayLimitFix = z
  .strictObject({
    kind: kind('RAISE_DAY_LIMIT'),
    locations: z
      .array(RaisedDayLimit)
      .min(1)
      .meta({ description: 'Locations whose limit is to be raised; none of them can be left out.' }),
  })
  .meta({
    description:
      'These locations have released as many shipments as they may today; raising their `maxReleasesPerDay` would release this one. Found by the release system, not by `/v1/optimize`.',
  });
/** A fix: a higher limit on what locations release a day. */
export type RaiseDayLimitFix = z.infer<typeof RaiseDayLimitFix>;

/** A lot, by its key, and the day on which it is due. */
export const NamedLot = z
  .strictObject({
    futureInventoryId: FutureInventoryId,
    locationCode: LocationCode,
    productCode: ProductCode,
    deliveryDay: CalendarDate.meta({ description: 'Day on which it is due, `YYYY-MM-DD`.' }),
  })
  .meta({ description: 'A future lot.' });

/** A lot, by its key, and the day on which it is due. */
export type NamedLot = z.infer<typeof NamedLot>;

const lots = z.array(NamedLot).min(1).meta({ description: 'Lots; none of them can be left out.' });

/** A fix: lots that come earlier. */
export const MoveLotsFix = z
  .strictObject({
    kind: kind('MOVE_LOTS_EARLIER'),
    byDay: CalendarDate.meta({
      description: 'Day by which they would have to come, `YYYY-MM-DD`: the last day of the limit.',
    }),
    lots,
  })
  .meta({ description: 'These lots, all of them moved to this day, would release the shipment.' });

/** A fix: the receipt of overdue lots. */
export const ReceiveOverdueFix = z.strictObject({ kind: kind('RECEIVE_OVERDUE_LOTS'), lots }).meta({
  description:
    'The receipt of these lots, whose day has passed, would release the shipment: their units would be current stock.',
});

/** Units that another shipment holds. */
export const GivenUpUnits = z
  .strictObject({
    productCode: ProductCode,
    quantity: Quantity.meta({
      description: 'Units of those that it holds there; with one less it does not do.',
    }),
    locationCode: LocationCode,
    futureInventoryId: FutureInventoryId.nullable().meta({
      description: 'Lot that they are promised from; null: current stock.',
    }),
    deliveryDay: CalendarDate.nullable().meta({
      description: 'Day on which that lot is due, `YYYY-MM-DD`; null: current stock.',
    }),
  })
  .meta({ description: 'Units of one source that another shipment would have to give up.' });

/** A fix: another shipment gives up units. Only the release system knows who holds them. */
export const GiveUpUnitsFix = z
  .strictObject({
    kind: kind('GIVE_UP_UNITS'),
    shipmentNumber: ShipmentNumber.meta({
      description:
        'Shipment in `READY` or `FUTURE` that holds the units; `/unrelease` frees all that it holds.',
    }),
    units: z.array(GivenUpUnits).min(1).meta({ description: 'All of these together, no fewer.' }),
  })
  .meta({
    description:
      'So many units that another shipment holds would release this one. Found by a dry run of the release system, not by `/v1/optimize`, which knows no other shipment.',
  });
/** A fix: another shipment gives up units. */
export type GiveUpUnitsFix = z.infer<typeof GiveUpUnitsFix>;

/** Units that would free a shipment. */
export const AddedUnits = z
  .strictObject({
    productCode: ProductCode,
    quantity: z.int().positive().meta({
      description:
        'Units more than there are. More than a line can want where several lines lack them, or more is promised than there is.',
    }),
    locationCode: LocationCode.nullable().meta({
      description: 'Location at which they would have to be; null: any that the line may use.',
    }),
    byDay: CalendarDate.meta({
      description:
        'Day by which they would have to arrive, `YYYY-MM-DD`: the last day of the limit, or the day of the attempt where future lots do not count. Proven for a lot expected on this day; for units in stock where it is the day of the attempt and current inventory counts. Where packages are limited, an earlier arrival may need one more.',
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

const KINDS = [
  ReceiveOverdueFix,
  EnableProductsFix,
  AllowLocationFix,
  OpenLocationFix,
  EnableSiteFix,
  UseCurrentInventoryFix,
  ExtendLimitFix,
  RaiseLimitFix,
  RaiseDayLimitFix,
  MoveLotsFix,
  GiveUpUnitsFix,
  AddUnitsFix,
] as const;

/** A change of one kind. */
const SingleFix = z.discriminatedUnion('kind', KINDS);
/** A change of one kind. */
export type SingleFix = z.infer<typeof SingleFix>;

/** A fix: changes of which none is enough alone. */
export const CombinedFix = z
  .strictObject({
    kind: kind('COMBINED'),
    all: z
      .array(SingleFix)
      .min(2)
      .meta({ description: 'Changes to make, all of them: none can be left out, and none can be smaller.' }),
  })
  .meta({
    description:
      'These changes together would release the shipment; no change of one of their kinds would on its own. Of two kinds, or units that several shipments hold.',
  });
/** A fix: changes of which none is enough alone. */
export type CombinedFix = z.infer<typeof CombinedFix>;

/** A smallest change after which the shipment would be released, proven by solving. */
export const Fix = z.discriminatedUnion('kind', [...KINDS, CombinedFix]).meta({
  description:
    'A smallest change after which the shipment would be released, all else as it is; proven by solving the changed attempt.',
});
/** A smallest change after which the shipment would be released, proven by solving. */
export type Fix = z.infer<typeof Fix>;
