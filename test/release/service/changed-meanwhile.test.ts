import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/domain/decision.ts';
import { attemptRelease } from '../../../src/release/carry-out/attempt.ts';
import { putProducts } from '../../../src/release/catalogue.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { holdShipment, prioritizeShipment } from '../../../src/release/shipments/commands.ts';
import { readSettings } from '../../../src/release/site-view.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

describeStores((under) => {
  /** A site with a shipment of five KTP and five KTP2 that waits, and stock for two children. */
  async function waitingForTwo() {
    const site = new TestSite(under().store);
    await site.products('KTP', 'KTP2');
    const [waiting] = await site.order({ KTP: 5, KTP2: 5 });
    await site.refresh(row('KTP', 'A', 5), row('KTP2', 'B', 5));
    return { site, waiting: waiting! };
  }

  /** The ports of a site, of which the first decision is overtaken by a change; and what was decided. */
  function overtaken(site: TestSite, change: () => Promise<unknown>) {
    const { decide: decideNow } = site.ports;
    const decisions: Decision[] = [];
    const decide: TestSite['ports']['decide'] = async (request) => {
      const decision = await decideNow(request);
      decisions.push(decision);
      if (decisions.length === 1) await change();
      return decision;
    };
    return { ports: { ...site.ports, decide }, decisions };
  }
  const options = async (site: TestSite) => ({
    siteId: site.siteId,
    settings: (await readSettings(site.reader)).value,
    correlationId: 'test',
    explain: 'none' as const,
    evenOnHold: false,
    settingsVersion: (await readSettings(site.reader)).version,
    mayPass: false,
    isByChange: false,
  });
  const sources = async (site: TestSite) =>
    (await site.reader.stockPage({ after: null, limit: 100 })).map(
      (each) => `${each.productCode}@${each.locationCode} ${each.allocated}/${each.onHand}`,
    );

  describe('a plan', () => {
    it('is decided again where stock came that allows a better one, and nothing of it is carried out', async () => {
      const { site, waiting } = await waitingForTwo();
      // The plan could still be carried out: only the versions say that it is an old one.
      const { ports, decisions } = overtaken(site, () => site.refresh(row('KTP2', 'A', 5)));
      const result = await attemptRelease(ports, waiting.shipmentNumber, await options(site));
      expect(decisions.map((decision) => decision.children.length)).toEqual([2, 1]);
      expect(result).toMatchObject({ outcome: 'released', newChildNumbers: [] });
      expect(await site.leaves(waiting)).toEqual(['READY@A KTP×5 KTP2×5']);
      expect(await sources(site)).toEqual(['KTP@A 5/5', 'KTP2@A 5/5', 'KTP2@B 0/5']);
    });

    it('is decided again where its stock has gone', async () => {
      const { site, waiting } = await waitingForTwo();
      const { ports, decisions } = overtaken(site, () => site.refresh(row('KTP2', 'B', 4)));
      const result = await attemptRelease(ports, waiting.shipmentNumber, await options(site));
      expect(decisions.map((decision) => decision.decision)).toEqual(['released', 'held']);
      expect(result.outcome).toBe('held');
      expect(await site.shipment(waiting.shipmentNumber)).toEqual(waiting);
      expect(await sources(site)).toEqual(['KTP@A 0/5', 'KTP2@B 0/4']);
    });

    it('is decided again where a switch of a product says otherwise by then', async () => {
      const site = new TestSite(under().store);
      await site.products('KTP');
      await site.settings({ futureInventoryEnabled: true });
      const [waiting] = await site.order({ KTP: 5 });
      await site.refresh(row('KTP', 'A', 5, ['po-1', '2026-05-10']));
      const switches = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: false } as const;
      const [product] = await site.reader.products([waiting!.items[0]!.productCode]);
      const { ports, decisions } = overtaken(site, () =>
        putProducts(site.ports, site.write(), [{ ...product!.value, ...switches }]),
      );
      const result = await attemptRelease(ports, waiting!.shipmentNumber, await options(site));
      expect(decisions.map((decision) => decision.decision)).toEqual(['released', 'held']);
      expect(result.outcome).toBe('held');
      expect(await site.shipment(waiting!.shipmentNumber)).toEqual(waiting);
    });

    it('is decided again where its shipment has another version by then', async () => {
      const { site, waiting } = await waitingForTwo();
      const number = waiting.shipmentNumber;
      const { ports, decisions } = overtaken(site, () =>
        prioritizeShipment(site.ports, site.write(), number, 7),
      );
      const result = await attemptRelease(ports, number, await options(site));
      expect(decisions).toHaveLength(2);
      expect(result.outcome).toBe('released');
      // What was changed meanwhile is not written over.
      expect((await site.shipment(number)).priority).toBe(7);
      expect((await site.shipment(result.newChildNumbers[0]!)).priority).toBe(7);
      expect(result.newChildNumbers).toHaveLength(2);
    });

    it('is thrown away where its shipment was put on hold by then', async () => {
      const { site, waiting } = await waitingForTwo();
      const { ports, decisions } = overtaken(site, () =>
        holdShipment(site.ports, site.write(), waiting.shipmentNumber, true),
      );
      const result = await attemptRelease(ports, waiting.shipmentNumber, await options(site));
      expect(decisions).toHaveLength(1);
      expect(result).toMatchObject({ outcome: 'skipped', reasonCode: 'ON_HOLD' });
      expect(await site.leaves(waiting)).toEqual(['BACKORDER@- KTP×5 KTP2×5']);
      expect(await sources(site)).toEqual(['KTP@A 0/5', 'KTP2@B 0/5']);
    });

    it('follows the settings that its run began with', async () => {
      const site = new TestSite(under().store);
      await site.products('KTP');
      await site.settings({ futureInventoryEnabled: true, releaseOnInventoryChange: false });
      const [waiting] = await site.order({ KTP: 5 });
      await site.refresh(row('KTP', 'A', 5, ['po-1', '2026-05-10']));
      const { ports, decisions } = overtaken(site, () =>
        site.settings({ futureInventoryEnabled: false, releaseOnInventoryChange: false }),
      );
      const request = { trigger: 'manual', policy: 'first-come', dryRun: false, scope: {} } as const;
      const run = await releaseRun(ports, site.write(), request);
      expect(decisions).toHaveLength(1);
      expect(run).toMatchObject({ settingsVersion: 1, counts: { released: 1 } });
      expect(await site.leaves(waiting!)).toEqual(['FUTURE@A 05-10 KTP×5']);
    });
  });

  describe('the routing of an order', () => {
    it('is done again where stock came that it did not see', async () => {
      const site = new TestSite(under().store);
      await site.products('KTP');
      await site.refresh(row('KTP', 'A', 1));
      const { ports, decisions } = overtaken(site, () => site.refresh(row('KTP', 'A', 5)));
      const [placed] = await Object.assign(site, { ports }).order({ KTP: 5 });
      expect(decisions.length).toBeGreaterThan(1);
      expect(await site.leaves(placed!)).toEqual(['READY@A KTP×5']);
    });
  });
});
