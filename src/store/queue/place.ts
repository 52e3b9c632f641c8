import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ProductCode, SiteId } from '../../domain/ids.ts';
import type { QueuePosition } from '../../release/ports/shipments.ts';
import type { Given } from '../statement.ts';
import type { Tables } from '../tables.ts';

export interface Day {
  readonly siteId: SiteId;
  readonly today: CalendarDate;
}

export type Line = ExpressionBuilder<Tables, 'backlog_line'>;

/** One that is not to be released before a later day wants nothing yet. */
export const mayGo = (eb: Line, today: RawBuilder<CalendarDate>): Expression<SqlBool> =>
  eb.or([eb('release_not_before', 'is', null), eb('release_not_before', '<=', today)]);

/** A place of the queue, the last of all where none is given. */
interface Place {
  readonly rank: number;
  readonly submittedAt: string;
  readonly shipmentNumber: number;
}

const LAST: Place = { rank: 2 ** 31 - 1, submittedAt: '', shipmentNumber: 0 };

export const placeOf = (position: QueuePosition | null): Place =>
  position === null
    ? LAST
    : {
        rank: -position.priority,
        submittedAt: position.submittedAt,
        shipmentNumber: position.shipmentNumber,
      };

export interface Before extends Day, Place {
  readonly codes: readonly ProductCode[];
}

export const isBefore = (eb: Line, given: Given<Before>): Expression<SqlBool> =>
  sql<SqlBool>`(${eb.ref('queue_rank')}, ${eb.ref('submitted_at')}, ${eb.ref('shipment_number')})
    < (${given.rank}::integer, ${given.submittedAt}::text, ${given.shipmentNumber}::bigint)`;
