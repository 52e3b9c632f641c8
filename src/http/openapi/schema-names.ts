import { z } from 'zod';
import { Verification, Violation } from '../../decision/verify/verification.ts';
import { CalendarDate, DateTime, FutureDateLimit } from '../../domain/calendar.ts';
import * as decision from '../../domain/decision.ts';
import { OptimizeRequest } from '../../domain/optimize-request.ts';
import { Objective, ObjectiveWeights, Settings } from '../../domain/settings.ts';
import { Line, Shipment } from '../../domain/shipment.ts';
import { Product, SiteLocation } from '../../domain/site/catalogue.ts';
import { Amounts } from '../../domain/site/money.ts';
import { OrderLine, OrderRequest } from '../../domain/site/order.ts';
import { OrderRouting, SiteSettings } from '../../domain/site/settings.ts';
import { CurrentInventory, FutureInventory, Location } from '../../domain/stock.ts';
import { SubmittedPlan, VerifyRequest } from '../../domain/verify-request.ts';
import { InputFault, Problem } from '../schemas/problem.ts';
import * as site from '../schemas/site.ts';

/** The schemas that the documentation shows under their own names. */
const NAMED = {
  OptimizeRequest,
  Settings,
  FutureDateLimit,
  Objective,
  ObjectiveWeights,
  Shipment,
  Line,
  Location,
  CurrentInventory,
  FutureInventory,
  Decision: decision.Decision,
  ChildShipment: decision.ChildShipment,
  ItemQuantity: decision.ItemQuantity,
  Allocation: decision.Allocation,
  ObjectiveValue: decision.ObjectiveValue,
  Proof: decision.Proof,
  Hold: decision.Hold,
  HeldLine: decision.HeldLine,
  Fix: decision.Fix,
  Plan: SubmittedPlan,
  VerifyRequest,
  Verification,
  Violation,
  Problem,
  InputFault,
  Product,
  SiteLocation,
  Amounts,
  OrderLine,
  OrderRequest,
  OrderRouting,
  SiteSettings,
  ...site,
};

/** Registers the names; what a caller sends is shown as `…Input`. Repeating it changes nothing. */
export function nameSchemas(): void {
  for (const [id, schema] of Object.entries(NAMED)) {
    if (z.globalRegistry.get(schema)?.id !== id) z.globalRegistry.add(schema, { ...schema.meta(), id });
  }
}

/** How zod hands over a schema of the document. */
interface Described {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: { minimum?: number; maximum?: number };
}

/**
 * What zod cannot tell of our dates: they are checked by code, which has no place in a JSON schema. And what nobody
 * has to be told of whole numbers: that they stay where JavaScript counts exactly.
 */
export function describeForReaders(context: Described): void {
  const { jsonSchema } = context;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (context.zodSchema === CalendarDate) {
    Object.assign(context.jsonSchema, { type: 'string', format: 'date', examples: ['2026-05-10'] });
  }
  if (context.zodSchema === DateTime) {
    Object.assign(context.jsonSchema, { examples: ['2026-05-01T09:00:00Z', '2026-05-10'] });
  }
}
