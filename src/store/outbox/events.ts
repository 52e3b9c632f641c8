import { sql } from 'kysely';
import type { SiteId } from '../../domain/ids.ts';
import type { NewEvent, SiteEvent } from '../../domain/site/event.ts';
import type { EventReader, EventWriter } from '../../release/ports/events.ts';
import { asJson, type SiteContext, type TransactionContext } from '../site-context.ts';

/** Events numbered in one statement. */
const MOST_AT_ONCE = 10_000;

/**
 * Gives committed events their positions. A sequence alone would not do: of two transactions the later number
 * may commit first, and a reader who has passed it would never see the earlier one. Here whoever holds the
 * cursor's lock numbers what is committed by then, in the order of writing; the events of one shipment were
 * written in the order of its changes, because each change holds the shipment's lock.
 *
 * @param enough events: the rest is left to the next reader
 */
async function numberEvents(site: Pick<SiteContext, 'db' | 'siteId'>, enough: number): Promise<void> {
  for (let numbered = 0; numbered < enough; numbered += MOST_AT_ONCE) {
    if (!(await numberSome(site))) return;
  }
}

/** @returns false where there was nothing to number */
async function numberSome({ db, siteId }: Pick<SiteContext, 'db' | 'siteId'>): Promise<boolean> {
  const { rows } = await sql`
    select from event where site_id = ${siteId} and position is null limit 1`.execute(db);
  if (rows.length === 0) return false;
  await db.transaction().execute(async (tx) => {
    await sql`insert into event_cursor (site_id) values (${siteId}) on conflict do nothing`.execute(tx);
    await sql`select from event_cursor where site_id = ${siteId} for update`.execute(tx);
    await sql`
      with fresh as (
        select sequence, row_number() over (order by sequence) as number from (
          select sequence from event where site_id = ${siteId} and position is null
          order by sequence limit ${MOST_AT_ONCE}) first_ones
      ), numbered as (
        update event e set position = c.last_position + f.number
        from fresh f, event_cursor c
        where e.sequence = f.sequence and c.site_id = ${siteId}
      )
      update event_cursor set last_position = last_position + (select count(*) from fresh)
      where site_id = ${siteId}`.execute(tx);
  });
  return true;
}

/** Numbers the events of every site that has a webhook. */
export async function numberForWebhooks(db: SiteContext['db']): Promise<void> {
  const { rows } = await sql<{ site_id: SiteId }>`
    select distinct site_id from webhook w where is_enabled and exists (
      select from event e where e.site_id = w.site_id and e.position is null)`.execute(db);
  for (const { site_id } of rows) await numberEvents({ db, siteId: site_id }, MOST_AT_ONCE);
}

type EventStream = Pick<EventReader, 'events' | 'lastPosition'>;

/** The stream as it is numbered by now. Inside a transaction nothing is numbered: it may yet be rolled back. */
export function numberedEvents({ db, siteId }: SiteContext): EventStream {
  return {
    async events(after, limit): Promise<SiteEvent[]> {
      const { rows } = await sql<{ position: number; record: NewEvent }>`
        select position, record from event
        where site_id = ${siteId} and position is not null and position > ${after}::bigint
        order by position limit ${limit}`.execute(db);
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

export function eventWriter({ db, siteId }: TransactionContext): Pick<EventWriter, 'appendEvents'> {
  return {
    async appendEvents(events) {
      if (events.length === 0) return;
      await sql`
        insert into event (site_id, record)
        select ${siteId}, e from jsonb_array_elements(${asJson(events)}::jsonb) with ordinality as g(e, place)
        order by place`.execute(db);
    },
  };
}
