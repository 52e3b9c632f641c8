import { z } from 'zod';
import { CalendarDate } from '../../domain/calendar.ts';
import { FutureInventoryId, LineId, LocationCode, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import { SHIPMENT_STATUSES } from '../../domain/site/shipment.ts';

/** A whole number ≥ 0. */
export const count = z.int().nonnegative();

/** The fields that many resources answer; each says what it is, and a resource may say it more closely. */
export const field = {
  locationCode: LocationCode,
  productCode: ProductCode,
  futureInventoryId: FutureInventoryId,
  lineId: LineId,
  shipmentNumber: ShipmentNumber,
  orderNumber: count.meta({ description: 'Number of the order, given by the service.', examples: [1] }),
  externalOrderId: z
    .string()
    .nullable()
    .meta({ description: 'Your own name for the order; null: it was given none.', examples: ['web-7'] }),
  submittedAt: z.string().meta({
    description:
      'When the order was submitted, ISO 8601 in UTC: the age of its shipments in the queue, which nothing restarts.',
    examples: ['2026-05-01T09:00:00.000Z'],
  }),
  day: CalendarDate.nullable(),
  version: z.int().meta({
    description: 'Counts the changes of the resource. `If-Match` compares it.',
    examples: [3],
  }),
  instant: z
    .string()
    .meta({ description: 'Instant, ISO 8601 in UTC.', examples: ['2026-05-01T09:00:00.000Z'] }),
  quantity: count.meta({ description: 'Units.', examples: [5] }),
  unitCost: z.number().meta({
    description: 'Cost of taking one unit from here, in the same unit as the `cost` of locations.',
    examples: [0],
  }),
  shipmentStatus: z.enum(SHIPMENT_STATUSES).meta({
    description:
      'Where the shipment stands. `BACKORDER`: it waits for stock. `FUTURE`: promised from lots that are to arrive. ' +
      '`READY`: it can leave. `FULFILLED`: it has left. `CUSTOMER_CARE`: a person decides. `CANCELED`: nobody waits for it. ' +
      '`REASSIGNED`: its children have taken its place.',
  }),
  reasonCode: z
    .string()
    .nullable()
    .meta({
      description:
        'Why. Of a held shipment a reason such as `NO_EXPECTED_DATE`; of one that was skipped `ON_HOLD`, `NOT_BEFORE`, `PAUSED`, `NOT_IN_BACKORDER`, ' +
        '`PAYMENT_REFUSED`, `PAYMENT_UNKNOWN`, `STOCK_CONTENDED`, `NOTHING_PROVEN` and the like; null where it was released.',
      examples: ['NO_EXPECTED_DATE'],
    }),
  outcome: z.enum(['released', 'partially-released', 'improved', 'held', 'skipped', 'failed']).meta({
    description:
      '`released`: all of it. `partially-released`: a part. `improved`: a FUTURE shipment became READY, or waits for an earlier day. `held`: nothing, `reasonCode` says why. `skipped`: it was not decided, what was decided could not be carried out, or nothing comes earlier than it is promised (`NOT_EARLIER`). `failed`: its attempt broke, `reasonCode` says with which error.',
  }),
};

/** Which lots of an id are meant. */
export const whichLots = {
  locationCode: LocationCode.optional().meta({
    description: 'Only the lots of the id that come to this location; left out: to any.',
  }),
  productCode: ProductCode.optional().meta({
    description: 'Only the lots of the id that bring this product; left out: any.',
  }),
};

/** The store counts changes in 32 bits. */
const MOST_VERSION = 2 ** 31 - 1;

/** What a write of a resource may repeat of what a read answered. */
export const seenVersion = field.version.min(0).max(MOST_VERSION).optional().meta({
  description:
    'The `version` of the resource that you have read. The write is refused (412) where it is another by now, as with `If-Match`; where both are given and differ, it is refused as contradictory (422). Left out: not checked.',
  readOnly: true,
});

/** Marks a field of a read that a write may send back as it was; the write does not change it. */
export const sentBack = <S extends z.ZodType>(schema: S) =>
  schema.optional().meta({ ...schema.meta(), readOnly: true });

/** A page of a list. */
export const pageOf = <Row extends z.ZodType, Cursor extends z.ZodType>(
  what: string,
  row: Row,
  cursor: Cursor,
) =>
  z
    .strictObject({
      items: z.array(row).meta({ description: `${what}, as many as \`limit\` allows.` }),
      next: cursor.nullable().meta({
        description: 'Where the next page begins: send it as `after`. Null: this is the last page.',
      }),
    })
    .meta({ description: `A page of a list. ${what}.` });

/** Where the page after a code begins. */
export const codeCursor = z.string();
/** Where the page after a number begins. */
export const numberCursor = z.int();
