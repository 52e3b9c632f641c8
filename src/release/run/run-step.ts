import type { Outranked, RunCounts, RunItem, RunRecord } from '../../domain/site/run.ts';
import type { AttemptResult } from '../carry-out/options.ts';
import { runEnded } from '../events/new-events.ts';
import type { OpenRun } from '../ports/runs.ts';
import type { QueuePosition } from '../ports/shipments.ts';
import type { StoreTransaction } from '../ports/store.ts';
import type { ReleasePorts } from '../service-ports.ts';

/** Somebody else has made the next step of a run, or has ended it: what was decided for it is thrown away. */
class RunTaken extends Error {
  override readonly name = 'RunTaken';
}

/**
 * Does work of which another may make the next step first, because it took longer than the claim on its site.
 *
 * @returns what the work returns; true, for there may be more to do, where another was first
 */
export async function unlessTaken(work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunTaken) return true;
    throw error;
  }
}

/** The next step of a run while it is made: what came of shipments that is not written yet. */
export interface RunStep {
  readonly open: OpenRun;
  readonly items: readonly RunItem[];
}

const COUNT_OF = {
  released: 'released',
  'partially-released': 'partiallyReleased',
  improved: 'improved',
  held: 'held',
  skipped: 'skipped',
  failed: 'failed',
} as const;

const NOT_OUTRANKED: Outranked = { outrankedBy: [], youngerFirst: 0 };

export const NO_COUNTS: RunCounts = {
  tried: 0,
  released: 0,
  partiallyReleased: 0,
  improved: 0,
  held: 0,
  skipped: 0,
  failed: 0,
};

export const stepOf = (open: OpenRun): RunStep => ({ open, items: [] });

/** The step with what came of one more shipment, behind which the run goes on. */
export function withResult(
  { open, items }: RunStep,
  place: QueuePosition,
  { outcome, reasonCode, shipment, decision, newChildNumbers, outranked = NOT_OUTRANKED }: AttemptResult,
): RunStep {
  const { run, progress } = open;
  const { counts } = run;
  const item: RunItem = {
    shipmentNumber: place.shipmentNumber,
    sequence: counts.tried + 1,
    outcome,
    reasonCode,
    // An improved one keeps its number: what its plan makes is itself.
    shipmentStatus:
      (outcome === 'improved' ? decision?.children[0]?.shipmentStatus : decision?.shipmentStatus) ??
      shipment?.shipmentStatus ??
      'BACKORDER',
    childShipmentNumbers: newChildNumbers,
    decision,
    ...outranked,
  };
  const count = COUNT_OF[outcome];
  const counted = { ...counts, tried: counts.tried + 1, [count]: counts[count] + 1 };
  const next: OpenRun = {
    ...open,
    run: { ...run, counts: counted },
    progress: { ...progress, after: place, failures: 0 },
  };
  return { open: next, items: [...items, item] };
}

/**
 * Writes a step in the transaction that makes it.
 *
 * @returns the run as it is then
 * @throws RunTaken where another has made it
 */
export async function writeStep(
  tx: StoreTransaction,
  { open, items }: RunStep,
  now: string,
): Promise<OpenRun> {
  const next = { ...open, run: { ...open.run, updatedAt: now } };
  await tx.appendRunItems(open.run.runId, items);
  if (!(await tx.advanceRun(next))) throw new RunTaken(`run ${open.run.runId}`);
  return { ...next, version: open.version + 1 };
}

/** Ends a run, and tells. @throws RunTaken where another has made a step */
export async function endRun(
  { store, now, newId }: ReleasePorts,
  siteId: Parameters<typeof store.reader>[0],
  open: OpenRun,
  status: Exclude<RunRecord['status'], 'RUNNING'>,
): Promise<RunRecord> {
  const endedAt = now();
  const run: RunRecord = { ...open.run, status, updatedAt: endedAt, finishedAt: endedAt };
  const { correlationId } = open.progress;
  await store.transaction(siteId, async (tx) => {
    await writeStep(tx, { open: { ...open, run }, items: [] }, endedAt);
    await tx.appendEvents([runEnded(run, { now: endedAt, newId, correlationId })]);
  });
  return run;
}
