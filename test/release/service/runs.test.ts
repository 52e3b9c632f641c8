import { describe, expect, it } from 'vitest';
import { NothingProvenError } from '../../../src/attempt/optimize.ts';
import type { ShipmentNumber } from '../../../src/domain/ids.ts';
import type { RunRecord } from '../../../src/domain/site/run.ts';
import { releaseWork } from '../../../src/release/maintenance.ts';
import type { Store } from '../../../src/release/ports/store.ts';
import { type RunRequest, releaseRun } from '../../../src/release/run/release-run.ts';
import { releaseShipment } from '../../../src/release/shipments/release-shipment.ts';
import { workOffTriggers } from '../../../src/scheduling/triggers.ts';
import { EngineError } from '../../../src/solver/engine.ts';
import { machineWait, until } from '../../clock.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

const RUN: RunRequest = { trigger: 'manual', policy: 'one-by-one', dryRun: false, scope: {} };
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

  /** Has each step of a run try one shipment: the others' attempts come with the next. */
  const alone = (site: TestSite) => site.settings({ releaseOnInventoryChange: false, maxChildShipments: 50 });

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

    it('that a stopping service leaves goes on behind what it has done, and ends once', async () => {
      const { site } = await waiting(10);
      let asked = 0;
      const decide: TestSite['ports']['decide'] = async (request) => {
        asked += 1;
        if (asked === 2) throw new EngineError('CLOSED', 'the service stops');
        return site.ports.decide(request);
      };
      await alone(site);
      const write = site.write(keyed('stopped'));
      await expect(releaseRun({ ...site.ports, decide }, write, RUN)).rejects.toMatchObject({
        code: 'CLOSED',
      });
      const [run] = await site.reader.runs(1);
      expect(run).toMatchObject({ status: 'RUNNING', counts: { tried: 1, released: 1 } });
      // A retry is answered at once with the run as it is.
      expect(await releaseRun(site.ports, write, RUN)).toEqual(run);
      await site.settle();
      const ended = (await site.reader.run(run!.runId))!;
      expect(ended).toMatchObject({ status: 'COMPLETED', counts: { tried: 2, released: 2 } });
      expect((await itemsOf(site, ended)).map((item) => item.sequence)).toEqual([1, 2]);
      expect(await endsTold(site, run!.runId)).toHaveLength(1);
      expect(await releaseRun(site.ports, write, RUN)).toEqual(ended);
      expect(await site.reader.runs(10)).toHaveLength(1);
    });

    it('whose worker is away while another goes on does nothing twice when that one comes back', async () => {
      const { site, numbers } = await waiting(10);
      let wake = () => {};
      const away = new Promise<void>((resolve) => {
        wake = resolve;
      });
      let isFirst = true;
      const decide: TestSite['ports']['decide'] = async (request) => {
        if (isFirst) {
          isFirst = false;
          await away;
        }
        return site.ports.decide(request);
      };
      const slow = releaseRun({ ...site.ports, decide, wait: machineWait }, site.write(), RUN);
      await until(() => !isFirst, 'the first attempt');
      // The claim runs out, as that of a process that was stopped.
      under().clock.advance(15_000);
      await site.settle();
      const [run] = await site.reader.runs(1);
      expect(run).toMatchObject({ status: 'COMPLETED', counts: { tried: 2, released: 2 } });
      wake();
      expect(await slow).toMatchObject({ status: 'COMPLETED', counts: { tried: 2, released: 2 } });
      expect(await itemsOf(site, run!)).toHaveLength(2);
      for (const number of numbers) expect((await site.shipment(number)).shipmentStatus).toBe('READY');
      expect(await endsTold(site, run!.runId)).toHaveLength(1);
    });

    it('goes on past a shipment whose attempt breaks, which is told with its code', async () => {
      const { site, numbers } = await waiting(10);
      const run = await releaseRun(failing(site, new TypeError('a defect')), site.write(), RUN);
      expect(run).toMatchObject({ status: 'COMPLETED', counts: { tried: 2, released: 1, failed: 1 } });
      expect(await itemsOf(site, run)).toMatchObject([
        { shipmentNumber: numbers[0], outcome: 'failed', reasonCode: 'INTERNAL' },
        { shipmentNumber: numbers[1], outcome: 'released' },
      ]);
    });

    it('goes on past a shipment that the store refuses, and so do tries after a change', async () => {
      const { site, numbers } = await waiting(0);
      const [poison] = numbers;
      const refuses = <T>(
        steps: readonly { readonly shipment: { readonly shipmentNumber: number } }[],
        then: () => T,
      ) => {
        if (steps.some(({ shipment }) => shipment.shipmentNumber === poison))
          throw new RangeError('no such value');
        return then();
      };
      const store: Store = {
        ...site.store,
        transaction: (siteId, work) =>
          site.store.transaction(siteId, (tx) =>
            work({
              ...tx,
              updateShipments: (changes) => refuses(changes, () => tx.updateShipments(changes)),
            }),
          ),
      };
      const ports = { ...site.ports, store };
      await site.settings({ releaseOnInventoryChange: true });
      await site.refresh(row('KTP', 'A', 10));
      await workOffTriggers({ ...ports, work: releaseWork(ports) });
      const statuses = await Promise.all(
        numbers.map(async (number) => (await site.shipment(number)).shipmentStatus),
      );
      expect(statuses).toEqual(['BACKORDER', 'READY']);
      const run = await releaseRun(ports, site.write(), RUN);
      expect(run).toMatchObject({ status: 'COMPLETED', counts: { tried: 1, failed: 1 } });
    });

    it('asked for twice at once with one key is made once', async () => {
      const { site } = await waiting(10);
      const ports = { ...site.ports, wait: machineWait };
      const runs = await Promise.all(['x', 'x'].map((key) => releaseRun(ports, site.write(keyed(key)), RUN)));
      expect(runs[1]!.runId).toBe(runs[0]!.runId);
      expect(await releaseRun(ports, site.write(keyed('x')), RUN)).toMatchObject({
        status: 'COMPLETED',
        counts: { released: 2 },
      });
      expect(await site.reader.runs(10)).toHaveLength(1);
    });

    it('dry, decides each on what those before it leave, also after another has gone on with it', async () => {
      const { site } = await waiting(5);
      await alone(site);
      let asked = 0;
      const decide: TestSite['ports']['decide'] = async (request) => {
        asked += 1;
        if (asked === 2) throw new EngineError('CLOSED', 'the service stops');
        return site.ports.decide(request);
      };
      await releaseRun({ ...site.ports, decide }, site.write(), { ...RUN, dryRun: true }).catch(() => {});
      await site.settle();
      const [run] = await site.reader.runs(1);
      expect(run).toMatchObject({ status: 'COMPLETED', counts: { tried: 2, released: 1, held: 1 } });
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
