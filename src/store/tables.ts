import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { CalendarDate } from '../domain/calendar.ts';
import type {
  ExternalOrderId,
  FutureInventoryId,
  LineId,
  LocationCode,
  ProductCode,
  ShipmentNumber,
  SiteId,
} from '../domain/ids.ts';
import type { Product, SiteLocation } from '../domain/site/catalogue.ts';
import type { NewEvent, Webhook } from '../domain/site/event.ts';
import type { OrderRecord } from '../domain/site/order.ts';
import type { PaymentAuthorization, PaymentStep } from '../domain/site/payment.ts';
import type { AuditEntry, RunItem, RunRecord } from '../domain/site/run.ts';
import type { SiteSettings } from '../domain/site/settings.ts';
import type { ShipmentRecord, ShipmentStatus } from '../domain/site/shipment.ts';
import type { LotReceipt, LotRow, StockCause } from '../domain/site/stock.ts';
import type { Waiting } from '../domain/site/waiting.ts';
import type { RunProgress } from '../release/ports/runs.ts';

/** A value as json or jsonb: written as JSON text, read as the value. */
type Json<Value> = ColumnType<Value, string, string>;

/** An instant as ISO 8601 text. */
type Instant = string;

interface OfSite {
  readonly site_id: SiteId;
}

interface OfSource extends OfSite {
  readonly location_code: LocationCode;
  readonly product_code: ProductCode;
}

/** Settings, catalogue, stock, allocations and the ledger. */
interface StockTables {
  site: OfSite & {
    settings: Json<SiteSettings> | null;
    settings_version: Generated<number>;
    locations_version: Generated<number>;
  };
  product: OfSite & { product_code: ProductCode; record: Json<Product>; version: Generated<number> };
  location: OfSite & {
    location_code: LocationCode;
    record: Json<SiteLocation>;
    version: Generated<number>;
    max_releases_per_day: GeneratedAlways<number | null>;
  };
  release_day: OfSite & { location_code: LocationCode; day: CalendarDate; releases: number };
  product_stock: OfSite & { product_code: ProductCode; version: Generated<number> };
  stock: OfSource & {
    on_hand: Generated<number>;
    allocated: Generated<number>;
    pending: Generated<number>;
    safety_stock: Generated<number>;
    available: GeneratedAlways<number>;
    unit_cost: Generated<number>;
  };
  future_lot: OfSource & {
    future_inventory_id: FutureInventoryId;
    delivery_date: CalendarDate | null;
    quantity: number;
    allocated: Generated<number>;
    available: GeneratedAlways<number>;
    unit_cost: Generated<number>;
    status: Generated<LotRow['status']>;
    version: Generated<number>;
  };
  lot_receipt: OfSite & {
    receipt_id: string;
    receipt: Json<LotReceipt>;
    lots: Json<readonly LotRow[]>;
    received_at: Instant;
  };
  allocation: OfSource & {
    shipment_number: ShipmentNumber;
    line_id: LineId;
    future_inventory_id: Generated<FutureInventoryId>;
    quantity: number;
  };
  ledger: OfSource & {
    entry_id: GeneratedAlways<number>;
    at: Instant;
    cause: StockCause['kind'];
    reference: string;
    future_inventory_id: Generated<FutureInventoryId>;
    quantity_delta: Generated<number>;
    allocated_delta: Generated<number>;
    pending_delta: Generated<number>;
    safety_stock_delta: Generated<number>;
  };
}

/** What a trigger speaks of. */
export type TriggerKind = 'product' | 'location' | 'shipment' | 'site';

/** Orders with the callers' names of them, shipments, and the queue. */
interface ShipmentTables {
  customer_order: OfSite & {
    order_number: number;
    record: Json<OrderRecord>;
    external_order_id: GeneratedAlways<ExternalOrderId | null>;
  };
  shipment: OfSite & {
    shipment_number: ShipmentNumber;
    version: number;
    record: Json<ShipmentRecord>;
    shipment_status: GeneratedAlways<ShipmentStatus>;
    shipment_type: GeneratedAlways<ShipmentRecord['shipmentType']>;
    order_number: GeneratedAlways<number>;
    original_shipment_number: GeneratedAlways<ShipmentNumber>;
    fulfillment_location_code: GeneratedAlways<LocationCode | null>;
    on_hold: GeneratedAlways<boolean>;
    queue_rank: GeneratedAlways<number>;
    submitted_at: GeneratedAlways<Instant>;
    external_order_id: GeneratedAlways<ExternalOrderId | null>;
    release_not_before: GeneratedAlways<CalendarDate | null>;
    waiting: Json<Waiting> | null;
    next_try_day: CalendarDate | null;
  };
  external_order: OfSite & { external_order_id: ExternalOrderId; order_number: number };
  backlog_line: OfSite & {
    product_code: ProductCode;
    shipment_number: ShipmentNumber;
    line_id: LineId;
    queue_rank: number;
    submitted_at: Instant;
    quantity: number;
    pickup_location_code: LocationCode | null;
    release_not_before: CalendarDate | null;
    excluded_location_codes: Json<readonly LocationCode[]>;
    excluded_future_location_codes: Json<readonly LocationCode[]>;
    allows_future_allocate: boolean | null;
    promised_for: CalendarDate | null;
    due: number | null;
  };
  queue_trigger: OfSite & { kind: TriggerKind; subject: string; stamp: number };
  site_queue: OfSite & { claim: number; claimed_until: Instant | null; has_more: boolean };
}

/** Events and webhooks, keys of writes, runs, payments. */
interface OtherTables {
  event: OfSite & { sequence: GeneratedAlways<number>; position: number | null; record: Json<NewEvent> };
  event_cursor: OfSite & { last_position: Generated<number> };
  webhook: OfSite & {
    webhook_id: string;
    version: number;
    url: string;
    secret: string;
    topics: Json<Webhook['topics']>;
    is_enabled: boolean;
    position: number;
    failures: number;
    next_attempt_at: Instant | null;
    last_error: string | null;
    created_at: Instant;
    claimed_until: Instant | null;
  };
  idempotency_key: OfSite & {
    key: string;
    request_hash: string;
    status: number | null;
    body: Json<unknown> | null;
    created_at: Instant;
  };
  release_run: OfSite & {
    run_id: string;
    record: Json<RunRecord>;
    started_at: GeneratedAlways<Instant>;
    version: Generated<number>;
    progress: Json<RunProgress> | null;
    advanced: Generated<number>;
    status: GeneratedAlways<RunRecord['status']>;
    cause: GeneratedAlways<RunRecord['trigger']>;
    idempotency_key: GeneratedAlways<string | null>;
  };
  run_item: OfSite & { run_id: string; sequence: number; record: Json<RunItem> };
  audit: OfSite & {
    entry_id: GeneratedAlways<number>;
    shipment_number: ShipmentNumber;
    record: Json<AuditEntry>;
  };
  payment_authorization: OfSite & {
    authorization_id: string;
    record: Json<PaymentAuthorization>;
    order_number: GeneratedAlways<number>;
  };
  payment_step: OfSite & {
    entry_id: GeneratedAlways<number>;
    step_key: string;
    record: Json<PaymentStep>;
    status: GeneratedAlways<PaymentStep['status']>;
  };
}

/**
 * Every table and column, as statements read and write them. `migrations/` makes the tables; a test compares
 * this with a migrated database, so that a statement that compiles names what is there.
 */
export type Tables = StockTables & ShipmentTables & OtherTables;
