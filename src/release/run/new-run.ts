import type { Versioned } from '../../domain/site/catalogue.ts';
import type { RunRecord, RunScope } from '../../domain/site/run.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { OpenRun } from '../ports/runs.ts';
import type { StoreTransaction } from '../ports/store.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { NO_COUNTS } from './run-step.ts';

/** What a run is asked to do. */
export interface RunRequest {
  readonly trigger: RunRecord['trigger'];
  /** Null: the site's. */
  readonly policy: RunRecord['policy'] | null;
  readonly dryRun: boolean;
  readonly scope: RunScope;
}

/** A run that has tried nothing yet. */
export function newRun(
  { now, newId }: ReleasePorts,
  request: RunRequest,
  { value: settings, version: settingsVersion }: Versioned<SiteSettings>,
  idempotencyKey: string | null,
): RunRecord {
  const startedAt = now();
  return {
    ...request,
    policy: request.policy ?? settings.releasePolicy,
    runId: newId(),
    idempotencyKey,
    settings,
    settingsVersion,
    status: 'RUNNING',
    counts: NO_COUNTS,
    startedAt,
    updatedAt: startedAt,
    finishedAt: null,
  };
}

/**
 * Writes a new run; whoever works on the site goes on with it.
 *
 * @returns null where its key has made one, or it is a scheduled one and another goes on
 */
export async function startRun(
  tx: StoreTransaction,
  run: RunRecord,
  correlationId: string,
): Promise<OpenRun | null> {
  const progress = { after: null, correlationId, failures: 0 };
  return (await tx.startRun(run, progress)) ? { run, version: 0, progress } : null;
}
