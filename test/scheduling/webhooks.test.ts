import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SiteId } from '../../src/domain/ids.ts';
import { isSignedBy } from '../../src/release/outbound/signature.ts';
import { signedPost } from '../../src/release/outbound/signed-post.ts';
import { type Jobs, startJobs } from '../../src/scheduling/jobs.ts';
import type { JobPorts } from '../../src/scheduling/ports.ts';
import { wakingStore } from '../../src/scheduling/waking-store.ts';
import { deliverWebhooks, waitAfter } from '../../src/scheduling/webhooks.ts';
import { until } from '../clock.ts';
import { event, site, webhook } from '../store/records.ts';
import { describeStores } from '../store/stores.ts';
import { jobPorts } from './job-ports.ts';
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
  let ports: JobPorts;
  let jobs: Jobs | undefined;
  beforeEach(() => {
    sites += 1;
    siteId = site(`webhooks-${sites}`);
    receiver = new Receiver();
    ports = jobPorts(under(), [], []);
  });
  afterEach(async () => {
    await jobs?.stop(5_000);
    jobs = undefined;
    receiver.close();
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

    it('that are slow keep only themselves waiting', async () => {
      const url = await receiver.listen();
      let answerSlow = () => {};
      const slow = new Promise<void>((resolve) => {
        answerSlow = resolve;
      });
      const post: JobPorts['post'] = async (call) => {
        if (call.url.endsWith('/slow')) await slow;
        return signedPost(call);
      };
      const put = (id: string, to: string) =>
        ports.store.transaction(siteId, (tx) => tx.putWebhook(webhook(id, { url: to }), null));
      await put('slow', `${url}/slow`);
      await put('fast', url);
      const ids = Array.from({ length: 45 }, (_, index) => `e${index}`);
      await appendEvents(...ids);
      const delivering = deliverWebhooks({ ...ports, post });
      await until(() => heard().length === 45, 'the events at the fast one');
      expect(heard()).toEqual(ids);
      expect(await ports.store.reader(siteId).webhook('slow')).toMatchObject({ position: 0 });
      answerSlow();
      await delivering;
      expect(heard().slice(45)).toEqual(ids);
    });

    it('that cannot be reached wait too', async () => {
      await putWebhook({ url: 'http://127.0.0.1:1/hook' });
      await appendEvents('e1');
      await deliverWebhooks(ports);
      expect(await state()).toMatchObject({ position: 0, failures: 1 });
    });

    it('are left to the worker that delivers, even where every answer takes as long as it may', async () => {
      const { clock } = under();
      clock.set('2026-09-01T09:00:00.000Z');
      await putWebhook();
      const ids = Array.from({ length: 20 }, (_, index) => `e${index}`);
      await appendEvents(...ids);
      const post: JobPorts['post'] = async (call) => {
        clock.advance(10_000);
        await deliverWebhooks(ports);
        return signedPost(call);
      };
      await deliverWebhooks({ ...ports, post });
      expect(heard()).toEqual(ids);
      expect(await state()).toMatchObject({ position: 20, failures: 0 });
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
