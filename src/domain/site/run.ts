import type { Decision } from '../decision.ts';
import type { LocationCode, ProductCode, ShipmentNumber } from '../ids.ts';
import type { OutrankedBy } from '../wave/answer.ts';
import type { WavePolicy } from '../wave/request.ts';
import type { SiteSettings } from './settings.ts';

/** Which shipments of the backlog a run tries; all that is given must hold. */
export interface RunScope {
  readonly shipmentNumbers?: readonly ShipmentNumber[] | undefined;
  readonly productCodes?: readonly ProductCode[] | undefined;
  /** Pickup at, or leaving from, one of these. */
  readonly locationCodes?: readonly LocationCode[] | undefined;
  readonly orderNumbers?: readonly number[] | undefined;
}

/** One run over the backlog. */
export interface RunRecord {
  readonly runId: string;
  /** The key of the write that asked for it; null where it had none. */
  readonly idempotencyKey: string | null;
  readonly trigger: 'inventory' | 'schedule' | 'manual';
  /** Who goes first, and from where. */
  readonly policy: WavePolicy;
  readonly dryRun: boolean;
  readonly scope: RunScope;
  /** The settings it used, as they were when it began. */
  readonly settings: SiteSettings;
  readonly settingsVersion: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'FAILED';
  readonly counts: RunCounts;
  readonly startedAt: string;
  /** When it last wrote down how far it is. */
  readonly updatedAt: string;
  readonly finishedAt: string | null;
}

/** How many shipments a run has tried, and what came of them. */
export interface RunCounts {
  readonly tried: number;
  readonly released: number;
  readonly partiallyReleased: number;
  /** FUTURE shipments that became READY, or wait for an earlier day. */
  readonly improved: number;
  readonly held: number;
  /** Refused payments, shipments that changed or went meanwhile, attempts in which nothing was proven. */
  readonly skipped: number;
  /** Attempts that broke: each is told of its shipment, and the run went on. */
  readonly failed: number;
}

/** Who went before a shipment that was decided together with others, and is held. */
export interface Outranked {
  /** Who took what it lacks; empty where it was released, or decided alone. */
  readonly outrankedBy: readonly OutrankedBy[];
  /** How many behind it were given units of what it lacks. */
  readonly youngerFirst: number;
}

/** What a run did, or in a dry run would do, with one shipment. */
export interface RunItem extends Outranked {
  readonly shipmentNumber: ShipmentNumber;
  /** The place in the run, from 1. */
  readonly sequence: number;
  readonly outcome: 'released' | 'partially-released' | 'improved' | 'held' | 'skipped' | 'failed';
  readonly reasonCode: string | null;
  readonly shipmentStatus: string;
  /** The children that the run made of it. */
  readonly childShipmentNumbers: readonly ShipmentNumber[];
  readonly decision: Decision | null;
}

/** What was done to a shipment by whom; never changed. */
export interface AuditEntry {
  readonly at: string;
  readonly action: string;
  readonly shipmentNumber: ShipmentNumber;
  readonly correlationId: string;
  readonly details: Readonly<Record<string, unknown>>;
}
