import { beforeEach, describe, expect, it } from 'vitest';
import type { CalendarDate } from '../../../src/domain/calendar.ts';
import type { SiteId } from '../../../src/domain/ids.ts';
import type { StoreTransaction } from '../../../src/release/ports/store.ts';
import { event, number, product, shipment, site, webhook } from '../../store/records.ts';
import { describeStores } from '../../store/stores.ts';

const TODAY = '2026-05-01' as CalendarDate;
const MINUTE = 60_000;

describeStores((under) => {
  let siteId: SiteId;
  let sites = 0;
  beforeEach(() => {
    sites += 1;
    siteId = site(`transactions-${sites}`);
  });
  const change = <T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> =>
    under().store.transaction(siteId, work);
  const reader = () => under().store.reader(siteId);

  it('what throws leaves nothing behind, and the error passes through', async () => {
    const stop = new Error('stop');
    await expect(
      change(async (tx) => {
        await tx.insertShipments([shipment(1)]);
        await tx.appendEvents([event('e')]);
        throw stop;
      }),
    ).rejects.toBe(stop);
    expect(await reader().shipment(number(1))).toBeNull();
    expect(await reader().events(0, 9)).toEqual([]);
  });

  it('a transaction sees what it has written', async () => {
    const seen = await change(async (tx) => {
      await tx.insertShipments([shipment(1)]);
      return tx.shipment(number(1));
    });
    expect(seen).toMatchObject({ shipmentNumber: 1 });
  });

  it('is run again when the database gave it up, and then goes through', async () => {
    let tries = 0;
    await change(async (tx) => {
      tries += 1;
      await tx.insertShipments([shipment(1)]);
      if (tries < 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    });
    expect(tries).toBe(3);
    expect(await reader().shipment(number(1))).toMatchObject({ version: 1 });
  });

  it('that the database gives up every time ends as busy', async () => {
    await expect(
      change(async () => {
        throw Object.assign(new Error('could not serialize access'), { code: '40001' });
      }),
    ).rejects.toMatchObject({ name: 'StoreError', code: 'STORE_BUSY' });
  });

  it('the site is known once it has written', async () => {
    await change((tx) => tx.appendTriggers([]));
    expect(await under().store.sites()).toContain(siteId);
  });

  describe('idempotency keys', () => {
    it('answer a second use with what the first was answered', async () => {
      const answer = { status: 201, body: { z: 1, shipmentNumbers: [1, 2], a: { y: null, b: 'ä' } } };
      await change(async (tx) => {
        expect(await tx.claimIdempotencyKey('k', 'hash')).toBeNull();
        await tx.completeIdempotencyKey('k', answer);
      });
      const used = await change((tx) => tx.claimIdempotencyKey('k', 'other'));
      expect(used).toEqual({ requestHash: 'hash', answer });
      // Field by field in the same order: the reply is the same to the byte.
      expect(JSON.stringify(used?.answer)).toBe(JSON.stringify(answer));
    });

    it('are free again when the write failed', async () => {
      await expect(
        change(async (tx) => {
          await tx.claimIdempotencyKey('k', 'hash');
          throw new Error('stop');
        }),
      ).rejects.toThrow('stop');
      expect(await change((tx) => tx.claimIdempotencyKey('k', 'hash'))).toBeNull();
    });

    it('tell a write that has not come to its end', async () => {
      await change((tx) => tx.claimIdempotencyKey('k', 'hash'));
      expect(await change((tx) => tx.claimIdempotencyKey('k', 'hash'))).toEqual({
        requestHash: 'hash',
        answer: null,
      });
    });

    it('let only one of many simultaneous writes through', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          change(async (tx) => {
            const used = await tx.claimIdempotencyKey('k', 'hash');
            if (used !== null) return used.answer?.body;
            await tx.completeIdempotencyKey('k', { status: 200, body: index });
            return 'wrote';
          }),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'wrote')).toHaveLength(1);
      expect(new Set(outcomes.filter((outcome) => outcome !== 'wrote')).size).toBe(1);
    });
  });

  describe('events', () => {
    it('have positions from 1 without gaps, in the order of writing', async () => {
      await change((tx) => tx.appendEvents([event('a'), event('b')]));
      await change((tx) => tx.appendEvents([event('c')]));
      const all = await reader().events(0, 9);
      expect(all.map((each) => [each.position, each.eventId])).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ]);
      expect(all[0]).toEqual({ ...event('a'), position: 1 });
      expect(await reader().events(1, 1)).toMatchObject([{ position: 2 }]);
      expect(await reader().lastPosition()).toBe(3);
    });

    it('that nobody has read for long are all there for the first who does', async () => {
      const many = Array.from({ length: 10_500 }, (_, index) => event(String(index)));
      await change((tx) => tx.appendEvents(many));
      expect(await reader().lastPosition()).toBe(many.length);
      await change((tx) => tx.appendEvents(many.map(({ eventId }) => event(`${eventId}-again`))));
      expect(await reader().events(0, 100_000)).toHaveLength(2 * many.length);
    });

    it('never appear below a position that was read, whatever the order of commits', async () => {
      const read: number[] = [];
      const seen: string[] = [];
      let writing = true;
      const follow = (async () => {
        for (let last = 0; writing; ) {
          for (const each of await reader().events(last, 7)) {
            read.push(each.position);
            seen.push(each.eventId);
            last = each.position;
          }
        }
      })();
      await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          change(async (tx) => {
            await tx.appendEvents([event(`${index}-first`)]);
            // Those that began early commit late.
            for (let turn = 0; turn < (60 - index) % 7; turn += 1) await tx.lastPosition();
            await tx.appendEvents([event(`${index}-second`)]);
          }),
        ),
      );
      while (seen.length < 120 && (await reader().lastPosition()) > (read.at(-1) ?? 0)) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      writing = false;
      await follow;
      expect(read).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
      expect(new Set(seen).size).toBe(120);
      for (let index = 0; index < 60; index += 1) {
        expect(seen.indexOf(`${index}-first`)).toBeLessThan(seen.indexOf(`${index}-second`));
      }
    });
  });

  describe('webhooks', () => {
    it('are claimed by one worker while there is something to deliver', async () => {
      const { store, clock } = under();
      await change((tx) => tx.putWebhook(webhook('w'), 0));
      expect(await store.claimDueWebhook(MINUTE)).toBeNull();
      await change((tx) => tx.appendEvents([event('a')]));
      const claimed = await store.claimDueWebhook(MINUTE);
      expect(claimed).toMatchObject({ siteId, webhook: { webhookId: 'w', position: 0, version: 1 } });
      expect(await store.claimDueWebhook(MINUTE)).toBeNull();
      clock.set('2026-05-01T09:01:00.000Z');
      expect(await store.claimDueWebhook(MINUTE)).toMatchObject({ siteId });
      const progress = { position: 1, failures: 0, nextAttemptAt: null, lastError: null };
      expect(await change((tx) => tx.advanceWebhook('w', 0, progress))).toBe(true);
      expect(await change((tx) => tx.advanceWebhook('w', 0, progress))).toBe(false);
      expect(await store.claimDueWebhook(MINUTE)).toBeNull();
    });

    it('wait for their next try', async () => {
      const { store, clock } = under();
      clock.set('2026-05-01T09:00:00.000Z');
      await change(async (tx) => {
        await tx.putWebhook(webhook('w'), null);
        await tx.appendEvents([event('a')]);
        await tx.advanceWebhook('w', 0, {
          position: 0,
          failures: 1,
          nextAttemptAt: '2026-05-01T10:00:00.000Z',
          lastError: '500',
        });
      });
      expect(await store.claimDueWebhook(MINUTE)).toBeNull();
      expect(await reader().webhook('w')).toMatchObject({
        failures: 1,
        nextAttemptAt: '2026-05-01T10:00:00.000Z',
        lastError: '500',
      });
      clock.set('2026-05-01T10:00:00.000Z');
      expect(await store.claimDueWebhook(MINUTE)).toMatchObject({ siteId });
    });

    it('are changed and deleted under their version', async () => {
      expect(await change((tx) => tx.putWebhook(webhook('w'), 5))).toBe(false);
      expect(await change((tx) => tx.putWebhook(webhook('w'), 0))).toBe(true);
      expect(await change((tx) => tx.putWebhook(webhook('w', { isEnabled: false }), 0))).toBe(false);
      expect(await change((tx) => tx.putWebhook(webhook('w', { isEnabled: false }), 1))).toBe(true);
      expect(await reader().webhooks()).toEqual([webhook('w', { isEnabled: false, version: 2 })]);
      expect(await change((tx) => tx.deleteWebhook('w', 1))).toBe(false);
      expect(await change((tx) => tx.deleteWebhook('w', 2))).toBe(true);
      expect(await reader().webhooks()).toEqual([]);
    });
  });

  describe('the queue of a site', () => {
    const first = product('A1');

    it('is handed to one worker where a change has said what it may free, and forgotten when nothing is left', async () => {
      const { store } = under();
      await change((tx) => tx.appendTriggers([first, first]));
      const claimed = await store.claimQueue(MINUTE);
      expect(claimed).toMatchObject({ siteId });
      expect(await store.claimQueue(MINUTE)).toBeNull();
      await change((tx) => tx.expandTriggers({ today: TODAY, improvableAfter: null, improveMinDays: 1 }));
      await store.leaveQueue(claimed!, false);
      expect(await store.claimQueue(MINUTE)).toBeNull();
    });

    it('is handed out again where a change came while a worker had it, or the worker leaves more to do', async () => {
      const { store } = under();
      await change((tx) => tx.appendTriggers([first]));
      const claimed = await store.claimQueue(MINUTE);
      await change((tx) => tx.expandTriggers({ today: TODAY, improvableAfter: null, improveMinDays: 1 }));
      await change((tx) => tx.triggerSite());
      await store.leaveQueue(claimed!, false);
      const again = await store.claimQueue(MINUTE);
      expect(again).toMatchObject({ siteId });
      await change((tx) => tx.expandTriggers({ today: TODAY, improvableAfter: null, improveMinDays: 1 }));
      await store.leaveQueue(again!, true);
      const third = await store.claimQueue(MINUTE);
      expect(third).toMatchObject({ siteId });
      await store.leaveQueue(third!, false);
      expect(await store.claimQueue(MINUTE)).toBeNull();
    });

    it('of a worker that died is handed out again, and no longer the other one to end', async () => {
      const { store, clock } = under();
      clock.set('2026-05-01T09:00:00.000Z');
      await change((tx) => tx.appendTriggers([first]));
      const lost = await store.claimQueue(MINUTE);
      await change((tx) => tx.expandTriggers({ today: TODAY, improvableAfter: null, improveMinDays: 1 }));
      clock.set('2026-05-01T09:01:00.000Z');
      const again = await store.claimQueue(MINUTE);
      expect(again).toMatchObject({ siteId });
      await store.leaveQueue(lost!, false);
      clock.set('2026-05-01T09:02:00.000Z');
      const third = await store.claimQueue(MINUTE);
      expect(third).toMatchObject({ siteId });
      await store.leaveQueue(third!, false);
    });

    it('stays with a worker that renews its claim', async () => {
      const { store, clock } = under();
      clock.set('2026-05-01T09:00:00.000Z');
      await change((tx) => tx.appendTriggers([first]));
      const claimed = await store.claimQueue(MINUTE);
      await change((tx) => tx.expandTriggers({ today: TODAY, improvableAfter: null, improveMinDays: 1 }));
      await store.renewQueue(claimed!, 5 * MINUTE);
      clock.set('2026-05-01T09:04:00.000Z');
      expect(await store.claimQueue(MINUTE)).toBeNull();
      await store.leaveQueue(claimed!, false);
      clock.set('2026-05-01T09:06:00.000Z');
      expect(await store.claimQueue(MINUTE)).toBeNull();
    });

    it('has nothing of a change that was rolled back', async () => {
      await expect(
        change(async (tx) => {
          await tx.appendTriggers([first]);
          throw new Error('stop');
        }),
      ).rejects.toThrow('stop');
      expect(await under().store.claimQueue(MINUTE)).toBeNull();
    });
  });
});
