import { calendarDayOf } from '../../domain/calendar.ts';
import type { ShipmentNumber, SiteId } from '../../domain/ids.ts';
import type { Versioned } from '../../domain/site/catalogue.ts';
import type { RunCounts, RunItem, RunRecord, RunScope } from '../../domain/site/run.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { AttemptResult } from '../carry-out/options.ts';
import { assertStorable } from '../checks/storable.ts';
import { runEnded } from '../events/new-events.ts';
import { answeredBefore, remember } from '../execute-write.ts';
import type { StoreTransaction } from '../ports/store.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { readSettings } from '../site-view.ts';
import { isAlive, runOfKey, runThatEnds } from './alive.ts';
import { backlogOf } from './backlog.ts';
import { DryRunStock } from './dry-run-stock.ts';
import { tryOne } from './try-one.ts';

/** What a run is asked to do. */
export interface RunRequest {
  readonly trigger: RunRecord['trigger'];
  readonly policy: RunRecord['policy'];
  readonly dryRun: boolean;
  readonly scope: RunScope;
}

/** Items that are written at once. */
const BATCH = 50;
/** A run writes down how far it is at least so often, in milliseconds, while its attempts end. */
const HEARTBEAT_MS = 5_000;

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
  const { outcome, reasonCode, shipment, decision, newChildNumbers } = result;
  return {
    shipmentNumber,
    sequence,
    outcome,
    reasonCode,
    shipmentStatus: decision?.shipmentStatus ?? shipment?.shipmentStatus ?? 'BACKORDER',
    childShipmentNumbers: newChildNumbers,
    decision,
  };
}

/** A run while it goes on: what it has counted, and what it has not yet written down. */
class RunLog {
  #run: RunRecord;
  #items: RunItem[] = [];

  constructor(
    readonly ports: ReleasePorts,
    readonly siteId: SiteId,
    started: RunRecord,
  ) {
    this.#run = started;
  }

  get run(): RunRecord {
    return this.#run;
  }

  async add(shipmentNumber: ShipmentNumber, result: AttemptResult): Promise<void> {
    const { now } = this.ports;
    const counts = counted(this.#run.counts, result);
    this.#items.push(itemOf(shipmentNumber, counts.tried, result));
    this.#run = { ...this.#run, counts };
    const isDue = Date.parse(now()) - Date.parse(this.#run.updatedAt) >= HEARTBEAT_MS;
    if (this.#items.length >= BATCH || isDue) {
      await this.write('RUNNING');
    }
  }

  /** Writes down what there is, and in the same transaction what goes with it. */
  async write(
    status: RunRecord['status'],
    alongside: (tx: StoreTransaction, run: RunRecord) => Promise<unknown> = async () => undefined,
  ): Promise<RunRecord> {
    const updatedAt = this.ports.now();
    const finishedAt = status === 'RUNNING' ? null : updatedAt;
    const run = { ...this.#run, status, updatedAt, finishedAt };
    const items = this.#items;
    await this.ports.store.transaction(this.siteId, async (tx) => {
      await tx.appendRunItems(run.runId, items);
      await tx.putRun(run);
      await alongside(tx, run);
    });
    this.#items = [];
    this.#run = run;
    return run;
  }
}

/** Takes the key of the request; null where the run is to be made, else the answer, or the run that makes it. */
async function begin(ports: ReleasePorts, write: Write, started: RunRecord): Promise<RunRecord | null> {
  return ports.store.transaction(write.siteId, async (tx) => {
    const answer = await answeredBefore(tx, write);
    if (answer !== null) return answer.body as RunRecord;
    const already = await runOfKey(tx, started.idempotencyKey);
    if (already !== null && isAlive(already, ports.now())) return already;
    await tx.putRun(started);
    return null;
  });
}

/**
 * A run over the backlog: one attempt a shipment, in queue order, with the settings as they are when it begins.
 * A real run commits each release on its own; one that fails in between has released what it has released.
 *
 * @param known the settings, where the caller has just read them; left out: they are read
 * @param numbers the shipments to try, one after another; left out: those of the scope
 * @throws InputError `malformed` where the scope holds a text that cannot be stored
 * @returns the run as it ended; of a retried write, the first one's, for which it waits where that goes on
 */
export async function releaseRun(
  ports: ReleasePorts,
  write: Write,
  request: RunRequest,
  known?: Versioned<SiteSettings>,
  numbers?: AsyncIterable<ShipmentNumber>,
): Promise<RunRecord> {
  assertStorable(request);
  const { store, now, newId } = ports;
  const { siteId, correlationId } = write;
  const { value: settings, version: settingsVersion } = known ?? (await readSettings(store.reader(siteId)));
  const startedAt = now();
  const started: RunRecord = {
    ...request,
    runId: newId(),
    idempotencyKey: write.idempotency?.key ?? null,
    settings,
    settingsVersion,
    status: 'RUNNING',
    counts: NO_COUNTS,
    startedAt,
    updatedAt: startedAt,
    finishedAt: null,
  };
  const before = await begin(ports, write, started);
  if (before !== null) return runThatEnds(ports, siteId, before);
  const log = new RunLog(ports, siteId, started);
  const tell = (tx: StoreTransaction, run: RunRecord) =>
    tx.appendEvents([runEnded(run, { now: now(), newId, correlationId })]);
  const dryRunStock = new DryRunStock();
  const today = () => calendarDayOf(now(), settings.timeZone);
  try {
    const tried = numbers ?? backlogOf(store.reader(siteId), started.scope, today);
    for await (const shipmentNumber of tried) {
      await log.add(shipmentNumber, await tryOne(ports, started, write, dryRunStock, shipmentNumber));
    }
    return await log.write('COMPLETED', async (tx, run) => {
      await tell(tx, run);
      await remember(tx, write, { status: 201, body: run });
    });
  } catch (error) {
    // What ended the run may also keep this from being written; then the run is found abandoned.
    await log.write('FAILED', tell).catch(() => undefined);
    throw error;
  }
}
