import type { ShipmentNumber } from '../../domain/ids.ts';
import type { RunCounts, RunItem, RunRecord, RunScope } from '../../domain/site/run.ts';
import { attemptRelease, propose } from '../attempt/attempt.ts';
import type { AttemptResult } from '../attempt/options.ts';
import { runCompleted } from '../events/new-events.ts';
import { answeredBefore, remember } from '../execute-write.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { readSettings } from '../site-view.ts';
import { backlogOf } from './backlog.ts';
import { DryStock } from './dry-stock.ts';

/** What a run is asked to do. */
export interface RunRequest {
  readonly trigger: RunRecord['trigger'];
  readonly policy: RunRecord['policy'];
  readonly dryRun: boolean;
  readonly scope: RunScope;
}

/** Items that are written at once. */
const BATCH = 50;

const NO_COUNTS: RunCounts = { tried: 0, released: 0, partiallyReleased: 0, held: 0, skipped: 0 };
const COUNT_OF = {
  released: 'released',
  'partially-released': 'partiallyReleased',
  held: 'held',
  skipped: 'skipped',
} as const;

const counted = (counts: RunCounts, { outcome }: AttemptResult): RunCounts => ({
  ...counts,
  tried: counts.tried + 1,
  [COUNT_OF[outcome]]: counts[COUNT_OF[outcome]] + 1,
});

function itemOf(shipmentNumber: ShipmentNumber, sequence: number, result: AttemptResult): RunItem {
  const { outcome, reasonCode, shipment, decision } = result;
  return {
    shipmentNumber,
    sequence,
    outcome,
    reasonCode,
    shipmentStatus: decision?.shipmentStatus ?? shipment?.shipmentStatus ?? 'BACKORDER',
    childShipmentNumbers: shipment?.childShipmentNumbers ?? [],
    decision,
  };
}

/** A solver that broke, or a plan that the checker refused, concerns one shipment; the others are still tried. */
function skipIfSolverFailed(error: unknown): AttemptResult {
  const name = error instanceof Error ? error.name : '';
  const reasonCode = { EngineError: 'ENGINE_FAILED', InvariantError: 'INVARIANT_BROKEN' }[name];
  if (reasonCode === undefined) throw error;
  return { outcome: 'skipped', reasonCode, shipment: null, decision: null };
}

/** Decides each on what the plans before it would leave, and changes nothing. */
async function dryAttempt(
  ports: ReleasePorts,
  run: RunRecord,
  write: Write,
  dry: DryStock,
  shipmentNumber: ShipmentNumber,
): Promise<AttemptResult> {
  const reader = ports.store.reader(write.siteId);
  const shipment = await reader.shipment(shipmentNumber);
  if (shipment?.shipmentStatus !== 'BACKORDER') {
    return { outcome: 'skipped', reasonCode: 'NOT_IN_BACKORDER', shipment, decision: null };
  }
  const { decision } = await propose(ports, reader, shipment, run.settings, 'reasons', (stock) =>
    dry.less(stock),
  );
  dry.take(decision);
  return { outcome: decision.decision, reasonCode: decision.hold?.reason ?? null, shipment, decision };
}

/** Tries every shipment of the scope in queue order, and writes down what came of each. */
async function tryAll(ports: ReleasePorts, write: Write, started: RunRecord): Promise<RunCounts> {
  const { siteId, correlationId } = write;
  const { settings, runId } = started;
  const dry = new DryStock();
  const attempt = (shipmentNumber: ShipmentNumber) =>
    started.dryRun
      ? dryAttempt(ports, started, write, dry, shipmentNumber)
      : attemptRelease(ports, shipmentNumber, {
          siteId,
          settings,
          correlationId,
          explain: 'reasons',
          evenOnHold: false,
        });
  let counts = NO_COUNTS;
  let items: RunItem[] = [];
  const flush = async () => {
    const written = items;
    items = [];
    if (written.length > 0) {
      await ports.store.transaction(siteId, (tx) => tx.appendRunItems(runId, written));
    }
  };
  for await (const shipmentNumber of backlogOf(ports.store.reader(siteId), started.scope)) {
    const result = await attempt(shipmentNumber).catch(skipIfSolverFailed);
    counts = counted(counts, result);
    items.push(itemOf(shipmentNumber, counts.tried, result));
    if (items.length >= BATCH) await flush();
  }
  await flush();
  return counts;
}

/**
 * A run over the backlog: one attempt a shipment, in queue order, with the settings as they are when it begins.
 * A real run commits each release on its own; one that fails in between has released what it has released.
 *
 * @returns the run as it ended; of a retried write, the first one's
 */
export async function releaseRun(ports: ReleasePorts, write: Write, request: RunRequest): Promise<RunRecord> {
  const { store, now, newId } = ports;
  const { value: settings, version: settingsVersion } = await readSettings(store.reader(write.siteId));
  const started: RunRecord = {
    ...request,
    runId: newId(),
    settings,
    settingsVersion,
    status: 'RUNNING',
    counts: NO_COUNTS,
    startedAt: now(),
    finishedAt: null,
  };
  const before = await store.transaction(write.siteId, async (tx) => {
    const answer = await answeredBefore(tx, write);
    if (answer === null) await tx.putRun(started);
    return answer;
  });
  if (before !== null) return before.body as RunRecord;
  try {
    const counts = await tryAll(ports, write, started);
    const run: RunRecord = { ...started, status: 'COMPLETED', counts, finishedAt: now() };
    await store.transaction(write.siteId, async (tx) => {
      await tx.putRun(run);
      const occasion = { now: now(), newId, correlationId: write.correlationId };
      await tx.appendEvents([runCompleted(run, occasion)]);
      await remember(tx, write, { status: 201, body: run });
    });
    return run;
  } catch (error) {
    const failed: RunRecord = { ...started, status: 'FAILED', finishedAt: now() };
    await store.transaction(write.siteId, (tx) => tx.putRun(failed)).catch(() => undefined);
    throw error;
  }
}
