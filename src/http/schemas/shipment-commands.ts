import { z } from 'zod';
import { DateTime } from '../../domain/calendar.ts';
import { LineId, LocationCode } from '../../domain/ids.ts';
import { OrderPayment } from '../../domain/site/order.ts';
import { ShipmentView } from './shipments.ts';

/** Body of a command that takes nothing. */
export const EmptyBody = z.strictObject({}).meta({ description: 'An empty object. It may be left out.' });
/** Body of the commands that put on hold. */
export const HoldBody = z
  .strictObject({
    onHold: z.boolean().default(true).meta({
      description: 'True: every run leaves the shipment alone. False: runs try it again.',
    }),
  })
  .meta({ description: 'Whether the shipment is on hold afterwards. It may be left out.' });
/** Body of the command that takes a release back. */
export const UnreleaseBody = HoldBody.extend({
  blockLocation: z.boolean().optional().meta({
    description:
      'Whether its lines may not come from its location any more (`blockedLocationCodes`). Left out: true where `onHold` is false, since it would only go there again, else false.',
  }),
}).meta({
  description: 'Whether the shipment is on hold afterwards, and its location blocked. It may be left out.',
});
/** Body of the command by which a location sends nothing. */
export const RejectBody = z
  .strictObject({
    reason: z
      .string()
      .min(1)
      .max(200)
      .nullable()
      .default(null)
      .meta({
        description: 'Why, for people; it stands in `shipmentStatusReason`. Null: nothing is said.',
        examples: ['not on the shelf'],
      }),
    blockLocation: z.boolean().default(true).meta({
      description: 'Whether its lines may not come from this location any more (`blockedLocationCodes`).',
    }),
  })
  .meta({ description: 'Why a location does not send it. It may be left out.' });
const meantLines = z
  .array(LineId)
  .min(1)
  .nullable()
  .default(null)
  .meta({ description: 'Lines that are meant; null: every line.' });
/** Body of the command that sets the blocked locations. */
export const BlockedLocationsBody = z
  .strictObject({
    blockedLocationCodes: z
      .array(LocationCode)
      .max(10_000)
      .meta({
        description: 'Locations that the lines may not come from; an empty list lifts every block.',
        examples: [['A']],
      }),
    lineIds: meantLines,
  })
  .meta({ description: 'Other blocked locations, of all lines or of some.' });
/** Body of the command that gives another means of payment. */
export const PaymentBody = z
  .strictObject({
    paymentMethod: OrderPayment.shape.paymentMethod,
  })
  .meta({ description: 'Another means of payment.' });
/** Body of the command that sets the priority. */
export const PriorityBody = z
  .strictObject({ priority: ShipmentView.shape.priority.min(-1_000_000).max(1_000_000) })
  .meta({ description: 'Another place in the queue.' });
/** Body of the command that sets the first day. */
export const NotBeforeBody = z
  .strictObject({
    releaseNotBefore: DateTime.nullable().meta({
      description:
        'First day on which runs may release it: a date, or a date with a time that means its day at the site. Null: at once.',
      examples: ['2026-06-05'],
    }),
  })
  .meta({ description: 'Another first day of release.' });
/** Body of the command that sets the expected day. */
export const BackorderDateBody = z
  .strictObject({
    backorderReleaseDate: DateTime.nullable().meta({
      description:
        'Day on which the lines are expected: a date, or a date with a time that means its day at the site. Null: nobody knows.',
      examples: ['2026-05-20'],
    }),
    lineIds: meantLines,
  })
  .meta({ description: 'Another expected day, of all lines or of some.' });
