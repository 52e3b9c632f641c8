import { expressionBuilder, sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { TriggerWriter } from '../../release/ports/triggers.ts';
import { literal, unnested } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { SiteContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import type { TriggerKind } from '../tables.ts';

interface Appending {
  readonly siteId: SiteId;
  readonly kind: TriggerKind;
  readonly subjects: readonly { readonly subject: string }[];
}

/** The next of the numbers that tell marks, triggers and claims apart. */
export const nextMark = sql<number>`nextval('queue_mark')`;

/**
 * One that is there already is written anew: a worker that is about to take it has not seen this change, and leaves it.
 */
const insertTriggers = statement((db, { siteId, kind, subjects }: Given<Appending>) =>
  insertSelected(
    db.insertInto('queue_trigger'),
    db
      .selectFrom(unnested('given', subjects, { subject: 'text' }))
      .select((eb) => [
        siteId.as('site_id'),
        eb.cast<TriggerKind>(kind, 'text').as('kind'),
        'given.subject',
        nextMark.as('stamp'),
      ])
      .orderBy('given.subject'),
  ).onConflict((conflict) =>
    conflict
      .columns(['site_id', 'kind', 'subject'])
      .doUpdateSet((eb) => ({ stamp: eb.ref('excluded.stamp') })),
  ),
);

/** Those whose day has come, of whom no line is marked. */
const insertOfDay = statement(
  (db, { siteId, today }: Given<{ readonly siteId: SiteId; readonly today: CalendarDate }>) =>
    insertSelected(
      db.insertInto('queue_trigger'),
      db
        .selectFrom('shipment as s')
        .select((eb) => [
          siteId.as('site_id'),
          eb.cast<TriggerKind>(eb.val('shipment'), 'text').as('kind'),
          eb.cast<string>('s.shipment_number', 'text').as('subject'),
          nextMark.as('stamp'),
        ])
        .where('s.site_id', '=', siteId)
        .where('s.shipment_status', '=', literal('BACKORDER'))
        .where('s.next_try_day', 'is not', null)
        .where('s.next_try_day', '<=', today)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('backlog_line as b')
              .select('b.line_id')
              .where('b.site_id', '=', siteId)
              .whereRef('b.shipment_number', '=', 's.shipment_number')
              .where('b.due', 'is', null),
          ),
        ),
    )
      .onConflict((conflict) =>
        conflict
          .columns(['site_id', 'kind', 'subject'])
          .doUpdateSet((eb) => ({ stamp: eb.ref('excluded.stamp') })),
      )
      .returning('subject'),
);

/** FUTURE ones whose day has come: each is tried once for it. */
const insertOfPromises = statement(
  (db, { siteId, today }: Given<{ readonly siteId: SiteId; readonly today: CalendarDate }>) =>
    insertSelected(
      db
        .with('come', (query) =>
          query
            .updateTable('shipment')
            .set({ next_try_day: null })
            .where('site_id', '=', siteId)
            .where('shipment_status', '=', literal('FUTURE'))
            .where('next_try_day', 'is not', null)
            .where('next_try_day', '<=', today)
            .returning('shipment_number'),
        )
        .insertInto('queue_trigger'),
      expressionBuilder<{ come: { shipment_number: ShipmentNumber } }, never>()
        .selectFrom('come')
        .select((eb) => [
          siteId.as('site_id'),
          eb.cast<TriggerKind>(eb.val('shipment'), 'text').as('kind'),
          eb.cast<string>('come.shipment_number', 'text').as('subject'),
          nextMark.as('stamp'),
        ]),
    )
      .onConflict((conflict) =>
        conflict
          .columns(['site_id', 'kind', 'subject'])
          .doUpdateSet((eb) => ({ stamp: eb.ref('excluded.stamp') })),
      )
      .returning('subject'),
);

/** Writes down what a change may free. */
export function triggerWriter({ db, siteId }: SiteContext): TriggerWriter {
  const append = async (kind: TriggerKind, given: readonly (string | number)[]) => {
    if (given.length === 0) return;
    const subjects = [...new Set(given)].map((subject) => ({ subject: String(subject) }));
    await insertTriggers(db, { siteId, kind, subjects });
  };
  return {
    appendTriggers: (productCodes) => append('product', productCodes),
    triggerLocations: (locationCodes) => append('location', locationCodes),
    triggerShipments: (shipmentNumbers) => append('shipment', shipmentNumbers),
    triggerSite: () => append('site', ['']),
    async triggerDay(today) {
      const waiting = await insertOfDay(db, { siteId, today });
      return waiting.length + (await insertOfPromises(db, { siteId, today })).length;
    },
  };
}
