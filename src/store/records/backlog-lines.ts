import type { QueryCreator } from 'kysely';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { LineId, LocationCode, ProductCode, ShipmentNumber, SiteId } from '../../domain/ids.ts';
import { excludedLocationsOf } from '../../domain/site/blocked.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { asJson, unnested } from '../given-rows.ts';
import { insertSelected } from '../insert-selected.ts';
import type { Given } from '../statement.ts';
import type { Tables } from '../tables.ts';

/**
 * A line that waits: where its shipment stands, what it wants, and from where it may take it. One of a FUTURE shipment
 * waits for what comes earlier than it is promised.
 */
export interface BacklogLine {
  readonly product_code: ProductCode;
  readonly shipment_number: ShipmentNumber;
  readonly line_id: LineId;
  readonly queue_rank: number;
  readonly submitted_at: string;
  readonly quantity: number;
  readonly pickup_location_code: LocationCode | null;
  readonly release_not_before: CalendarDate | null;
  readonly excluded_location_codes: string;
  readonly excluded_future_location_codes: string;
  readonly allows_future_allocate: boolean | null;
  /** The day of its promise; null: it is in BACKORDER. */
  readonly promised_for: CalendarDate | null;
}

const FIELDS = {
  product_code: 'text',
  shipment_number: 'bigint',
  line_id: 'bigint',
  queue_rank: 'integer',
  submitted_at: 'text',
  quantity: 'bigint',
  pickup_location_code: 'text',
  release_not_before: 'text',
  excluded_location_codes: 'jsonb',
  excluded_future_location_codes: 'jsonb',
  allows_future_allocate: 'boolean',
  promised_for: 'text',
} as const;

/** Whether its lines stand in the backlog: it waits, or is promised something that may come earlier. */
const isInBacklog = ({ shipmentStatus, onHold, futureDate }: ShipmentRecord): boolean =>
  shipmentStatus === 'BACKORDER' ? !onHold : shipmentStatus === 'FUTURE' && futureDate !== null;

/** Every line of those that wait; also of a product that needs no stock now, since that may be switched on. */
export const backlogLines = (shipments: readonly ShipmentRecord[]): BacklogLine[] =>
  shipments.filter(isInBacklog).flatMap((shipment) =>
    shipment.items.map((item) => ({
      product_code: item.productCode,
      shipment_number: shipment.shipmentNumber,
      line_id: item.lineId,
      queue_rank: -shipment.priority,
      submitted_at: shipment.submittedAt,
      quantity: item.quantity,
      pickup_location_code: shipment.shipmentType === 'BOPIS' ? shipment.fulfillmentLocationCode : null,
      release_not_before: shipment.releaseNotBefore,
      excluded_location_codes: asJson(excludedLocationsOf(item)),
      excluded_future_location_codes: asJson(item.excludedFutureLocationCodes),
      allows_future_allocate: item.allowsFutureAllocate,
      promised_for: shipment.shipmentStatus === 'FUTURE' ? shipment.futureDate : null,
    })),
  );

/** Lines that a statement writes. */
export interface Backlog {
  readonly siteId: SiteId;
  readonly backlog: readonly BacklogLine[];
}

/** The lines as rows to select from. */
export const givenLines = ({ backlog }: Given<Backlog>) => unnested('wanted', backlog, FIELDS);

/** Lines join the backlog, or change in it; whether one is due stays. */
export const joinBacklog = (db: QueryCreator<Tables>, given: Given<Backlog>) =>
  insertSelected(
    db.insertInto('backlog_line'),
    db
      .selectFrom(givenLines(given))
      .select([
        given.siteId.as('site_id'),
        'wanted.product_code',
        'wanted.shipment_number',
        'wanted.line_id',
        'wanted.queue_rank',
        'wanted.submitted_at',
        'wanted.quantity',
        'wanted.pickup_location_code',
        'wanted.release_not_before',
        'wanted.excluded_location_codes',
        'wanted.excluded_future_location_codes',
        'wanted.allows_future_allocate',
        'wanted.promised_for',
      ]),
  ).onConflict((conflict) =>
    conflict.columns(['site_id', 'product_code', 'shipment_number', 'line_id']).doUpdateSet((eb) => ({
      queue_rank: eb.ref('excluded.queue_rank'),
      submitted_at: eb.ref('excluded.submitted_at'),
      quantity: eb.ref('excluded.quantity'),
      pickup_location_code: eb.ref('excluded.pickup_location_code'),
      release_not_before: eb.ref('excluded.release_not_before'),
      excluded_location_codes: eb.ref('excluded.excluded_location_codes'),
      excluded_future_location_codes: eb.ref('excluded.excluded_future_location_codes'),
      allows_future_allocate: eb.ref('excluded.allows_future_allocate'),
      promised_for: eb.ref('excluded.promised_for'),
    })),
  );
