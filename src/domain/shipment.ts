import { z } from 'zod';
import { ItemDependency, LineId, LocationCode, ProductCode, ShipmentNumber } from './ids.ts';
import { Quantity } from './quantity.ts';

/** Ship to home (STH) looks across locations; pickup (BOPIS) looks only at the pickup location. */
export const ShipmentType = z.enum(['STH', 'BOPIS']).meta({
  description:
    '`STH`: shipped to the customer, from any location that may ship. `BOPIS`: picked up by the customer, only from the pickup location.',
});
/** Ship to home (STH) looks across locations; pickup (BOPIS) looks only at the pickup location. */
export type ShipmentType = z.infer<typeof ShipmentType>;

/** The locations that a line may not come from at all. */
export const ExcludedLocations = z.array(LocationCode).meta({
  description: 'Locations that the line may come from neither now nor later.',
});
/** The locations whose lots a line may not take; beside {@link ExcludedLocations}. */
export const ExcludedFutureLocations = z.array(LocationCode).meta({
  description: 'Locations whose future lots the line may not take; their current stock it may.',
});

/** How the lines of one group leave: each from where it lies, or as whole kits in every child shipment. */
export const ItemDependencyRule = z
  .strictObject({
    itemDependency: ItemDependency.meta({ description: 'Name of the group, as its lines state it.' }),
    ship: z.enum(['independently', 'together']).default('independently').meta({
      description:
        '`independently`: each line of the group leaves from where its units lie. `together`: every child shipment holds whole kits of the group.',
    }),
  })
  .meta({
    description:
      'How the lines of one group leave. A kit is the smallest set of whole units in which the quantities of all its lines keep their proportion.',
  });
/** How the lines of one group leave: each from where it lies, or as whole kits in every child shipment. */
export type ItemDependencyRule = z.infer<typeof ItemDependencyRule>;

/** The rules of the groups of a shipment or an order. */
export const ItemDependencies = z.array(ItemDependencyRule).meta({
  description:
    'How groups of lines leave. A group that is not named here leaves `independently`; one may be named once.',
});

/** A quantity of one product that a shipment wants. */
export const Line = z
  .strictObject({
    lineId: LineId.meta({
      description: 'Number of the line, unique in the shipment. The reply refers to it.',
    }),
    productCode: ProductCode,
    quantity: Quantity.meta({ description: 'Units that the shipment wants of the product.' }),
    allowsFutureAllocate: z.boolean().default(true).meta({
      description:
        'Whether the line may take future lots. The `futureInventoryEnabled` of the settings must be on as well.',
    }),
    manageStock: z.boolean().default(true).meta({
      description:
        'Whether units of the product have to be in stock. False: the line needs no stock, holds nothing up, and travels with the first child shipment.',
    }),
    itemDependency: ItemDependency.nullable().default(null).meta({
      description:
        'Name of a group of lines that are released together or not at all, with release by quantity in whole kits; null: none.',
    }),
    excludedLocationCodes: ExcludedLocations.default([]),
    excludedFutureLocationCodes: ExcludedFutureLocations.default([]),
  })
  .meta({ description: 'A quantity of one product that the shipment wants.' });
/** A quantity of one product that a shipment wants. */
export type Line = z.infer<typeof Line>;

/** A shipment that waits in BACKORDER. */
export const Shipment = z
  .strictObject({
    shipmentNumber: ShipmentNumber.meta({ description: 'Number of the shipment. The reply repeats it.' }),
    shipmentType: ShipmentType.default('STH'),
    fulfillmentLocationCode: LocationCode.nullable().default(null).meta({
      description: 'Pickup location; required for `BOPIS`. For `STH` it has no effect; null: none.',
    }),
    itemDependencies: ItemDependencies.default([]),
    items: z
      .array(Line)
      .min(1, 'must hold at least one line')
      .meta({ description: 'Lines of the shipment, at least one. Two lines may want the same product.' }),
  })
  .meta({ description: 'A shipment that waits in `BACKORDER` with nothing allocated.' });
/** A shipment that waits in BACKORDER. */
export type Shipment = z.infer<typeof Shipment>;
