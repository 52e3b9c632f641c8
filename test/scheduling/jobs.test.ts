import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProductCode, SiteId } from '../../src/domain/ids.ts';
import { SiteSettings } from '../../src/domain/site/settings.ts';
import { isSignedBy } from '../../src/release/outbound/signature.ts';
import { signedPost } from '../../src/release/outbound/signed-post.ts';
import type { Store } from '../../src/release/ports/store.ts';
import { type Jobs, startJobs } from '../../src/scheduling/jobs.ts';
import type { JobPorts } from '../../src/scheduling/ports.ts';
import { isDue, serveSite } from '../../src/scheduling/schedule.ts';
import { wakingStore } from '../../src/scheduling/waking-store.ts';
import { deliverWebhooks, waitAfter } from '../../src/scheduling/webhooks.ts';
import { until } from '../clock.ts';
import { event, product, site, webhook } from '../store/records.ts';
import { describeStores } from '../store/stores.ts';
import { Receiver } from './receiver.ts';

describe('the wait between tries', () => {
  it('doubles from five seconds up to an hour', () => {
    expect([1, 2, 3, 10, 11, 40].map(waitAfter)).toEqual([
      5_000, 10_000, 20_000, 2_560_000, 3_600_000, 3_600_000,
    ]);
  });
});

describeStores((under) => {
  let siteId: SiteId;
  let sites = 0;
  let receiver: Receiver;
  let done: { what: string; siteId: SiteId; productCodes?: readonly ProductCode[] }[];
  let ports: JobPorts;
  let jobs: Jobs | undefined;
  let failures: object[];
  beforeEach(() => {
    sites += 1;
    siteId = site(`jobs-${sites}`);
    receiver = new Receiver();
    done = [];
    failures = [];
    const { store, executeSql, clock } = under();
    ports = {
      store,
      executeSql,
      now: clock.now,
      wait: clock.wait,
      post: signedPost,
      log: { info: () => {}, error: (details) => failures.push(details) },
      work: {
        releaseOnInventoryChange: async (of, productCodes) =>
          done.push({ what: 'release', siteId: of, productCodes }),
        maintainSite: async (of) => done.push({ what: 'maintain', siteId: of }),
        runScheduled: async (of) => done.push({ what: 'scheduled', siteId: of }),
      },
    };
  });
  afterEach(async () => {
    await jobs?.stop(5_000);
    jobs = undefined;
    receiver.close();
  });

  const mine = () => done.filter((each) => each.siteId === siteId);

  it('a change of stock is worked off as soon as it has committed', async () => {
    jobs = await startJobs(ports);
    const store: Store = wakingStore(ports.store, jobs.wake);
    await store.transaction(siteId, (tx) => tx.appendTriggers([product('KTP')]));
    await until(() => mine().some((each) => each.what === 'release'));
    expect(mine()).toContainEqual({ what: 'release', siteId, productCodes: [product('KTP')] });
    await until(async () => (await ports.store.claimTriggers(1)) === null);
    expect(failures).toEqual([]);
  });

  it('what was left by a process that died is worked off at the next start', async () => {
    await ports.store.transaction(siteId, (tx) => tx.appendTriggers([product('KTP')]));
    jobs = await startJobs(ports);
    await until(() => mine().some((each) => each.what === 'release'));
    await until(() => mine().some((each) => each.what === 'maintain'));
  });

  it('work that fails is tried again', async () => {
    await ports.store.transaction(siteId, (tx) => tx.appendTriggers([]));
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
      ports.store.transaction(siteId, (tx) =>
        tx.putSettings(SiteSettings.parse({ releaseBackorderJob: { isEnabled, interval } }), null),
      );

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
      expect(mine().map((each) => each.what)).toEqual(['scheduled']);
      const settings = (await ports.store.reader(siteId).settings())!.value;
      await ports.store.transaction(siteId, (tx) =>
        tx.putRun({
          runId: 'r',
          trigger: 'schedule',
          policy: 'first-come',
          dryRun: false,
          scope: {},
          settings,
          settingsVersion: 1,
          status: 'COMPLETED',
          counts: { tried: 0, released: 0, partiallyReleased: 0, held: 0, skipped: 0 },
          startedAt: '2026-06-01T09:00:00.000Z',
          updatedAt: '2026-05-01T09:00:00.000Z',
          idempotencyKey: null,
          finishedAt: null,
        }),
      );
      under().clock.set('2026-06-01T09:29:59.999Z');
      expect(await isDue(ports, siteId)).toBe(false);
      under().clock.set('2026-06-01T09:30:00.000Z');
      expect(await isDue(ports, siteId)).toBe(true);
    });
  });

  describe('webhooks', () => {
    const appendEvents = (...ids: string[]) =>
      ports.store.transaction(siteId, (tx) => tx.appendEvents(ids.map((id) => event(id))));
    const putWebhook = async (changes = {}) => {
      const url = await receiver.listen();
      await ports.store.transaction(siteId, (tx) => tx.putWebhook(webhook('w', { url, ...changes }), null));
    };
    const state = async () => (await ports.store.reader(siteId).webhook('w'))!;
    const heard = () => receiver.received.map((each) => each.event.eventId);

    it('hear every event in order, signed', async () => {
      await putWebhook();
      const ids = Array.from({ length: 45 }, (_, index) => `e${index}`);
      await appendEvents(...ids);
      await deliverWebhooks(ports);
      expect(heard()).toEqual(ids);
      expect(receiver.received.map((each) => each.event.position)).toEqual(ids.map((_, index) => index + 1));
      const { body, signature } = receiver.received[0]!;
      expect(isSignedBy('secret', body, signature, ports.now())).toBe(true);
      expect(isSignedBy('other', body, signature, ports.now())).toBe(false);
      expect(await state()).toMatchObject({ position: 45, failures: 0, lastError: null });
    });

    it('hear only the topics they asked for, and pass over the others', async () => {
      await putWebhook({ topics: ['run.completed'] });
      await appendEvents('e1', 'e2');
      await deliverWebhooks(ports);
      expect(heard()).toEqual([]);
      expect(await state()).toMatchObject({ position: 2 });
    });

    it('are tried again after a wait, from the event that was not accepted', async () => {
      const { clock } = under();
      clock.set('2026-07-01T09:00:00.000Z');
      await putWebhook();
      await appendEvents('e1', 'e2', 'e3');
      receiver.answers = [200, 503];
      await deliverWebhooks(ports);
      expect(heard()).toEqual(['e1', 'e2']);
      expect(await state()).toMatchObject({
        position: 1,
        failures: 1,
        lastError: 'answered 503',
        nextAttemptAt: '2026-07-01T09:00:05.000Z',
      });
      await deliverWebhooks(ports);
      expect(heard()).toHaveLength(2);
      clock.set('2026-07-01T09:00:05.000Z');
      receiver.answers = [302];
      await deliverWebhooks(ports);
      expect(await state()).toMatchObject({ failures: 2, nextAttemptAt: '2026-07-01T09:00:15.000Z' });
      clock.set('2026-07-01T09:00:15.000Z');
      await deliverWebhooks(ports);
      expect(heard()).toEqual(['e1', 'e2', 'e2', 'e2', 'e3']);
      expect(await state()).toMatchObject({ position: 3, failures: 0, nextAttemptAt: null, lastError: null });
    });

    it('that cannot be reached wait too', async () => {
      await putWebhook({ url: 'http://127.0.0.1:1/hook' });
      await appendEvents('e1');
      await deliverWebhooks(ports);
      expect(await state()).toMatchObject({ position: 0, failures: 1 });
    });

    it('are woken by the commit that wrote an event', async () => {
      await putWebhook();
      jobs = await startJobs(ports);
      const store = wakingStore(ports.store, jobs.wake);
      await store.transaction(siteId, (tx) => tx.appendEvents([event('e1')]));
      await until(() => heard().includes('e1'));
    });
  });
});
