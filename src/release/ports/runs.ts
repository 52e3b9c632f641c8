import type { ShipmentNumber } from '../../domain/ids.ts';
import type { AuditEntry, RunItem, RunRecord } from '../../domain/site/run.ts';

export interface RunReader {
  run(runId: string): Promise<RunRecord | null>;
  /** The last ones, newest first. */
  runs(limit: number): Promise<RunRecord[]>;
  /** The last that began for this reason; null where there was none. */
  lastRun(trigger: RunRecord['trigger']): Promise<RunRecord | null>;
  /** By sequence, those after `after`. */
  runItems(runId: string, after: number, limit: number): Promise<RunItem[]>;
  /** In the order in which they happened. */
  audit(shipmentNumber: ShipmentNumber): Promise<AuditEntry[]>;
}

export interface RunWriter {
  /** Writes the run, new or again. */
  putRun(run: RunRecord): Promise<void>;
  /** An item whose sequence is written already is left as it is. */
  appendRunItems(runId: string, items: readonly RunItem[]): Promise<void>;
  appendAudit(entries: readonly AuditEntry[]): Promise<void>;
}
