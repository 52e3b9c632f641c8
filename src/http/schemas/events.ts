import { z } from 'zod';
import type { Topic } from '../../domain/site/event.ts';
import { count, field, numberCursor, pageOf } from './fields.ts';
import { LotView } from './inventory.ts';
import { RunCountsView, RunView } from './runs.ts';
import { StatusReasonView } from './shipments.ts';

/** One property of an event: KIBO writes them as pairs of key and value. */
const property = <Key extends string, Value extends z.ZodType>(key: Key, description: string, value: Value) =>
  z
    .strictObject({
      key: z.literal(key).meta({ description: `Always \`${key}\`.` }),
      value: value.meta({ description }),
    })
    .meta({ description });

/** A line that waits, as events tell of it. */
export const WaitingLine = z
  .strictObject({
    lineId: field.lineId,
    productCode: field.productCode,
    quantity: count.meta({ description: 'Units that wait.', examples: [5] }),
    backorderReleaseDate: field.day.meta({
      description: 'Day on which the line is expected, `YYYY-MM-DD`; null: nobody knows.',
    }),
  })
  .meta({ description: 'A line that waits in backorder.' });

/** The properties that events have, by the name that the OpenAPI document gives them. */
export const EventProperties = {
  OrderIdProperty: property('orderId', 'Number of the order.', count),
  ExternalOrderIdProperty: property(
    'externalOrderId',
    'Your own name for the order; null: it was given none.',
    z.string().nullable(),
  ),
  OldStatusProperty: property(
    'oldstatus',
    'Status of the shipment before; null: it is new.',
    field.shipmentStatus.nullable(),
  ),
  NewStatusProperty: property('newstatus', 'Status of the shipment now.', field.shipmentStatus),
  EventLocationProperty: property(
    'locationCode',
    'Location that it is about; null: none is known.',
    z.string().nullable(),
  ),
  ChildrenProperty: property(
    'childShipmentNumbers',
    'Numbers of all shipments that were split from this one.',
    z.array(count),
  ),
  ParentProperty: property(
    'parentShipmentNumber',
    'Number of the shipment that it was split from; null: none.',
    count.nullable(),
  ),
  OriginalProperty: property('originalShipmentNumber', 'Number of the first of its family.', count),
  FutureDateProperty: property(
    'futureDate',
    'Day of the lots that it waits for, `YYYY-MM-DD`; null: it waits for none.',
    field.day,
  ),
  OldFutureDateProperty: property('oldFutureDate', 'Day that it waited for before, `YYYY-MM-DD`.', field.day),
  StatusReasonProperty: property(
    'shipmentStatusReason',
    'Why it is where it is; null: there is nothing to say.',
    StatusReasonView.nullable(),
  ),
  BackorderedAtProperty: property(
    'backorderedAt',
    'When it was first backordered, ISO 8601 in UTC.',
    z.string().nullable(),
  ),
  WaitingLinesProperty: property('items', 'Its lines, as they wait now.', z.array(WaitingLine)),
  OldWaitingLinesProperty: property('oldItems', 'Its lines, as they waited before.', z.array(WaitingLine)),
  IsPartialProperty: property('isPartial', 'Whether a part of it stays in backorder.', z.boolean()),
  PassedProperty: property(
    'passedShipmentNumbers',
    'Numbers of shipments that stood before it and want what a person let it have, a hundred at most. Left out: none.',
    z.array(count),
  ),
  ProofProperty: property(
    'proof',
    'What is proven of the plan, where it is not proven best. Left out: it is.',
    z.literal('feasible'),
  ),
  GapProperty: property(
    'gap',
    'How far the plan may be from the best, as a part of its value; null: nothing bounds it. Left out: it is the best.',
    z.number().nullable(),
  ),
  ProductCodeProperty: property('productCode', 'Code of the product.', z.string()),
  CauseProperty: property(
    'cause',
    'What changed the stock: `refresh` and `adjust` of inventory, the `transfer` of units to another location, the `receipt` of a lot, or a change of a `lot`.',
    z.enum(['refresh', 'adjust', 'transfer', 'receipt', 'lot']),
  ),
  FutureInventoryIdProperty: property('futureInventoryId', 'Id of the lot.', z.string()),
  DeliveryDateProperty: property(
    'deliveryDate',
    'Day on which the lot arrives, `YYYY-MM-DD`; null: nobody knows.',
    field.day,
  ),
  LotStatusProperty: property('status', 'Status of the lot now.', LotView.shape.status),
  RunStatusProperty: property('status', 'How the run ended.', RunView.shape.status),
  RunTriggerProperty: property('trigger', 'What started the run.', RunView.shape.trigger),
  RunPolicyProperty: property('policy', 'The policy of the run.', RunView.shape.policy),
  DryRunProperty: property('dryRun', 'Whether the run changed nothing.', z.boolean()),
  RunCountsProperty: property('counts', 'What the run came to.', RunCountsView),
};
const P = EventProperties;

/** An event of one topic. */
const event = <T extends Topic, Property extends z.ZodType>(
  topic: T,
  what: string,
  entity: string,
  properties: Property,
) =>
  z
    .strictObject({
      position: count.meta({
        description:
          'Place in the stream of the site. It grows in the order of commit and is never used again.',
        examples: [42],
      }),
      eventId: z.string().meta({
        description:
          'Id of the event. A delivery that is repeated has the same: use it to leave out what you have seen.',
      }),
      topic: z.literal(topic).meta({ description: 'What kind of event it is.' }),
      entityId: z.string().meta({ description: entity }),
      timestamp: field.instant.meta({ description: 'When it happened, ISO 8601 in UTC.' }),
      correlationId: z.string().meta({
        description:
          'The same for all events that one change caused: the `X-Request-Id` of the request, or an id of the run.',
      }),
      extendedProperties: z.array(properties).meta({
        description: 'What happened, as pairs of key and value; each key occurs once at most.',
      }),
    })
    .meta({ description: what });

/** What each topic tells; the webhooks of the OpenAPI document are made of it. */
export const EVENTS = {
  'shipment.statuschanged': event(
    'shipment.statuschanged',
    'A shipment has another status, is new, or has got children.',
    'Number of the shipment.',
    z.discriminatedUnion('key', [
      P.OrderIdProperty,
      P.ExternalOrderIdProperty,
      P.OldStatusProperty,
      P.NewStatusProperty,
      P.EventLocationProperty,
      P.ChildrenProperty,
      P.ParentProperty,
      P.OriginalProperty,
      P.FutureDateProperty,
      P.StatusReasonProperty,
      P.PassedProperty,
    ]),
  ),
  'shipment.backordered': event(
    'shipment.backordered',
    'A shipment begins to wait in backorder, or has gone back there.',
    'Number of the shipment.',
    z.discriminatedUnion('key', [
      P.OrderIdProperty,
      P.ExternalOrderIdProperty,
      P.BackorderedAtProperty,
      P.WaitingLinesProperty,
    ]),
  ),
  'shipment.backorderdatechanged': event(
    'shipment.backorderdatechanged',
    'A line of a shipment in backorder is expected on another day.',
    'Number of the shipment.',
    z.discriminatedUnion('key', [
      P.OrderIdProperty,
      P.ExternalOrderIdProperty,
      P.OldWaitingLinesProperty,
      P.WaitingLinesProperty,
    ]),
  ),
  'shipment.futuredatechanged': event(
    'shipment.futuredatechanged',
    'A FUTURE shipment waits for another day; it keeps its number.',
    'Number of the shipment.',
    z.discriminatedUnion('key', [
      P.OrderIdProperty,
      P.ExternalOrderIdProperty,
      P.OldFutureDateProperty,
      P.FutureDateProperty,
      P.EventLocationProperty,
    ]),
  ),
  'shipment.overdue': event(
    'shipment.overdue',
    'The day that a FUTURE shipment waits for has passed, and its lots have not come. It goes on waiting for `overdueGraceDays`.',
    'Number of the shipment.',
    z.discriminatedUnion('key', [
      P.OrderIdProperty,
      P.ExternalOrderIdProperty,
      P.FutureDateProperty,
      P.EventLocationProperty,
    ]),
  ),
  'shipment.released': event(
    'shipment.released',
    'A shipment was released from backorder, whole or in part.',
    'Number of the shipment.',
    z.discriminatedUnion('key', [
      P.OrderIdProperty,
      P.ExternalOrderIdProperty,
      P.NewStatusProperty,
      P.IsPartialProperty,
      P.EventLocationProperty,
      P.ChildrenProperty,
      P.ProofProperty,
      P.GapProperty,
    ]),
  ),
  'inventory.changed': event(
    'inventory.changed',
    'The stock of a product has changed, or one of its lots has.',
    'Code of the product.',
    z.discriminatedUnion('key', [
      P.ProductCodeProperty,
      P.CauseProperty,
      P.FutureInventoryIdProperty,
      P.EventLocationProperty,
      P.DeliveryDateProperty,
      P.LotStatusProperty,
    ]),
  ),
  'run.completed': event(
    'run.completed',
    'A run over the backlog has ended, well or not.',
    'Id of the run.',
    z.discriminatedUnion('key', [
      P.RunStatusProperty,
      P.RunTriggerProperty,
      P.RunPolicyProperty,
      P.DryRunProperty,
      P.RunCountsProperty,
    ]),
  ),
} as const satisfies Record<Topic, z.ZodType>;

/** An event, whatever it tells. */
export const EventView = z
  .discriminatedUnion('topic', [
    EVENTS['shipment.statuschanged'],
    EVENTS['shipment.backordered'],
    EVENTS['shipment.backorderdatechanged'],
    EVENTS['shipment.futuredatechanged'],
    EVENTS['shipment.overdue'],
    EVENTS['shipment.released'],
    EVENTS['inventory.changed'],
    EVENTS['run.completed'],
  ])
  .meta({ description: 'Something that happened.' });
/** A page of events. */
export const EventPage = pageOf('Events from `after` on, in order', EventView, numberCursor);
