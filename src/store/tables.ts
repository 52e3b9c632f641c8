import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Product, SiteLocation } from '../domain/site/catalogue.ts';
import type { NewEvent } from '../domain/site/event.ts';
import type { OrderRecord } from '../domain/site/order.ts';
import type { PaymentAuthorization, PaymentStep } from '../domain/site/payment.ts';
import type { AuditEntry, RunItem, RunRecord } from '../domain/site/run.ts';
import type { SiteSettings } from '../domain/site/settings.ts';
import type { ShipmentRecord, ShipmentStatus } from '../domain/site/shipment.ts';

/** A whole record as jsonb; written as JSON text, read as the object. */
type Kept<Value extends object> = JSONColumnType<Value>;

interface OfSite {
  readonly site_id: string;
}

/** The columns that statements built with Kysely name; `migrations/` is the schema. */
export interface Tables {
  site: OfSite & { settings: Kept<SiteSettings> | null; settings_version: Generated<number> };
  product: OfSite & { product_code: string; record: Kept<Product>; version: Generated<number> };
  location: OfSite & { location_code: string; record: Kept<SiteLocation>; version: Generated<number> };
  customer_order: OfSite & { order_number: number; record: Kept<OrderRecord> };
  shipment: OfSite & {
    shipment_number: number;
    version: number;
    record: Kept<ShipmentRecord>;
    shipment_status: GeneratedAlways<ShipmentStatus>;
    shipment_type: GeneratedAlways<string>;
    order_number: GeneratedAlways<number>;
    original_shipment_number: GeneratedAlways<number>;
    fulfillment_location_code: GeneratedAlways<string | null>;
    on_hold: GeneratedAlways<boolean>;
  };
  event: OfSite & { sequence: GeneratedAlways<number>; position: number | null; record: Kept<NewEvent> };
  event_cursor: OfSite & { last_position: number };
  idempotency_key: OfSite & {
    key: string;
    request_hash: string;
    status: number | null;
    body: Kept<object> | null;
    created_at: string;
  };
  release_run: OfSite & { run_id: string; record: Kept<RunRecord>; started_at: GeneratedAlways<string> };
  run_item: OfSite & { run_id: string; sequence: number; record: Kept<RunItem> };
  audit: OfSite & { entry_id: GeneratedAlways<number>; shipment_number: number; record: Kept<AuditEntry> };
  payment_authorization: OfSite & {
    authorization_id: string;
    record: Kept<PaymentAuthorization>;
    order_number: GeneratedAlways<number>;
  };
  payment_step: OfSite & {
    entry_id: GeneratedAlways<number>;
    step_key: string;
    record: Kept<PaymentStep>;
    status: GeneratedAlways<string>;
  };
}
