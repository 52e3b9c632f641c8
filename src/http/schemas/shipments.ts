import { z } from 'zod';
import { Decision, HeldLine } from '../../domain/decision.ts';
import {
  ExcludedFutureLocations,
  ExcludedLocations,
  ItemDependencies,
  ShipmentType,
} from '../../domain/shipment.ts';
import { Amounts } from '../../domain/site/money.ts';
import { count, field, numberCursor, pageOf } from './fields.ts';

const priority = z
  .int()
  .meta({ description: 'Place in the queue: a larger number goes first.', examples: [0] });

/** A line of a shipment, as it is answered. */
export const ShipmentItemView = z
  .strictObject({
    lineId: field.lineId.meta({ description: 'Number of the line of the order.' }),
    originalLineId: field.lineId.meta({
      description: 'Number that the line was placed with; no split changes it.',
    }),
    productCode: field.productCode,
    quantity: count.meta({ description: 'Units of the line that this shipment holds.', examples: [3] }),
    originalQuantity: count.meta({ description: 'Units that the line was placed with.', examples: [5] }),
    allowsFutureAllocate: z.boolean().nullable().meta({
      description:
        'Whether the line may take future lots; null: the `futureInventoryEnabled` of the product says, whenever the line is tried.',
    }),
    allowsBackOrder: z.boolean().meta({ description: 'Whether the line may wait in backorder.' }),
    manageStock: z.boolean().meta({
      description:
        'Whether units have to be in stock, as the product said when the line was last placed or released.',
    }),
    itemDependency: z
      .string()
      .nullable()
      .meta({
        description:
          'Name of a group of lines that are released together or not at all, with release by quantity in whole kits; null: none.',
        examples: ['set-1'],
      }),
    excludedLocationCodes: ExcludedLocations,
    excludedFutureLocationCodes: ExcludedFutureLocations,
    blockedLocationCodes: z.array(field.locationCode).meta({
      description:
        'Locations that are blocked for the line since it came back from there, by `unrelease`, `reject` or `blocked-locations`; it may not come from them.',
    }),
    backorderReleaseDate: field.day.meta({
      description:
        'Day on which the line is expected to leave backorder, `YYYY-MM-DD`; null: nobody said. For people; it does not hold a release back.',
    }),
    amounts: Amounts.meta({ description: 'What the units of this shipment cost, in cents.' }),
  })
  .meta({ description: 'A line of a shipment.' });

/** Units that a shipment handed to a child, as they are answered. */
export const ReassignedItemView = z
  .strictObject({
    lineId: field.lineId,
    productCode: field.productCode,
    quantity: count.meta({ description: 'Units that the child took.', examples: [2] }),
    amounts: Amounts.meta({ description: 'What those units cost, in cents.' }),
    childShipmentNumber: field.shipmentNumber.meta({ description: 'The child that took them.' }),
    fulfillmentLocationCode: field.locationCode.nullable().meta({
      description: 'Location that the child leaves from; null: none yet.',
    }),
  })
  .meta({ description: 'Units of a line that went to a child shipment.' });

/** Why a shipment is where it is, for people. */
export const StatusReasonView = z
  .strictObject({
    reasonCode: z.string().meta({
      description:
        'Stable name of the reason. `PAYMENT_REFUSED`: the bank refused. `REJECTED`: the location could not send it. `LOT_SHORT`, `LOT_LATE`, `LOT_MOVED`, `LOT_CANCELED`: its lot brought too little, did not come on its day, comes on another day, or does not come. `UNPROVEN`: it was released by a plan that is not proven best.',
      examples: ['LOT_SHORT'],
    }),
    moreInfo: z.string().meta({ description: 'More, for people: the lot, or what the bank said.' }),
  })
  .meta({ description: 'Why a shipment is where it is.' });

/** Why a shipment waits, as it is answered. */
export const WaitingView = z
  .strictObject({
    reason: z.string().meta({
      description:
        'Stable name of the reason: one of those of an attempt (`NO_EXPECTED_DATE`, `BEYOND_FUTURE_DATE_LIMIT`, …), or what keeps it from going. `ON_HOLD`: a planner holds it. `NOT_BEFORE`: its first day has not come. `PAYMENT`: it is not paid for. `BEHIND_OTHERS`: what is there is kept for those before it. `LOCATION_DAY_FULL`: what it could go from has released as many as it may today (`maxReleasesPerDay`). `UNPROVEN`: no plan was proven good enough. `BEING_DECIDED`: it is about to be tried. `PAUSED`: the site has paused its releases. `SCHEDULE_ONLY`: a run tries it, a change does not. `UNKNOWN_PRODUCT`: nobody has entered a product of it, and no stock names it. `FAILED`: its attempt broke. `PERSON_DECIDES`: it could go, and is with customer care.',
      examples: ['NO_EXPECTED_DATE'],
    }),
    moreInfo: z
      .string()
      .meta({ description: 'More, for people: a day, a product, what the bank said. May be empty.' }),
    lines: z.array(HeldLine).meta({
      description:
        'Its lines, each with its reason and the units that make it so. Empty where no attempt has said any.',
    }),
    earliestReleaseDate: field.day.meta({
      description:
        'First day on which it would be released if the known lots arrive as dated and nothing else changes, `YYYY-MM-DD`; null: no such day is known.',
    }),
    nextTryDay: field.day.meta({
      description:
        'First day on which time alone may change the answer, and on which it is tried by itself; null: none.',
    }),
    decidedAt: field.instant.meta({ description: 'When that was found, ISO 8601 in UTC.' }),
  })
  .meta({ description: 'Why a shipment waits.' });

/** A shipment, as it is answered. */
export const ShipmentView = z
  .strictObject({
    shipmentNumber: field.shipmentNumber,
    version: field.version,
    orderNumber: field.orderNumber,
    externalOrderId: field.externalOrderId,
    shipmentType: ShipmentType,
    shipmentStatus: field.shipmentStatus,
    shipmentStatusReason: StatusReasonView.nullable().meta({
      description: 'Why it is where it is; null: there is nothing to say.',
    }),
    fulfillmentLocationCode: field.locationCode.nullable().meta({
      description:
        'Pickup location of a `BOPIS` one; else where it leaves from, null while that is not known.',
    }),
    futureDate: field.day.meta({
      description: 'While it is `FUTURE`: the day of the lots that it waits for, `YYYY-MM-DD`; else null.',
    }),
    overdue: z.boolean().meta({
      description:
        'While it is `FUTURE`: whether that day has passed without its lots. It goes on waiting for `overdueGraceDays`.',
    }),
    parentShipmentNumber: field.shipmentNumber.nullable().meta({
      description: 'The shipment that it was split from; null: it came of the order itself.',
    }),
    originalShipmentNumber: field.shipmentNumber.meta({
      description: 'The first of its family; its own number where it has no parent.',
    }),
    childShipmentNumbers: z.array(field.shipmentNumber).meta({
      description: 'The shipments that were split from it.',
    }),
    priority,
    submittedAt: field.submittedAt,
    backorderedAt: field.instant.nullable().meta({
      description:
        'When it was first backordered, ISO 8601 in UTC, which no split and no way back changes. Null: never.',
    }),
    releaseNotBefore: field.day.meta({
      description:
        'First day of the site on which runs may release it, `YYYY-MM-DD`; null, or a day that has begun: they may.',
    }),
    onHold: z
      .boolean()
      .meta({ description: 'Whether a planner has put it on hold: every run leaves it alone.' }),
    paymentAuthorizationId: z.string().nullable().meta({
      description: 'The authorization by which it is paid; null: none.',
    }),
    paymentMethod: z
      .string()
      .nullable()
      .meta({
        description:
          "The gateway's token of the means of payment that it was given in place of its order's; null: that of its order.",
        examples: ['pm_card_visa'],
      }),
    itemDependencies: ItemDependencies.meta({
      description: 'How groups of its lines leave, as the order was placed.',
    }),
    items: z
      .array(ShipmentItemView)
      .meta({ description: 'Its lines, with the units that it holds of them.' }),
    reassignedItems: z.array(ReassignedItemView).meta({
      description: 'What it handed to its children. With `items` it adds up to what it once held.',
    }),
    waiting: WaitingView.nullable().optional().meta({
      description:
        'Why it waits, while it is `BACKORDER` or `CUSTOMER_CARE` and that is known; else null. Left out in the answer of a command. As an attempt finds it when it is read, so that it is true also where others have taken units since it was last tried; where none is found within a second, or what is there would release it, as it was found last, at `decidedAt`.',
    }),
    createdAt: field.instant.meta({ description: 'When it was made, ISO 8601 in UTC.' }),
    updatedAt: field.instant.meta({ description: 'When it last changed, ISO 8601 in UTC.' }),
  })
  .meta({ description: 'A shipment of an order.' });
/** A page of shipments. */
export const ShipmentPage = pageOf('Shipments, by number', ShipmentView, numberCursor);

/** Units of one line of a shipment that one source is held for, as they are answered. */
export const AllocationView = z
  .strictObject({
    shipmentNumber: field.shipmentNumber,
    lineId: field.lineId,
    locationCode: field.locationCode,
    productCode: field.productCode,
    futureInventoryId: field.futureInventoryId.nullable().meta({
      description: 'Lot that the units are held of; null: current stock of the location.',
    }),
    quantity: count.meta({ description: 'Units that are held.', examples: [5] }),
  })
  .meta({ description: 'Units of stock that a shipment holds for one of its lines.' });
/** A shipment with what it holds of stock. */
export const ShipmentInFull = ShipmentView.extend({
  allocations: z.array(AllocationView).meta({ description: 'The stock that it holds.' }),
}).meta({ description: 'A shipment of an order, with the stock that it holds.' });

/** A family of shipments. */
export const ShipmentFamily = z
  .strictObject({
    originalShipmentNumber: field.shipmentNumber.meta({ description: 'The first of the family.' }),
    shipments: z.array(ShipmentView).meta({ description: 'Everyone of the family, by number.' }),
  })
  .meta({ description: 'A shipment, and all that were split from it and from one another.' });

/** What a release by hand answers. */
export const ReleaseAnswer = z
  .strictObject({
    outcome: field.outcome,
    reasonCode: field.reasonCode,
    shipment: ShipmentView.nullable().meta({ description: 'The shipment as it is now.' }),
    decision: Decision.nullable().meta({
      description: 'What was decided, explained; null: nothing was, since it was skipped.',
    }),
  })
  .meta({ description: 'What came of a release by hand.' });
