import type { SiteId } from '../../domain/ids.ts';
import type { RunRecord } from '../../domain/site/run.ts';
import { ServiceError } from '../../errors.ts';
import { assertStorable } from '../checks/storable.ts';
import { answeredBefore, remember } from '../execute-write.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';
import { readSettings } from '../site-view.ts';
import { newRun, type RunRequest, startRun } from './new-run.ts';
import { unlessTaken } from './run-step.ts';
import { LEASE_MS, SiteWork, workOnSite } from './work-on-site.ts';

export type { RunRequest } from './new-run.ts';

/** Time between two looks at a run that another works on, in milliseconds. */
const LOOK_EVERY_MS = 100;

/** The run of a write: begun by it, or by an earlier one with its key. */
interface Begun {
  readonly runId: string;
  readonly isNew: boolean;
}

/** Takes the key of the request and writes the run, or finds the run that the key has made. */
async function begin(ports: ReleasePorts, write: Write, request: RunRequest): Promise<Begun> {
  const { store } = ports;
  const run = newRun(
    ports,
    request,
    await readSettings(store.reader(write.siteId)),
    write.idempotency?.key ?? null,
  );
  return store.transaction(write.siteId, async (tx) => {
    const answer = await answeredBefore(tx, write);
    if (answer !== null) return { runId: (answer.body as RunRecord).runId, isNew: false };
    if (run.settings.pauseReleases && !run.dryRun) {
      throw new ServiceError('RELEASES_PAUSED', 'pauseReleases of the settings is on');
    }
    if ((await startRun(tx, run, write.correlationId)) === null) {
      throw new ServiceError('IDEMPOTENCY_KEY_REUSED', `the key ${run.idempotencyKey} has made another run`);
    }
    // What is kept with the key names the run: a retry is answered with it as it is by then.
    await remember(tx, write, { status: 201, body: { runId: run.runId } });
    return { runId: run.runId, isNew: true };
  });
}

async function readRun(ports: ReleasePorts, siteId: SiteId, runId: string): Promise<RunRecord> {
  const run = await ports.store.reader(siteId).run(runId);
  if (run === null) throw new ServiceError('NOT_FOUND', `there is no run ${runId}`);
  return run;
}

/**
 * Works on the site, or waits while another does, until a run has ended or nobody waits for it any more. A dry run is
 * worked on alone, and the site is given up after each step for what is not dry.
 */
async function untilEnded(
  ports: ReleasePorts,
  siteId: SiteId,
  runId: string,
  isStopped: () => boolean,
): Promise<RunRecord> {
  const { store } = ports;
  const work = new SiteWork(ports, siteId);
  for (;;) {
    const run = await readRun(ports, siteId, runId);
    if (run.status !== 'RUNNING' || isStopped()) return run;
    const claimed = await store.claimQueue(LEASE_MS, siteId);
    if (claimed === null) {
      await ports.wait(LOOK_EVERY_MS);
      continue;
    }
    const isOver = async () => isStopped() || (await readRun(ports, siteId, runId)).status !== 'RUNNING';
    let hasMore = true;
    try {
      if (run.dryRun) await unlessTaken(() => work.stepOfRuns(runId));
      else hasMore = await workOnSite(ports, claimed, isOver, work);
    } finally {
      // A claim that cannot be given back ends by itself.
      await store.leaveQueue(claimed, hasMore).catch(() => undefined);
    }
  }
}

/**
 * A run over the backlog: one attempt a shipment, in queue order, with the settings as they are when it begins. It is
 * written down first and then worked on in steps, here unless another process does; it goes on elsewhere where this
 * one dies.
 *
 * @param isStopped asked between steps: true ends the wait, and the run goes on without it
 * @throws InputError `malformed` where the scope holds a text that cannot be stored
 * @throws ServiceError RELEASES_PAUSED where the site has its brake on and the run is no dry run
 * @throws StoreError, EngineError where a step could not be made; the run goes on later
 * @returns the run as it ended; of a retried write, at once, the first one's as it is
 */
export async function releaseRun(
  ports: ReleasePorts,
  write: Write,
  request: RunRequest,
  isStopped: () => boolean = () => false,
): Promise<RunRecord> {
  assertStorable(request);
  const { runId, isNew } = await begin(ports, write, request);
  if (!isNew) return readRun(ports, write.siteId, runId);
  return untilEnded(ports, write.siteId, runId, isStopped);
}
