import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SiteId } from '../../src/domain/ids.ts';
import { SiteSettings } from '../../src/domain/site/settings.ts';
import type { Store, StoreTransaction } from '../../src/release/ports/store.ts';
import { type Jobs, startJobs } from '../../src/scheduling/jobs.ts';
import type { JobPorts } from '../../src/scheduling/ports.ts';
import { isDue, serveSite } from '../../src/scheduling/schedule.ts';
import { wakingStore } from '../../src/scheduling/waking-store.ts';
import { TestClock, until } from '../clock.ts';
import { product, site } from '../store/records.ts';
import { describeStores } from '../store/stores.ts';
import { type Done, jobPorts } from './job-ports.ts';

describeStores((under) => {
  let siteId: SiteId;
  let sites = 0;
  let done: Done[];
  let ports: JobPorts;
  let jobs: Jobs | undefined;
  let failures: object[];
  beforeEach(() => {
    sites += 1;
    siteId = site(`jobs-${sites}`);
    done = [];
    failures = [];
    ports = jobPorts(under(), done, failures);
  });
  afterEach(async () => {
    await jobs?.stop(5_000);
    jobs = undefined;
  });

  const rowsOf = async (text: string, ...values: unknown[]) => (await ports.executeSql(text, values)).rows;
  /** The triggers of the site that are not worked off, whether a worker holds them or not. */
  const triggersLeft = () =>
    rowsOf('select subject from queue_trigger where site_id = $1 order by 1', siteId);
  const putJob = (isEnabled: boolean, interval: number) => (tx: StoreTransaction) =>
    tx.putSettings(SiteSettings.parse({ releaseBackorderJob: { isEnabled, interval } }), null);
  const mine = () => done.filter((each) => each.siteId === siteId);

  it('a change of stock is worked off as soon as it has committed', async () => {
    jobs = await startJobs(ports);
    const store: Store = wakingStore(ports.store, jobs.wake);
    await store.transaction(siteId, (tx) => tx.appendTriggers([product('KTP')]));
    await until(() => mine().some((each) => each.what === 'release'));
    expect(mine()).toContainEqual({ what: 'release', siteId });
    await until(async () => (await triggersLeft()).length === 0, 'the end of the trigger');
    expect(failures).toEqual([]);
  });

  it('a release that fails keeps its triggers, and is tried again when their lease has ended', async () => {
    let tries = 0;
    const workOnSite: JobPorts['work']['workOnSite'] = async (claimed, isOver) => {
      if (claimed.siteId !== siteId) return false;
      tries += 1;
      if (tries === 1) throw new Error('the solver is away');
      return ports.work.workOnSite(claimed, isOver);
    };
    jobs = await startJobs({ ...ports, work: { ...ports.work, workOnSite } });
    const store = wakingStore(ports.store, jobs.wake);
    await store.transaction(siteId, (tx) => tx.appendTriggers([product('KTP'), product('KTP2')]));
    await until(() => failures.length > 0, 'the failure');
    expect(await triggersLeft()).toEqual([{ subject: 'KTP' }, { subject: 'KTP2' }]);
    // The claim ends by itself after 15 seconds, and nobody has to be woken.
    under().clock.advance(15_000);
    await until(() => tries >= 2, 'the second try');
    await until(async () => (await triggersLeft()).length === 0, 'the end of the triggers');
    expect(failures).toMatchObject([{ err: { message: 'the solver is away' } }]);
  });

  it('the work of every site of a tick is looked at as soon as that before it has ended', async () => {
    const others = Array.from({ length: 12 }, (_, index) => site(`jobs-${sites}-${index}`));
    for (const other of others) await ports.store.transaction(other, putJob(false, 30));
    const instants: number[] = [];
    const maintainSite = async (of: SiteId) => {
      if (others.includes(of)) instants.push(performance.now());
    };
    jobs = await startJobs({ ...ports, work: { ...ports.work, maintainSite } });
    await until(() => instants.length === others.length, 'the work of every site');
    const gaps = instants.slice(1).map((instant, index) => instant - instants[index]!);
    // A worker that nothing wakes looks every two seconds.
    expect(gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)]).toBeLessThan(1_500);
  });

  it('what was left by a process that died is worked off at the next start', async () => {
    await ports.store.transaction(siteId, (tx) => tx.appendTriggers([product('KTP')]));
    jobs = await startJobs(ports);
    await until(() => mine().some((each) => each.what === 'release'));
    await until(() => mine().some((each) => each.what === 'maintain'));
  });

  it('the work of a site that fails is tried again', async () => {
    await ports.store.transaction(siteId, putJob(false, 30));
    let tries = 0;
    const maintainSite = async (of: SiteId) => {
      if (of !== siteId) return;
      tries += 1;
      if (tries < 2) throw new Error('the gateway is away');
    };
    jobs = await startJobs({ ...ports, work: { ...ports.work, maintainSite } });
    await until(() => tries >= 2);
    expect(failures).toMatchObject([{ err: { message: 'the gateway is away' } }]);
  });

  describe('the schedule', () => {
    const put = (isEnabled: boolean, interval: number) =>
      ports.store.transaction(siteId, putJob(isEnabled, interval));

    it('leaves a site alone that has it switched off, but for its maintenance', async () => {
      expect(await isDue(ports, siteId)).toBe(false);
      await put(false, 30);
      expect(await isDue(ports, siteId)).toBe(false);
      await serveSite(ports, siteId);
      expect(mine().map((each) => each.what)).toEqual(['maintain']);
    });

    it('is due at once, and again when the interval has passed since it began', async () => {
      await put(true, 30);
      await serveSite(ports, siteId);
      expect(mine().map((each) => each.what)).toEqual(['maintain', 'scheduled']);
      const settings = (await ports.store.reader(siteId).settings())!.value;
      await ports.store.transaction(siteId, (tx) =>
        tx.startRun(
          {
            runId: 'r',
            trigger: 'schedule',
            policy: 'first-come',
            dryRun: false,
            scope: {},
            settings,
            settingsVersion: 1,
            status: 'COMPLETED',
            counts: {
              tried: 0,
              released: 0,
              partiallyReleased: 0,
              improved: 0,
              held: 0,
              skipped: 0,
              failed: 0,
            },
            startedAt: '2026-06-01T09:00:00.000Z',
            updatedAt: '2026-05-01T09:00:00.000Z',
            idempotencyKey: null,
            finishedAt: null,
          },
          { after: null, correlationId: 'c', failures: 0 },
        ),
      );
      under().clock.set('2026-06-01T09:29:59.999Z');
      expect(await isDue(ports, siteId)).toBe(false);
      under().clock.set('2026-06-01T09:30:00.000Z');
      expect(await isDue(ports, siteId)).toBe(true);
    });
  });

  it('each minute has its work done once, however many processes there are', async () => {
    await ports.store.transaction(siteId, putJob(true, 1));
    const unfinished = () =>
      rowsOf("select name from backorder_release_jobs.job where state in ('created', 'retry', 'active')");
    const settled = (count: number) =>
      until(
        async () => scheduled().length >= count && (await unfinished()).length === 0,
        `the end of run ${count}`,
      );
    const scheduled = () => mine().filter((each) => each.what === 'scheduled');
    // Two machines do not have quite the same time.
    const first = new TestClock('2026-08-01T09:00:40.000Z');
    const second = new TestClock('2026-08-01T09:00:10.000Z');
    const startAt = ({ now, wait }: TestClock) => startJobs({ ...ports, now, wait });
    const firstJobs = await startAt(first);
    jobs = firstJobs;
    await settled(1);
    const secondJobs = await startAt(second);
    jobs = {
      ...firstJobs,
      stop: async (ms) => void (await Promise.all([firstJobs.stop(ms), secondJobs.stop(ms)])),
    };
    // A start looks at once.
    await settled(2);
    const ticks = async (clock: TestClock, instant: string) => {
      clock.set(instant);
      await until(() => clock.waits.includes(60_000), 'the tick');
    };
    await ticks(first, '2026-08-01T09:01:00.000Z');
    await settled(3);
    await ticks(second, '2026-08-01T09:01:00.000Z');
    await settled(3);
    expect(scheduled()).toHaveLength(3);
    await ticks(second, '2026-08-01T09:02:00.000Z');
    await settled(4);
    await ticks(first, '2026-08-01T09:02:00.000Z');
    await settled(4);
    expect(scheduled()).toHaveLength(4);
    expect(failures).toEqual([]);
  });
});
