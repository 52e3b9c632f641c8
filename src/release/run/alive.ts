import type { SiteId } from '../../domain/ids.ts';
import type { RunRecord } from '../../domain/site/run.ts';
import { runEnded } from '../events/new-events.ts';
import type { RunReader } from '../ports/runs.ts';
import type { ReleasePorts } from '../service-ports.ts';

/** A run without a heartbeat for so long has died with its process; one attempt may take minutes, not this. */
const SILENCE_MS = 10 * 60_000;
/** Time between two looks at a run that goes on, in milliseconds. */
const LOOK_EVERY_MS = 250;
/** Runs that may go on at once; older ones have ended, or were found abandoned. */
const MOST_AT_ONCE = 100;

/** Whether its process still works on it. */
export const isAlive = (run: RunRecord, now: string): boolean =>
  run.status === 'RUNNING' && Date.parse(now) - Date.parse(run.updatedAt) < SILENCE_MS;

/** The run that was begun for a key of a write and has not ended; null where there is none. */
export async function runOfKey(reader: RunReader, key: string | null): Promise<RunRecord | null> {
  if (key === null) return null;
  const runs = await reader.runs(MOST_AT_ONCE);
  return runs.find((run) => run.status === 'RUNNING' && run.idempotencyKey === key) ?? null;
}

/** Waits until the run has ended, or its process has died. */
export async function runThatEnds(ports: ReleasePorts, siteId: SiteId, run: RunRecord): Promise<RunRecord> {
  let seen = run;
  while (isAlive(seen, ports.now())) {
    await ports.wait(LOOK_EVERY_MS);
    seen = (await ports.store.reader(siteId).run(run.runId)) ?? seen;
  }
  return seen;
}

/** Ends the record of runs that died with their process. What they released stays released. @returns how many */
export async function endAbandonedRuns(ports: ReleasePorts, siteId: SiteId): Promise<number> {
  const { store, now, newId } = ports;
  const runs = await store.reader(siteId).runs(MOST_AT_ONCE);
  const abandoned = runs.filter((run) => run.status === 'RUNNING' && !isAlive(run, now()));
  for (const { runId } of abandoned) {
    await store.transaction(siteId, async (tx) => {
      const run = await tx.run(runId);
      if (run === null || run.status !== 'RUNNING' || isAlive(run, now())) return;
      const failed: RunRecord = { ...run, status: 'FAILED', finishedAt: now() };
      await tx.putRun(failed);
      await tx.appendEvents([runEnded(failed, { now: now(), newId, correlationId: newId() })]);
    });
  }
  return abandoned.length;
}
