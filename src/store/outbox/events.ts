import type { SiteId } from '../../domain/ids.ts';
import type { NewEvent, SiteEvent } from '../../domain/site/event.ts';
import type { EventReader, EventWriter } from '../../release/ports/events.ts';
import { records } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { SiteContext, TransactionContext } from '../site-context.ts';
import { type Given, statement } from '../statement.ts';
import { numberEvents } from './number-events.ts';

type EventStream = Pick<EventReader, 'events' | 'lastPosition'>;

/** The stream as it is numbered by now. Inside a transaction nothing is numbered: it may yet be rolled back. */
export function numberedEvents({ db, siteId }: SiteContext): EventStream {
  return {
    async events(after, limit): Promise<SiteEvent[]> {
      const rows = await db
        .selectFrom('event')
        .select((eb) => [eb.ref('position').$notNull().as('position'), 'record'])
        .where('site_id', '=', siteId)
        .where('position', 'is not', null)
        .where('position', '>', after)
        .orderBy('position')
        .limit(limit)
        .execute();
      return rows.map(({ position, record }) => ({ ...record, position }));
    },
    async lastPosition() {
      const row = await db
        .selectFrom('event_cursor')
        .select('last_position')
        .where('site_id', '=', siteId)
        .executeTakeFirst();
      return row?.last_position ?? 0;
    },
  };
}

/** The stream for readers outside transactions: what is committed is numbered first. */
export function eventStream(context: SiteContext): EventStream {
  const numbered = numberedEvents(context);
  return {
    async events(after, limit) {
      await numberEvents(context, limit);
      return numbered.events(after, limit);
    },
    async lastPosition() {
      await numberEvents(context, Number.POSITIVE_INFINITY);
      return numbered.lastPosition();
    },
  };
}

interface Appending {
  readonly siteId: SiteId;
  readonly events: readonly NewEvent[];
}

const insertEvents = statement((db, { siteId, events }: Given<Appending>) =>
  insertSelected(
    db.insertInto('event'),
    db
      .selectFrom(records('given', events))
      .select([siteId.as('site_id'), 'given.record'])
      .orderBy('given.place'),
  ),
);

/** Writes events. */
export function eventWriter({ db, siteId }: TransactionContext): Pick<EventWriter, 'appendEvents'> {
  return {
    async appendEvents(events) {
      if (events.length === 0) return;
      await insertEvents(db, { siteId, events });
    },
  };
}
