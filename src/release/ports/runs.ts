import type { ShipmentNumber } from '../../domain/ids.ts';
import type { AuditEntry, RunItem, RunRecord } from '../../domain/site/run.ts';
import type { QueuePosition } from './shipments.ts';

/** How far a run is, and what its next steps need. */
export interface RunProgress {
  /** The place of the last shipment that it has tried; null: none yet. */
  readonly after: QueuePosition | null;
  /** Ties together all that the run causes, whoever works on it. */
  readonly correlationId: string;
  /** Steps in a row that broke. */
  readonly failures: number;
}

/** A run that goes on. */
export interface OpenRun {
  readonly run: RunRecord;
  /** Changes at each step. */
  readonly version: number;
  readonly progress: RunProgress;
}

export interface RunReader {
  run(runId: string): Promise<RunRecord | null>;
  /** The last ones, newest first. */
  runs(limit: number): Promise<RunRecord[]>;
  /** The last that began for this reason; null where there was none. */
  lastRun(trigger: RunRecord['trigger']): Promise<RunRecord | null>;
  /** Those that go on; that which was worked on the longest time ago first. */
  openRuns(): Promise<OpenRun[]>;
  /** By sequence, those after `after`. */
  runItems(runId: string, after: number, limit: number): Promise<RunItem[]>;
  /** In the order in which they happened. */
  audit(shipmentNumber: ShipmentNumber): Promise<AuditEntry[]>;
}

export interface RunWriter {
  /**
   * Writes a new run.
   *
   * @returns false where its key has made one, or where the site's scheduled run goes on and this is another; then
   * nothing is written
   */
  startRun(run: RunRecord, progress: RunProgress): Promise<boolean>;
  /**
   * Writes the next step of a run that goes on, unless another has: each step is made once, however many work on it.
   *
   * @returns false where the run has another version or has ended: the transaction must be abandoned, and cannot be
   * committed
   */
  advanceRun(open: OpenRun): Promise<boolean>;
  /** An item whose sequence is written already is left as it is. */
  appendRunItems(runId: string, items: readonly RunItem[]): Promise<void>;
  appendAudit(entries: readonly AuditEntry[]): Promise<void>;
}
