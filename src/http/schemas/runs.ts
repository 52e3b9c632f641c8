import { z } from 'zod';
import { Decision } from '../../domain/decision.ts';
import { LocationCode, ProductCode, ShipmentNumber } from '../../domain/ids.ts';
import { SiteSettings } from '../../domain/site/settings.ts';
import { WaveDecision } from '../../domain/wave/answer.ts';
import { WavePolicy } from '../../domain/wave/request.ts';
import { count, field, numberCursor, pageOf } from './fields.ts';

/** Most entries of one list of a scope. */
const MOST = 10_000;

/** Which shipments of the backlog a run tries. */
export const RunScope = z
  .strictObject({
    shipmentNumbers: z.array(ShipmentNumber).max(MOST).optional().meta({
      description: 'Only these shipments. Left out: any.',
    }),
    productCodes: z.array(ProductCode).max(MOST).optional().meta({
      description: 'Only shipments that want one of these products. Left out: any.',
    }),
    locationCodes: z.array(LocationCode).max(MOST).optional().meta({
      description: 'Only shipments that are picked up at, or leave from, one of these. Left out: any.',
    }),
    orderNumbers: z.array(z.int()).max(MOST).optional().meta({
      description: 'Only shipments of these orders. Left out: any.',
    }),
  })
  .meta({
    description:
      'Which of the backlog is tried; everything that is given must hold. Empty: all of it. It is a filter: of what the site does not have, or what does not wait, nothing is tried, and the run ends with `counts.tried` 0.',
  });

/** What starts a run. */
export const RunRequest = z
  .strictObject({
    policy: WavePolicy.nullable().default(null).meta({
      description: 'Who goes first, and from where: see `releasePolicy` of the settings. Null: as they say.',
    }),
    dryRun: z.boolean().default(false).meta({
      description:
        'True: nothing changes, and the record says what the run would do on the same state; what it cannot know are payments that are refused, and orders whose turn had not come when they were placed. False: what can go is released.',
    }),
    scope: RunScope.prefault({}),
  })
  .meta({ description: 'What the run shall do. It may be left out: everything that waits is tried.' });

const counted = (what: string) => count.meta({ description: `Shipments that were ${what}.`, examples: [3] });

/** What a run has done so far. */
export const RunCountsView = z
  .strictObject({
    tried: counted('tried'),
    released: counted('released whole'),
    partiallyReleased: counted('released in part'),
    improved: counted('FUTURE and became READY, or wait for an earlier day now'),
    held: counted('held'),
    skipped: counted(
      'skipped: payment refused, changed or gone meanwhile, FUTURE with nothing earlier for them, or nothing was proven of them in time',
    ),
    failed: counted('not decided because their attempt broke; the others were tried all the same'),
  })
  .meta({ description: 'How far the run is, or what it came to.' });

/** A run over the backlog, as it is answered. */
export const RunView = z
  .strictObject({
    runId: z.string().meta({ description: 'Id of the run, given by the service.' }),
    idempotencyKey: z.string().nullable().meta({
      description: 'The `Idempotency-Key` of the request that asked for it; null: it had none.',
    }),
    trigger: z.enum(['inventory', 'schedule', 'manual']).meta({
      description:
        'What started it: a change of stock or switches, the schedule of the settings, or a request.',
    }),
    policy: WavePolicy,
    dryRun: z.boolean().meta({ description: 'Whether it changes nothing.' }),
    scope: RunScope,
    settings: SiteSettings.meta({ description: 'The settings that it uses, as they were when it began.' }),
    settingsVersion: count.meta({ description: 'The version of those settings.', examples: [3] }),
    status: z.enum(['RUNNING', 'COMPLETED', 'FAILED']).meta({
      description:
        '`RUNNING`: it goes on, on whichever machine. `COMPLETED`: it has tried everything. `FAILED`: it broke off, again and again at the same place; what it had released stays released.',
    }),
    counts: RunCountsView,
    startedAt: field.instant.meta({ description: 'When it began, ISO 8601 in UTC.' }),
    updatedAt: field.instant.meta({ description: 'When it last wrote down how far it is, ISO 8601 in UTC.' }),
    finishedAt: field.instant.nullable().meta({
      description: 'When it ended, ISO 8601 in UTC; null: it goes on.',
    }),
  })
  .meta({ description: 'One run over the backlog.' });
/** The last runs. */
export const RunList = z
  .strictObject({ items: z.array(RunView).meta({ description: 'Runs, newest first.' }) })
  .meta({ description: 'The last runs.' });

/** What came of one shipment in a run, as it is answered. */
export const RunItemView = z
  .strictObject({
    shipmentNumber: field.shipmentNumber,
    sequence: count.meta({ description: 'Place in the run, from 1.', examples: [1] }),
    outcome: field.outcome,
    reasonCode: field.reasonCode,
    shipmentStatus: z.string().meta({
      description: 'Where the shipment stands after it; of a dry run, where it would.',
      examples: ['REASSIGNED'],
    }),
    childShipmentNumbers: z.array(field.shipmentNumber).meta({
      description: 'The children that the run made of it. Empty in a dry run.',
    }),
    decision: Decision.nullable().meta({
      description: 'What was decided, with reasons and without fixes; null: it was skipped.',
    }),
    outrankedBy: WaveDecision.shape.outrankedBy,
    youngerFirst: WaveDecision.shape.youngerFirst,
  })
  .meta({ description: 'What came of one shipment in a run.' });
/** A page of what came of the shipments of a run. */
export const RunItemPage = pageOf('Shipments that the run tried, in its order', RunItemView, numberCursor);

/** Units that a run takes from one source. */
export const TakenUnits = z
  .strictObject({
    locationCode: field.locationCode.nullable().meta({
      description: 'Location that gives the units; null: no stock is needed.',
    }),
    productCode: field.productCode,
    futureInventoryId: field.futureInventoryId.nullable().meta({
      description: 'Lot that gives the units; null: current stock of the location.',
    }),
    quantity: count.meta({ description: 'Units that are taken.', examples: [5] }),
  })
  .meta({ description: 'Units that a release takes from one source.' });
/** What a run changed about one shipment, or would. */
export const RunChange = z
  .strictObject({
    shipmentNumber: field.shipmentNumber,
    from: z.string().meta({ description: 'Status of the shipment before.', examples: ['BACKORDER'] }),
    to: z.string().meta({ description: 'Status of the shipment after it.', examples: ['READY'] }),
    childShipmentNumbers: z.array(field.shipmentNumber).meta({
      description: 'The children that the run made of it. Empty in a dry run.',
    }),
    takes: z.array(TakenUnits).meta({ description: 'The stock that the release takes.' }),
  })
  .meta({ description: 'What a run changed about one shipment, or a dry run would change.' });
/** A page of what a run changed. */
export const RunChangePage = pageOf(
  'Shipments that the run released, in its order; of a dry run, those that it would release',
  RunChange,
  numberCursor,
);
