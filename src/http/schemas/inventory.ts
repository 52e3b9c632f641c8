import { z } from 'zod';
import { DateTime } from '../../domain/calendar.ts';
import { FutureInventoryId, LocationCode, ProductCode } from '../../domain/ids.ts';
import { Available, Cost } from '../../domain/quantity.ts';
import { MOST_STOCK_ROWS } from '../rows/stock-rows.ts';
import { codeCursor, count, field, pageOf, seenVersion, sentBack, whichLots } from './fields.ts';
import { InputFault } from './problem.ts';

/** Most receipts of one request. */
const MOST_RECEIPTS = 12_000;
const units = z.int();
const written = count.max(1_000_000_000);

/** Current stock of one product at one location, as it is answered. */
export const StockView = z
  .strictObject({
    locationCode: field.locationCode,
    productCode: field.productCode,
    onHand: units.meta({
      description: 'Units that are there, as the last count and what came since say.',
      examples: [12],
    }),
    allocated: count.meta({ description: 'Units that shipments hold of them.', examples: [5] }),
    pending: units.meta({
      description: 'Units that are promised elsewhere, as a refresh said.',
      examples: [0],
    }),
    safetyStock: units.meta({ description: 'Units that are kept back, as a refresh said.', examples: [2] }),
    available: units.meta({
      description:
        'Units that may be promised: `onHand` less `allocated`, `pending` and `safetyStock`. Below zero: more is promised than there is, and nothing new is.',
      examples: [5],
    }),
    unitCost: field.unitCost,
  })
  .meta({ description: 'Current stock of one product at one location.' });
/** A page of current stock. */
export const StockPage = pageOf('Current stock, by location and product', StockView, codeCursor);

/** A shipment that holds units of a place. */
export const OversoldHolder = z
  .strictObject({
    shipmentNumber: field.shipmentNumber,
    shipmentStatus: field.shipmentStatus,
    quantity: count.meta({ description: 'Units that it holds there.', examples: [2] }),
    priority: z.int().meta({ description: 'A larger one goes first.', examples: [0] }),
    submittedAt: field.instant.meta({ description: 'When its order was submitted.' }),
  })
  .meta({ description: 'A shipment that holds units of it.' });

/** Current stock of which more is held than there is, as it is answered. */
export const OversoldView = z
  .strictObject({
    locationCode: field.locationCode,
    productCode: field.productCode,
    onHand: units.meta({ description: 'Units that are there.', examples: [3] }),
    allocated: count.meta({ description: 'Units that shipments hold.', examples: [5] }),
    short: count.meta({ description: 'Units that are missing: `allocated` less `onHand`.', examples: [2] }),
    shipments: z.array(OversoldHolder).meta({
      description:
        'Those that stand last in the queue, as many as make good what is missing; the lowest standing first. They keep what they hold until a person decides.',
    }),
  })
  .meta({
    description: 'Current stock of one product at one location of which shipments hold more than there is.',
  });
/** A page of what is oversold. */
export const OversoldPage = pageOf('Oversold stock, by location and product', OversoldView, codeCursor);

/** A future lot, as it is answered. */
export const LotView = z
  .strictObject({
    futureInventoryId: field.futureInventoryId,
    locationCode: field.locationCode,
    productCode: field.productCode,
    deliveryDate: field.day.meta({
      description:
        'Day on which the lot arrives at the site, `YYYY-MM-DD`; null: nobody knows when, and nothing of it is promised.',
      examples: ['2026-05-15'],
    }),
    quantity: count.meta({
      description: 'Units that are still to come; 0 once all was received, or it was canceled.',
      examples: [6],
    }),
    allocated: count.meta({ description: 'Units of it that FUTURE shipments hold.', examples: [5] }),
    unitCost: field.unitCost,
    status: z.enum(['EXPECTED', 'RECEIVED', 'CANCELED']).meta({
      description:
        '`EXPECTED`: it is to come, and may be promised. `RECEIVED`: it has come. `CANCELED`: it does not come.',
    }),
    version: field.version,
  })
  .meta({
    description:
      'A future lot: what one delivery brings of one product to one location, as a line of a purchase order. Id, location and product name it together.',
  });
/** Several lots of one id. */
export const LotList = z
  .strictObject({ lots: z.array(LotView).meta({ description: 'By location, then product.' }) })
  .meta({ description: 'All lots that are meant, where there are several.' });
/** What a request about lots of one id answers: the lot, or all of them. */
export const LotOrLots = z.union([LotView, LotList]).meta({
  description:
    'The lot; where the id has several and no `locationCode` or `productCode` chose one, all of them.',
});
/** A page of lots. */
export const LotPage = pageOf('Lots that are expected, by id, location and product', LotView, codeCursor);

/** What a change of a lot takes: what a read gave is accepted as it is. */
export const LotChange = z
  .strictObject({
    deliveryDate: DateTime.nullable()
      .optional()
      .meta({
        description:
          'When the lot arrives: a date, or a date with a time that means its day at the site. Null: nobody knows when. Left out: as it is.',
        examples: ['2026-05-18'],
      }),
    quantity: written.optional().meta({
      description: 'Units that will come, all in all. Left out: as many as before.',
      examples: [6],
    }),
    futureInventoryId: sentBack(LotView.shape.futureInventoryId),
    locationCode: sentBack(LotView.shape.locationCode),
    productCode: sentBack(LotView.shape.productCode),
    unitCost: sentBack(LotView.shape.unitCost),
    status: sentBack(LotView.shape.status),
    allocated: sentBack(LotView.shape.allocated),
    version: seenVersion,
  })
  .meta({
    description:
      'What changes about the lot. The read-only fields may be sent back as they were read; where they differ from the lot the change is refused, except for `allocated`, which is left aside.',
  });

const Place = {
  locationCode: LocationCode,
  productCode: ProductCode,
  deliveryDate: DateTime.nullable()
    .optional()
    .meta({
      description:
        'Makes the row future inventory: the day on which the lot arrives. Null: it will come, nobody knows when. ' +
        'Left out: with a `futureInventoryId` the lot keeps its date, without one the row is what is there now.',
      examples: ['2026-05-15'],
    }),
  futureInventoryId: FutureInventoryId.optional().meta({
    description:
      'Makes the row future inventory: with location and product the lot that is meant, so that a purchase order of many products is one id. Left out, with a `deliveryDate`: the id is made of product, location and day.',
  }),
};

const partial = z.boolean().default(false).meta({
  description:
    'Whether the good rows are written where others are bad; the bad ones are listed in `refused`. Left out: one bad row refuses all of them.',
});

/** A row of a refresh. */
export const RefreshRow = z
  .strictObject({
    ...Place,
    quantity: written.meta({
      description: 'Units that there are now; of a lot, units that will come.',
      examples: [5],
    }),
    pending: written.optional().meta({
      description: 'Units of current stock that are promised elsewhere. Left out: as before. A lot has none.',
      examples: [0],
    }),
    safetyStock: written.optional().meta({
      description: 'Units of current stock that are kept back. Left out: as before. A lot has none.',
      examples: [0],
    }),
    unitCost: Cost.optional().meta({
      description: 'Cost of taking one unit from here. Left out: as before; 0 at first.',
    }),
  })
  .meta({ description: 'What there is, or will come, of one product at one location.' });
/** A refresh: absolute counts. */
export const InventoryRefresh = z
  .strictObject({
    inventory: z.array(RefreshRow).min(1).max(MOST_STOCK_ROWS).meta({
      description: 'Rows to write; each source may occur once. What is not named stays as it is.',
    }),
    partial,
  })
  .meta({ description: 'Absolute counts of some sources.' });

/** A row of an adjustment. */
export const AdjustRow = z
  .strictObject({
    ...Place,
    quantity: Available.meta({
      description: 'Units by which it changes: more where positive, fewer where negative.',
      examples: [-1],
    }),
  })
  .meta({ description: 'By how much the stock of one product at one location changes.' });
/** An adjustment: differences. */
export const InventoryAdjustment = z
  .strictObject({
    inventory: z
      .array(AdjustRow)
      .min(1)
      .max(MOST_STOCK_ROWS)
      .meta({ description: 'Rows to write; each source may occur once.' }),
    partial,
  })
  .meta({ description: 'Differences of some sources.' });

/** What writing stock answers. */
export const InventoryWritten = z
  .strictObject({
    rows: count.meta({ description: 'Rows that were taken.', examples: [2] }),
    refused: z.array(InputFault).meta({
      description:
        'Rows that were not taken while others were: in a refresh those whose lots were received or canceled already, with `partial` every bad one.',
    }),
    changedProducts: z.array(field.productCode).meta({
      description: 'Products whose stock is another now; the shipments that want them are tried again.',
    }),
  })
  .meta({ description: 'What was written.' });

/** One lot that has arrived. */
export const Receipt = z
  .strictObject({
    futureInventoryId: FutureInventoryId,
    ...whichLots,
    quantity: written
      .nullable()
      .default(null)
      .meta({
        description:
          'Units that came now; what is missing is still expected, unless `final`. Null: all that was expected. A number is refused where several lots are meant.',
        examples: [6],
      }),
    final: z.boolean().default(false).meta({
      description:
        'Whether nothing more comes of it: the lot is closed, and what has not come is not expected any more.',
    }),
    receiptId: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .meta({
        description:
          'Your own id of the receipt. A repeated one is answered as before for 400 days, and changes nothing; it must say the same. Left out: each receipt is one of its own.',
        examples: ['grn-20-1'],
      }),
  })
  .meta({ description: 'A lot that has arrived, or a part of one.' });
/** Lots that have arrived. */
export const Receipts = z
  .strictObject({
    receipts: z.array(Receipt).min(1).max(MOST_RECEIPTS).meta({
      description:
        'Lots that have arrived; each may occur once, or several times with a `receiptId` of its own.',
    }),
  })
  .meta({ description: 'Lots that have arrived.' });
/** What receiving lots answers. */
export const LotsReceived = z
  .strictObject({
    lots: z.array(LotView).meta({ description: 'The lots as they are now, in your order.' }),
    refused: z.array(InputFault).meta({
      description:
        'Receipts of lots that are not known, or were received or canceled already; the others had their effect. Where none has any, the request is refused.',
    }),
  })
  .meta({ description: 'The lots that were received.' });
