import PgBoss from 'pg-boss';
import type { SiteId } from '../domain/ids.ts';
import type { JobPorts } from './ports.ts';
import { serveSite } from './schedule.ts';
import { tickEachMinute, tickId } from './tick.ts';
import { workOffTriggers } from './triggers.ts';
import type { Wake } from './waking-store.ts';
import { deliverWebhooks } from './webhooks.ts';

const QUEUES = {
  tick: 'backorder-tick',
  triggers: 'backorder-triggers',
  site: 'backorder-site',
  webhooks: 'backorder-webhooks',
} as const;

/** A job that takes longer is taken for lost and handed out again; every job is safe to repeat. */
const EXPIRE_HOURS = 12;
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
  readonly workers = new Map<string, string>();
  constructor(
    readonly boss: PgBoss,
    readonly ports: JobPorts,
  ) {}

  async open(name: string, handler: Handler): Promise<void> {
    // `short`: one of a kind waits at most; the look it stands for covers what came meanwhile.
    await this.boss.createQueue(name, { name, policy: 'short', retryLimit: 2, expireInHours: EXPIRE_HOURS });
    const options = { pollingIntervalSeconds: LOOK_EVERY, batchSize: 1 };
    const worker = await this.boss.work<{ siteId?: SiteId }>(name, options, async ([job]) => {
      try {
        await handler(job?.data ?? {});
        // More of its kind may wait, a job for each site: they need not wait for the next look.
        this.lookAt(name);
      } catch (err) {
        this.ports.log.error({ err, job: name }, 'a job failed and will be tried again');
        throw err;
      }
    });
    this.workers.set(name, worker);
  }

  async send(name: string, siteId?: SiteId, options: PgBoss.SendOptions = {}): Promise<void> {
    await this.boss.send(name, siteId === undefined ? {} : { siteId }, {
      ...options,
      ...(siteId !== undefined && { singletonKey: siteId }),
    });
    this.lookAt(name);
  }

  /** Has this process's worker on a queue look at once. */
  lookAt(name: string): void {
    const worker = this.workers.get(name);
    if (worker !== undefined) this.boss.notifyWorker(worker);
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
    archiveCompletedAfterSeconds: 3_600,
    deleteAfterDays: 1,
  });
  boss.on('error', (err) => ports.log.error({ err }, 'the queue reports an error'));
  await boss.start();
  const queues = new JobQueues(boss, ports);
  await queues.open(QUEUES.triggers, () => workOffTriggers(ports));
  await queues.open(QUEUES.webhooks, () => deliverWebhooks(ports));
  await queues.open(QUEUES.site, async ({ siteId }) => siteId && serveSite(ports, siteId));
  await queues.open(QUEUES.tick, () => queues.tick());
  // What a crash left behind is not left until the next minute.
  await queues.send(QUEUES.tick);
  const stopped = new AbortController();
  const ticking = tickEachMinute(ports, stopped.signal, () => queues.sendTick());
  return {
    wake: (what) => queues.wake(what),
    async stop(timeoutMs) {
      stopped.abort();
      await ticking;
      await boss.stop({ graceful: true, wait: true, close: false, timeout: timeoutMs });
    },
  };
}
