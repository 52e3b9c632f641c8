import type { z } from 'zod';
import { Verification, Violation } from '../../decision/verify/verification.ts';
import { WaveVerification } from '../../decision/verify/wave/verify-wave.ts';
import { FutureDateLimit } from '../../domain/calendar.ts';
import * as decision from '../../domain/decision.ts';
import * as fix from '../../domain/fix.ts';
import { AttemptLimits, OptimizeRequest } from '../../domain/optimize-request.ts';
import * as settings from '../../domain/settings.ts';
import { Line, Shipment } from '../../domain/shipment.ts';
import { Amounts } from '../../domain/site/money.ts';
import { OrderLine, OrderPayment, OrderRequest, RoutingOverrides } from '../../domain/site/order.ts';
import { OrderRouting, ReleaseBackorderJob, SiteSettings } from '../../domain/site/settings.ts';
import { CurrentInventory, FutureInventory, Location } from '../../domain/stock.ts';
import { SubmittedPlan, VerifyRequest } from '../../domain/verify-request.ts';
import * as waveAnswer from '../../domain/wave/answer.ts';
import { KeptPlan, WavePolicy, WaveRequest, WaveShipment } from '../../domain/wave/request.ts';
import { SubmittedDecision, SubmittedWave, WaveVerifyRequest } from '../../domain/wave/verify-wave.ts';
import * as catalogue from '../schemas/catalogue.ts';
import { EVENTS, EventPage, EventProperties, EventView, WaitingLine } from '../schemas/events.ts';
import * as inventory from '../schemas/inventory.ts';
import * as operation from '../schemas/operation.ts';
import * as orders from '../schemas/orders.ts';
import { InputFault, Problem } from '../schemas/problem.ts';
import * as runs from '../schemas/runs.ts';
import * as shipmentCommands from '../schemas/shipment-commands.ts';
import * as shipments from '../schemas/shipments.ts';
import * as transfers from '../schemas/transfers.ts';
import * as verification from '../schemas/verify.ts';
import * as webhooks from '../schemas/webhooks.ts';

/** The schemas that the document has under names of their own; clients that are generated from it have them as types. */
export const NAMED: Readonly<Record<string, z.ZodType>> = {
  OptimizeRequest,
  AttemptLimits,
  Settings: settings.Settings,
  FutureDateLimit,
  Objective: settings.Objective,
  LexicographicObjective: settings.LexicographicObjective,
  WeightedObjective: settings.WeightedObjective,
  ObjectiveWeights: settings.ObjectiveWeights,
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
  // Not `Hold`: that is what a planner does to a shipment.
  HeldReasons: decision.Hold,
  HeldLine: decision.HeldLine,
  ReasonCode: decision.ReasonCode,
  ...fix,
  Plan: SubmittedPlan,
  VerifyRequest,
  Verification,
  Violation,
  WaveRequest,
  WaveShipment,
  WavePolicy,
  KeptPlan,
  ...waveAnswer,
  WavePlan: SubmittedWave,
  WavePlanDecision: SubmittedDecision,
  WaveVerifyRequest,
  WaveVerification,
  ...verification,
  Problem,
  InputFault,
  Amounts,
  OrderLine,
  OrderPayment,
  OrderRequest,
  RoutingOverrides,
  OrderRouting,
  ReleaseBackorderJob,
  SiteSettings,
  ...catalogue,
  ...inventory,
  ...transfers,
  ...orders,
  ...shipments,
  ...shipmentCommands,
  ...runs,
  ...webhooks,
  ...operation,
  WaitingLine,
  ...EventProperties,
  ShipmentStatusChangedEvent: EVENTS['shipment.statuschanged'],
  ShipmentBackorderedEvent: EVENTS['shipment.backordered'],
  ShipmentBackorderDateChangedEvent: EVENTS['shipment.backorderdatechanged'],
  ShipmentFutureDateChangedEvent: EVENTS['shipment.futuredatechanged'],
  ShipmentOverdueEvent: EVENTS['shipment.overdue'],
  ShipmentReleasedEvent: EVENTS['shipment.released'],
  InventoryChangedEvent: EVENTS['inventory.changed'],
  RunCompletedEvent: EVENTS['run.completed'],
  EventView,
  EventPage,
};
