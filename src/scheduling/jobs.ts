import PgBoss from 'pg-boss';
import type { SiteId } from '../domain/ids.ts';
import type { JobPorts } from './ports.ts';
import { serveSite } from './schedule.ts';
import { lookAgainAndAgain, tickEachMinute, tickId } from './tick.ts';
import { workOnNext } from './triggers.ts';
import type { Wake } from './waking-store.ts';
import { WebhookDeliveries } from './webhooks.ts';

const QUEUES = {
  tick: 'backorder-tick',
  triggers: 'backorder-triggers',
  site: 'backorder-site',
  webhooks: 'backorder-webhooks',
} as const;

/**
 * A job that takes longer, in seconds, is taken for lost and handed out again. Jobs take five seconds or little more;
 * one that goes on nevertheless does no harm, since what it works on is claimed in the store.
 */
const EXPIRE_SECONDS = 15;
/** Seconds between two looks for jobs that have expired. */
const MAINTENANCE_SECONDS = 5;
/** Time after which a job takes no further site, and that a site has until the next one's turn, in milliseconds. */
const JOB_MS = 4_000;
const SITE_MS = 2_000;
/** Jobs of a kind that a process works on at once. */
const AT_ONCE: Readonly<Record<string, number>> = { [QUEUES.triggers]: 2 };
/** Seconds between two looks into a queue, where nothing wakes the worker. */
const LOOK_EVERY = 2;

/** Running jobs. */
export interface Jobs {
  /** Has the jobs look at once. Never waits, never throws. */
  readonly wake: (what: Wake) => void;
  /** Takes no new job, lets what runs end, up to `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}

type Handler = (data: { readonly siteId?: SiteId }) => Promise<unknown>;

/** One process's hold on the queues. */
class JobQueues {
  readonly workers = new Map<string, string[]>();
  constructor(
    readonly boss: PgBoss,
    readonly ports: JobPorts,
  ) {}

  async open(name: string, handler: Handler): Promise<void> {
    // `short`: one of a kind waits at most; the look it stands for covers what came meanwhile.
    const queue = { name, policy: 'short', retryLimit: 2, expireInSeconds: EXPIRE_SECONDS } as const;
    await this.boss.createQueue(name, queue);
    // One that an earlier version made has its limits.
    await this.boss.updateQueue(name, queue);
    const options = { pollingIntervalSeconds: LOOK_EVERY, batchSize: 1 };
    const work = () =>
      this.boss.work<{ siteId?: SiteId }>(name, options, async ([job]) => {
        try {
          await handler(job?.data ?? {});
          // More of its kind may wait, a job for each site: they need not wait for the next look.
          this.lookAt(name);
        } catch (err) {
          this.ports.log.error({ err, job: name }, 'a job failed and will be tried again');
          throw err;
        }
      });
    const workers: string[] = [];
    for (let count = AT_ONCE[name] ?? 1; count > 0; count -= 1) workers.push(await work());
    this.workers.set(name, workers);
  }

  async send(name: string, siteId?: SiteId, options: PgBoss.SendOptions = {}): Promise<void> {
    await this.boss.send(name, siteId === undefined ? {} : { siteId }, {
      ...options,
      ...(siteId !== undefined && { singletonKey: siteId }),
    });
    this.lookAt(name);
  }

  /** Has this process's workers on a queue look at once. */
  lookAt(name: string): void {
    for (const worker of this.workers.get(name) ?? []) this.boss.notifyWorker(worker);
  }

  /** Sends the tick of the clock's minute, unless another process has. */
  async sendTick(): Promise<void> {
    try {
      await this.send(QUEUES.tick, undefined, { id: tickId(this.ports.now()) });
    } catch (err) {
      // The database may be away for a while; the next minute has a tick of its own.
      this.ports.log.error({ err }, 'could not send the tick of a minute');
    }
  }

  /** What a tick has the workers look after, however the jobs of the last minute ended. */
  async tick(): Promise<void> {
    await this.send(QUEUES.triggers);
    await this.send(QUEUES.webhooks);
    for (const siteId of await this.ports.store.sites()) await this.send(QUEUES.site, siteId);
  }

  /** One job's work on sites, a while on each in turns. What is left is the next job's, behind those of others. */
  async workOnSites(isStopped: () => boolean): Promise<void> {
    const nowMs = () => Date.parse(this.ports.now());
    const endsAt = nowMs() + JOB_MS;
    const told = (err: unknown, { siteId }: { siteId: SiteId }) =>
      this.ports.log.error({ err, siteId }, 'work on a site failed and will be tried again');
    while (!isStopped()) {
      if (nowMs() >= endsAt) return this.send(QUEUES.triggers);
      const siteEndsAt = nowMs() + SITE_MS;
      const isOver = () => isStopped() || nowMs() >= siteEndsAt;
      if ((await workOnNext(this.ports, isOver, told)) === null) return;
    }
  }

  wake({ triggers, events }: Wake): void {
    const sent = [triggers && this.send(QUEUES.triggers), events && this.send(QUEUES.webhooks)];
    // What could not be sent is found by the next tick.
    for (const each of sent)
      if (each) each.catch((err) => this.ports.log.error({ err }, 'could not wake a job'));
  }
}

/**
 * Starts the queues and this process's workers on them.
 *
 * @throws Error when the queue's own tables cannot be made or brought up to date
 */
export async function startJobs(ports: JobPorts): Promise<Jobs> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => ports.executeSql(text, values) },
    schema: 'backorder_release_jobs',
    // Its own schedule follows the database's clock. Ticks are ours, see tick.ts.
    schedule: false,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
    archiveCompletedAfterSeconds: 3_600,
    deleteAfterDays: 1,
  });
  boss.on('error', (err) => ports.log.error({ err }, 'the queue reports an error'));
  const queues = new JobQueues(boss, ports);
  const stopped = new AbortController();
  const { signal } = stopped;
  const deliveries = new WebhookDeliveries(ports);
  try {
    await boss.start();
    await queues.open(QUEUES.triggers, () => queues.workOnSites(() => signal.aborted));
    await queues.open(QUEUES.webhooks, () => deliveries.look());
    await queues.open(QUEUES.site, async ({ siteId }) => siteId && serveSite(ports, siteId));
    await queues.open(QUEUES.tick, () => queues.tick());
    // What a crash left behind is not left until the next minute.
    await queues.send(QUEUES.tick);
  } catch (error) {
    // What has begun would look for jobs for ever, and keep the process from ending.
    stopped.abort();
    deliveries.close();
    await boss.stop({ graceful: false, wait: false, close: false }).catch(() => undefined);
    throw error;
  }
  const ticking = [
    tickEachMinute(ports, signal, () => queues.sendTick()),
    // What another process left behind, and what is due by now, is found within seconds.
    lookAgainAndAgain(ports, signal, async () => queues.wake({ triggers: true, events: true })),
  ];
  return {
    wake: (what) => queues.wake(what),
    async stop(timeoutMs) {
      stopped.abort();
      deliveries.close();
      await Promise.all(ticking);
      const late = new AbortController();
      const delivered = Promise.race([deliveries.idle(), ports.wait(timeoutMs, late.signal)]);
      await boss.stop({ graceful: true, wait: true, close: false, timeout: timeoutMs });
      await delivered;
      late.abort();
    },
  };
}
