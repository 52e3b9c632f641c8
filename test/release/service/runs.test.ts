import { describe, expect, it } from 'vitest';
import { NothingProvenError } from '../../../src/attempt/optimize.ts';
import type { ShipmentNumber } from '../../../src/domain/ids.ts';
import type { RunRecord } from '../../../src/domain/site/run.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import type { Store } from '../../../src/release/ports/store.ts';
import { type RunRequest, releaseRun } from '../../../src/release/run/release-run.ts';
import { releaseShipment } from '../../../src/release/shipments/release-shipment.ts';
import { EngineError } from '../../../src/solver/engine.ts';
import { machineWait } from '../../clock.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

const RUN: RunRequest = { trigger: 'manual', policy: 'first-come', dryRun: false, scope: {} };
const keyed = (key: string) => ({ idempotency: { key, requestHash: key } });

describeStores((under) => {
  /** Two shipments of five KTP each, and units for so many. */
  async function waiting(units: number) {
    const site = new TestSite(under().store);
    await site.products('KTP');
    await site.settings({ releaseOnInventoryChange: false });
    const numbers: ShipmentNumber[] = [];
    for (let count = 0; count < 2; count++) numbers.push((await site.order({ KTP: 5 }))[0]!.shipmentNumber);
    if (units > 0) await site.refresh(row('KTP', 'A', units));
    return { site, numbers };
  }
  const itemsOf = (site: TestSite, run: RunRecord) => site.reader.runItems(run.runId, 0, 100);
  /** The events that tell the end of a run. */
  const endsTold = async (site: TestSite, runId: string) =>
    (await site.reader.events(0, 1000)).filter(
      (event) => event.topic === 'run.completed' && event.entityId === runId,
    );
  /** A site whose decisions go wrong as told, one after another, and then right. */
  const failing = (site: TestSite, ...errors: Error[]) => ({
    ...site.ports,
    decide: async (request: Parameters<TestSite['ports']['decide']>[0]) => {
      const error = errors.shift();
      if (error !== undefined) throw error;
      return site.ports.decide(request);
    },
  });

  describe('a run', () => {
    it('tells of each shipment the children that it made, and not those of runs before it', async () => {
      const { site, numbers } = await waiting(2);
      await site.settings({
        releaseOnInventoryChange: false,
        releaseBackorderJob: { partialReleaseEnabled: true, partialReleaseType: 'quantity' },
      });
      const scope = { shipmentNumbers: [numbers[0]!] };
      await releaseRun(site.ports, site.write(), { ...RUN, scope });
      await site.refresh(row('KTP', 'B', 1));
      const second = await releaseRun(site.ports, site.write(), { ...RUN, scope });
      const third = await releaseRun(site.ports, site.write(), { ...RUN, scope });
      const family = (await site.shipment(numbers[0]!)).childShipmentNumbers;
      expect(family).toHaveLength(2);
      expect((await itemsOf(site, second))[0]!.childShipmentNumbers).toEqual([family[1]]);
      expect(await itemsOf(site, third)).toMatchObject([{ outcome: 'held', childShipmentNumbers: [] }]);
    });

    it.each([true, false])(
      'goes on after a shipment of which nothing was proven (dry: %s)',
      async (dryRun) => {
        const { site } = await waiting(10);
        const ports = failing(site, new NothingProvenError('too hard'));
        const run = await releaseRun(ports, site.write(), { ...RUN, dryRun });
        expect(run).toMatchObject({ status: 'COMPLETED', counts: { tried: 2, released: 1, skipped: 1 } });
        expect((await itemsOf(site, run))[0]!.reasonCode).toBe('NOTHING_PROVEN');
      },
    );

    it('is not made for a change of stock that nobody waits for', async () => {
      const site = new TestSite(under().store);
      await site.products('KTP', 'KTP2');
      await site.settle();
      await site.order({ KTP2: 1 });
      await site.refresh(row('KTP', 'A', 5));
      await site.settle();
      expect(await site.reader.runs(10)).toEqual([]);
      await site.refresh(row('KTP2', 'A', 5));
      await site.settle();
      expect(await site.reader.runs(10)).toMatchObject([{ trigger: 'inventory', counts: { released: 1 } }]);
    });

    it('waits for a busy solver, longer at each time', async () => {
      const { site } = await waiting(10);
      const busy = () => new EngineError('QUEUE_FULL', 'all threads are busy');
      const waits: number[] = [];
      const wait = async (ms: number) => void waits.push(ms);
      const ports = { ...failing(site, busy(), busy()), wait };
      const run = await releaseRun(ports, site.write(), RUN);
      expect(run.counts).toMatchObject({ released: 2, skipped: 0 });
      expect(waits).toEqual([100, 200]);
    });

    it('that fails says how far it came, and tells', async () => {
      const { site } = await waiting(5);
      const original = site.ports.decide;
      let asked = 0;
      const ports = {
        ...site.ports,
        decide: async (request: Parameters<typeof original>[0]) => {
          asked += 1;
          if (asked === 2) throw new EngineError('CLOSED', 'the service stops');
          return original(request);
        },
      };
      await expect(releaseRun(ports, site.write(), RUN)).rejects.toMatchObject({ code: 'CLOSED' });
      const [run] = await site.reader.runs(1);
      expect(run).toMatchObject({ status: 'FAILED', counts: { tried: 1, released: 1 } });
      expect(await itemsOf(site, run!)).toHaveLength(1);
      expect((await site.reader.events(0, 1000)).at(-1)).toMatchObject({
        topic: 'run.completed',
        entityId: run!.runId,
      });
    });

    it('of a process that died is found abandoned', async () => {
      const { site } = await waiting(0);
      const run = await releaseRun(site.ports, site.write(), RUN);
      const dead: RunRecord = { ...run, runId: 'dead', status: 'RUNNING', finishedAt: null };
      await site.store.transaction(site.siteId, (tx) => tx.putRun(dead));
      await maintainSite(site.ports, site.siteId);
      expect((await site.reader.run('dead'))!.status).toBe('RUNNING');
      site.now = '2026-05-01T09:10:01.000Z';
      await maintainSite(site.ports, site.siteId);
      expect((await site.reader.run('dead'))!).toMatchObject({ status: 'FAILED', finishedAt: site.now });
      expect(await endsTold(site, 'dead')).toHaveLength(1);
      await maintainSite(site.ports, site.siteId);
      expect(await endsTold(site, 'dead')).toHaveLength(1);
    });

    it('that is slow and goes on is not found abandoned, however few it tries', async () => {
      const { site } = await waiting(10);
      const seen: string[] = [];
      const ports = {
        ...site.ports,
        decide: async (request: Parameters<TestSite['ports']['decide']>[0]) => {
          site.clock.advance(6 * 60_000);
          await maintainSite(site.ports, site.siteId);
          seen.push((await site.reader.runs(1))[0]!.status);
          return site.ports.decide(request);
        },
      };
      const run = await releaseRun(ports, site.write(), RUN);
      expect(run).toMatchObject({ status: 'COMPLETED', counts: { tried: 2, released: 2 } });
      expect(seen).toEqual(['RUNNING', 'RUNNING']);
      expect(await endsTold(site, run.runId)).toHaveLength(1);
    });

    it('whose process died is made anew by the retry of its write', async () => {
      const { site } = await waiting(10);
      let isDead = false;
      const store: Store = {
        ...site.store,
        transaction: async (siteId, work) => {
          if (isDead) throw new Error('the process is gone');
          return site.store.transaction(siteId, work);
        },
      };
      const decide = async () => {
        isDead = true;
        throw new Error('the process is gone');
      };
      const write = site.write(keyed('z'));
      await expect(releaseRun({ ...site.ports, store, decide }, write, RUN)).rejects.toThrow('gone');
      const [dead] = await site.reader.runs(1);
      expect(dead).toMatchObject({ status: 'RUNNING', idempotencyKey: 'z' });
      site.clock.advance(10 * 60_000);
      const again = await releaseRun(site.ports, write, RUN);
      expect(again).toMatchObject({ status: 'COMPLETED', counts: { tried: 2, released: 2 } });
      expect(again.runId).not.toBe(dead!.runId);
      expect(await releaseRun(site.ports, write, RUN)).toEqual(again);
    });

    it('asked for twice at once with one key is made once', async () => {
      const { site } = await waiting(10);
      const ports = { ...site.ports, wait: machineWait };
      const runs = await Promise.all(['x', 'x'].map((key) => releaseRun(ports, site.write(keyed(key)), RUN)));
      expect(runs[1]!.runId).toBe(runs[0]!.runId);
      expect(runs[0]).toMatchObject({ status: 'COMPLETED', counts: { released: 2 } });
      expect(await site.reader.runs(10)).toHaveLength(1);
    });

    it('takes the orders and places of its scope, and both where both are named', async () => {
      const { site, numbers } = await waiting(10);
      const pickup = { shipmentType: 'BOPIS', pickupLocationCode: 'B' };
      const [third] = await site.order({ KTP: 1 }, pickup);
      const { orderNumber } = await site.shipment(numbers[1]!);
      const tried = async (scope: RunRequest['scope']) => {
        const run = await releaseRun(site.ports, site.write(), { ...RUN, dryRun: true, scope });
        return (await itemsOf(site, run)).map((item) => item.shipmentNumber);
      };
      expect(await tried({ orderNumbers: [orderNumber] })).toEqual([numbers[1]]);
      expect(await tried({ locationCodes: ['B' as never] })).toEqual([third!.shipmentNumber]);
      expect(await tried({ orderNumbers: [orderNumber], locationCodes: ['B' as never] })).toEqual([]);
      expect(await tried({ orderNumbers: [orderNumber], shipmentNumbers: numbers })).toEqual([numbers[1]]);
    });
  });

  describe('a release by hand', () => {
    it('asked for twice at once with one key is answered twice alike', async () => {
      const { site, numbers } = await waiting(5);
      const ask = () => releaseShipment(site.ports, site.write(keyed('y')), numbers[0]!);
      const [first, second] = await Promise.all([ask(), ask()]);
      expect(second).toEqual(first);
      expect(first!.body).toMatchObject({ outcome: 'released' });
    });
  });
});
