import { z } from 'zod';
import { Decision } from '../../domain/decision.ts';
import { Product, SiteLocation } from '../../domain/site/catalogue.ts';
import { TOPICS } from '../../domain/site/event.ts';
import { Amounts } from '../../domain/site/money.ts';
import { AfterAction, SiteSettings } from '../../domain/site/settings.ts';
import { SHIPMENT_STATUSES } from '../../domain/site/shipment.ts';

const count = z.int().nonnegative();
const units = z.int();
const instant = z.string().meta({ description: 'ISO 8601, UTC' });
const day = z.string().nullable().meta({ description: 'a calendar day of the site' });
const code = z.string();
const version = z.int().meta({ description: 'counts the changes; what `If-Match` compares' });

export const SettingsView = SiteSettings.extend({ version });
export const ProductView = Product.extend({ version });
export const LocationView = SiteLocation.extend({ version });

export const StockView = z.strictObject({
  locationCode: code,
  productCode: code,
  onHand: units,
  allocated: count,
  pending: units,
  safetyStock: units,
  available: units.meta({ description: 'onHand − allocated − pending − safetyStock' }),
  unitCost: z.number(),
});

export const LotView = z.strictObject({
  futureInventoryId: code,
  locationCode: code,
  productCode: code,
  deliveryDate: day,
  quantity: count,
  allocated: count,
  unitCost: z.number(),
  status: z.enum(['EXPECTED', 'RECEIVED', 'CANCELED']),
  version,
});

const Item = z.strictObject({
  lineId: count,
  originalLineId: count,
  productCode: code,
  quantity: count,
  originalQuantity: count,
  allowsFutureAllocate: z
    .boolean()
    .nullable()
    .meta({ description: "null: the product's futureInventoryEnabled says, whenever the line is tried" }),
  allowsBackOrder: z.boolean(),
  manageStock: z.boolean(),
  itemDependency: code.nullable(),
  excludedLocationCodes: z.array(code),
  excludedFutureLocationCodes: z.array(code),
  backorderReleaseDate: day,
  amounts: Amounts,
});

const Reassigned = z.strictObject({
  lineId: count,
  productCode: code,
  quantity: count,
  amounts: Amounts,
  childShipmentNumber: count,
  fulfillmentLocationCode: code.nullable(),
});

export const ShipmentView = z.strictObject({
  shipmentNumber: count,
  version,
  orderNumber: count,
  shipmentType: z.enum(['STH', 'BOPIS']),
  shipmentStatus: z.enum(SHIPMENT_STATUSES),
  shipmentStatusReason: z.strictObject({ reasonCode: z.string(), moreInfo: z.string() }).nullable(),
  fulfillmentLocationCode: code.nullable(),
  futureDate: day,
  parentShipmentNumber: count.nullable(),
  originalShipmentNumber: count,
  childShipmentNumbers: z.array(count),
  priority: z.int(),
  backorderedAt: instant.nullable(),
  onHold: z.boolean(),
  paymentAuthorizationId: z.string().nullable(),
  items: z.array(Item),
  reassignedItems: z.array(Reassigned),
  createdAt: instant,
  updatedAt: instant,
});

export const AllocationView = z.strictObject({
  shipmentNumber: count,
  lineId: count,
  locationCode: code,
  productCode: code,
  futureInventoryId: code.nullable(),
  quantity: count,
});

export const OrderPlaced = z.strictObject({
  orderNumber: count,
  externalOrderId: z.string().nullable(),
  afterAction: AfterAction.nullable().meta({ description: 'null: everything could be assigned' }),
  shipments: z.array(ShipmentView),
});

export const ReleaseAnswer = z.strictObject({
  outcome: z.enum(['released', 'partially-released', 'held', 'skipped']),
  reasonCode: z.string().nullable(),
  shipment: ShipmentView.nullable(),
  decision: Decision.nullable(),
});

export const RunView = z.strictObject({
  runId: z.string(),
  idempotencyKey: z.string().nullable().meta({ description: 'of the request that asked for it' }),
  trigger: z.enum(['inventory', 'schedule', 'manual']),
  policy: z.enum(['first-come']),
  dryRun: z.boolean(),
  scope: z.strictObject({
    shipmentNumbers: z.array(count).optional(),
    productCodes: z.array(code).optional(),
    locationCodes: z.array(code).optional(),
    orderNumbers: z.array(count).optional(),
  }),
  settings: SiteSettings.meta({ description: 'as they were when the run began' }),
  settingsVersion: count,
  status: z.enum(['RUNNING', 'COMPLETED', 'FAILED']),
  counts: z.strictObject({
    tried: count,
    released: count,
    partiallyReleased: count,
    held: count,
    skipped: count,
  }),
  startedAt: instant,
  updatedAt: instant.meta({ description: 'when it last wrote down how far it is' }),
  finishedAt: instant.nullable(),
});

export const RunItemView = z.strictObject({
  shipmentNumber: count,
  sequence: count,
  outcome: z.enum(['released', 'partially-released', 'held', 'skipped']),
  reasonCode: z.string().nullable(),
  shipmentStatus: z.string(),
  childShipmentNumbers: z.array(count),
  decision: Decision.nullable(),
});

export const EventView = z.strictObject({
  position: count,
  eventId: z.string(),
  topic: z.enum(TOPICS),
  entityId: z.string(),
  timestamp: instant,
  correlationId: z.string(),
  extendedProperties: z.array(z.strictObject({ key: z.string(), value: z.unknown() })),
});

export const WebhookView = z.strictObject({
  webhookId: z.string(),
  version,
  url: z.string(),
  topics: z.array(z.enum(TOPICS)),
  isEnabled: z.boolean(),
  position: count,
  failures: count,
  nextAttemptAt: instant.nullable(),
  lastError: z.string().nullable(),
  createdAt: instant,
});
