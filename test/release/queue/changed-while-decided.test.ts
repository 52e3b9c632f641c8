import { describe, expect, it } from 'vitest';
import type { ProductCode } from '../../../src/domain/ids.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { queueDay } from '../../../src/release/queue/queue-day.ts';
import { releaseRun } from '../../../src/release/run/release-run.ts';
import { readSettings } from '../../../src/release/site-view.ts';
import { describeStores } from '../../store/stores.ts';
import { onFirstDecision } from '../on-first-decision.ts';
import { row, type TestSite } from '../service/site.ts';
import { queueSite } from './queue-site.ts';

describeStores((under) => {
  const { siteOf, one, reasonOf } = queueSite(under);

  async function siteOfFour(settings: Record<string, unknown> = {}) {
    const site = await siteOf(settings);
    await site.products('KTP3', 'KTP4');
    return site;
  }
  const statuses = (site: TestSite, shipments: readonly ShipmentRecord[]) =>
    Promise.all(
      shipments.map(async ({ shipmentNumber }) => (await site.shipment(shipmentNumber)).shipmentStatus),
    );

  /** Each is decided alone in the second: its steps are not made a page at a time. */
  describe.each([
    ['a page at a time', {}],
    ['one by one', { reserveAfterDays: 30 }],
  ])('while others are decided, %s,', (_, settings) => {
    it('one of the same page that is held may go by another product of it, and is not overtaken', async () => {
      const site = await siteOfFour(settings);
      const older = await one(site, { KTP: 1, KTP2: 1 });
      const younger = await one(site, { KTP: 1 });
      await site.settle();
      await site.refresh(row('KTP', 'A', 1));
      const wasDecided = onFirstDecision(site, () => site.refresh(row('KTP2', 'A', 1)));
      await site.settle();
      expect(wasDecided()).toBe(true);
      expect(await statuses(site, [older, younger])).toEqual(['READY', 'BACKORDER']);
      expect(await reasonOf(site, younger)).toBe('NO_EXPECTED_DATE');
    });

    it('one that nobody tries may go, and is not overtaken', async () => {
      const site = await siteOfFour(settings);
      const older = await one(site, { KTP: 1, KTP2: 1 });
      const younger = await one(site, { KTP: 1, KTP3: 1 });
      await site.refresh(row('KTP', 'A', 1));
      await site.settle();
      await site.refresh(row('KTP3', 'A', 1));
      const wasDecided = onFirstDecision(site, () => site.refresh(row('KTP2', 'A', 1)));
      await site.settle();
      expect(wasDecided()).toBe(true);
      expect(await statuses(site, [older, younger])).toEqual(['READY', 'BACKORDER']);
    });

    it('one may go, and a promise does not become earlier by what it wants', async () => {
      const site = await siteOfFour(settings);
      await site.refresh(row('KTP', 'A', 1, ['po-1', '2026-05-20']));
      const promised = await one(site, { KTP: 1 });
      const older = await one(site, { KTP: 1, KTP2: 1 }, { priority: 9 });
      await site.settle();
      await site.refresh(row('KTP', 'A', 1));
      const wasDecided = onFirstDecision(site, () => site.refresh(row('KTP2', 'A', 1)));
      await site.settle();
      expect(wasDecided()).toBe(true);
      expect(await statuses(site, [older, promised])).toEqual(['READY', 'FUTURE']);
    });
  });

  it('of a page is carried out at once what those that a change speaks of do not want', async () => {
    const site = await siteOfFour({ releasePolicy: 'one-by-one' });
    const first = await one(site, { KTP4: 1 });
    const older = await one(site, { KTP: 1, KTP2: 1 });
    const younger = await one(site, { KTP: 1 });
    await site.settle();
    await site.refresh(row('KTP', 'A', 1), row('KTP4', 'A', 1));
    onFirstDecision(site, () => site.refresh(row('KTP2', 'A', 1)));
    const { decide } = site.ports;
    const decided: string[] = [];
    const counting: typeof decide = (request) => {
      decided.push(request.shipment.items.map(({ productCode }) => productCode).join());
      return decide(request);
    };
    Object.assign(site.ports, { decide: counting });
    await site.settle();
    expect(await statuses(site, [first, older, younger])).toEqual(['READY', 'READY', 'BACKORDER']);
    expect(decided.filter((products) => products === 'KTP4')).toHaveLength(1);
  });

  it('one that yields to all who wait goes at its second plan where there is enough for everybody', async () => {
    const site = await siteOfFour({ newOrders: 'after-all-waiting', releaseOnInventoryChange: false });
    const older = await one(site, { KTP: 2, KTP2: 1 });
    await site.refresh(row('KTP', 'A', 1));
    const run = { trigger: 'manual', policy: 'first-come', dryRun: false, scope: {} } as const;
    await releaseRun(site.ports, site.write(), run);
    const behind = await one(site, { KTP: 1 });
    expect(await reasonOf(site, behind)).toBe('BEHIND_OTHERS');
    await site.refresh(row('KTP', 'A', 3));
    let decisions = 0;
    const { decide } = site.ports;
    const counting: typeof decide = async (request) => {
      const decision = await decide(request);
      decisions += request.shipment.shipmentNumber === behind.shipmentNumber ? 1 : 0;
      // The older one has been tried and held by now, and could go.
      if (decisions === 1) await site.refresh(row('KTP2', 'A', 1));
      return decision;
    };
    await releaseRun({ ...site.ports, decide: counting }, site.write(), run);
    expect([decisions, ...(await statuses(site, [older, behind]))]).toEqual([2, 'BACKORDER', 'READY']);
    await releaseRun(site.ports, site.write(), run);
    expect(await statuses(site, [older])).toEqual(['READY']);
  });

  it('who is being decided is undecided only by what has changed since, marked out or not', async () => {
    const site = await siteOfFour();
    const { shipmentNumber } = await one(site, { KTP: 2, KTP2: 1 });
    await site.settle();
    const day = queueDay((await readSettings(site.reader)).value, site.now);
    const expand = () => site.store.transaction(site.siteId, (tx) => tx.expandTriggers(day));
    await site.refresh(row('KTP2', 'A', 1));
    await expand();
    const { mark } = await site.reader.queueState(shipmentNumber);
    const wanted = async (isInHand: boolean) => {
      const asked = { productCodes: ['KTP' as ProductCode], before: null, day };
      const inHand = isInHand ? [{ shipmentNumber, mark }] : [];
      const units = await site.reader.undecidedWants({ ...asked, inHand });
      return Object.fromEntries(units);
    };
    expect([await wanted(false), await wanted(true)]).toEqual([{ KTP: 2 }, {}]);
    await site.refresh(row('KTP2', 'A', 2));
    expect(await wanted(true)).toEqual({ KTP: 2 });
    await expand();
    expect(await wanted(true)).toEqual({ KTP: 2 });
  });
});
