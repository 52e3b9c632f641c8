import { beforeEach, describe, expect, it } from 'vitest';
import type { ExternalOrderId, SiteId } from '../../../src/domain/ids.ts';
import { Product, SiteLocation } from '../../../src/domain/site/catalogue.ts';
import { OrderRequest } from '../../../src/domain/site/order.ts';
import type { PaymentStep } from '../../../src/domain/site/payment.ts';
import type { RunRecord } from '../../../src/domain/site/run.ts';
import { SiteSettings } from '../../../src/domain/site/settings.ts';
import type { RunProgress } from '../../../src/release/ports/runs.ts';
import type { StoreTransaction } from '../../../src/release/ports/store.ts';
import { location, NOW, number, product, site } from '../../store/records.ts';
import { describeStores } from '../../store/stores.ts';

const settings = SiteSettings.parse({ defaultBackOrderDays: 14 });
const run = (runId: string, startedAt: string): RunRecord => ({
  runId,
  trigger: 'manual',
  policy: 'first-come',
  dryRun: false,
  scope: {},
  settings,
  settingsVersion: 1,
  status: 'RUNNING',
  counts: { tried: 0, released: 0, partiallyReleased: 0, improved: 0, held: 0, skipped: 0, failed: 0 },
  startedAt,
  updatedAt: '2026-05-01T09:00:00.000Z',
  idempotencyKey: null,
  finishedAt: null,
});

const PROGRESS: RunProgress = { after: null, correlationId: 'c', failures: 0 };

describeStores((under) => {
  let siteId: SiteId;
  let sites = 0;
  beforeEach(() => {
    sites += 1;
    siteId = site(`records-${sites}`);
  });
  const change = <T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> =>
    under().store.transaction(siteId, work);
  const reader = () => under().store.reader(siteId);

  describe('settings', () => {
    it('are not there until they are written, and then have a version', async () => {
      expect(await reader().settings()).toBeNull();
      expect(await change((tx) => tx.putSettings(settings, 0))).toBe(1);
      expect(await reader().settings()).toEqual({ value: settings, version: 1 });
    });

    it('are not written over by somebody who has not seen the last change', async () => {
      await change((tx) => tx.putSettings(settings, null));
      expect(await change((tx) => tx.putSettings({ ...settings, defaultBackOrderDays: 1 }, 0))).toBeNull();
      expect(await reader().settings()).toEqual({ value: settings, version: 1 });
      expect(await change((tx) => tx.putSettings(settings, 1))).toBe(2);
    });
  });

  describe('catalogue', () => {
    const ktp = Product.parse({ productCode: 'KTP', outOfStockBehavior: 'AllowBackOrder' });
    const put = (version: number | null, ...products: Product[]) =>
      change(async (tx) => {
        await tx.lockStock(products.map((each) => each.productCode));
        return tx.putProducts(products, version);
      });

    it('keeps products under their versions, in the order of codes', async () => {
      const other = Product.parse({ productCode: 'AAA' });
      expect(await put(null, ktp, other)).toEqual(
        new Map([
          ['KTP', 1],
          ['AAA', 1],
        ]),
      );
      expect(await put(7, ktp)).toBeNull();
      expect(await put(1, { ...ktp, backorderDays: 3 })).toEqual(new Map([['KTP', 2]]));
      expect(await reader().productPage({ after: null, limit: 9 })).toEqual([
        { value: other, version: 1 },
        { value: { ...ktp, backorderDays: 3 }, version: 2 },
      ]);
      expect(await reader().productPage({ after: product('AAA'), limit: 9 })).toHaveLength(1);
      expect(await reader().products([product('AAA'), product('none')])).toEqual([
        { value: other, version: 1 },
      ]);
    });

    it('a new product is written only where none is, when version 0 is expected', async () => {
      expect(await put(0, ktp)).toEqual(new Map([['KTP', 1]]));
      expect(await put(0, ktp)).toBeNull();
      expect(await reader().products([product('KTP')])).toEqual([{ value: ktp, version: 1 }]);
    });

    it('a plan decided under old switches is out of date', async () => {
      const before = (await reader().stockOf([product('KTP')])).versions.get(product('KTP'))!;
      await put(null, ktp);
      expect((await reader().stockOf([product('KTP')])).versions.get(product('KTP'))).toBeGreaterThan(before);
    });

    it('keeps locations', async () => {
      const a = SiteLocation.parse({ locationCode: 'A', cost: 1.5 });
      expect(await change((tx) => tx.putLocations([a], null))).toEqual(new Map([[location('A'), 1]]));
      expect(await change((tx) => tx.putLocations([{ ...a, active: false }], 1))).toEqual(
        new Map([[location('A'), 2]]),
      );
      expect(await reader().locations()).toEqual([{ value: { ...a, active: false }, version: 2 }]);
    });
  });

  it('orders are kept whole', async () => {
    const orderNumber = await change((tx) => tx.nextOrderNumber());
    const request = OrderRequest.parse({ items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] });
    const order = { orderNumber, externalOrderId: null, request, submittedAt: NOW, createdAt: NOW };
    await change((tx) => tx.insertOrder(order));
    expect(await reader().order(orderNumber)).toEqual(order);
    expect(await reader().order(orderNumber + 1)).toBeNull();
    expect(await change((tx) => tx.nextOrderNumber())).toBeGreaterThan(orderNumber);
  });

  it('orders are listed by number, and found by the name that only the first of several that ask gets', async () => {
    const name = 'web-7' as ExternalOrderId;
    const request = OrderRequest.parse({ items: [{ lineId: 1, productCode: 'KTP', quantity: 5 }] });
    const claims = await Promise.all(
      Array.from({ length: 4 }, () =>
        change(async (tx) => {
          const orderNumber = await tx.nextOrderNumber();
          const first = await tx.claimExternalOrderId(name, orderNumber);
          const externalOrderId = first === null ? name : null;
          await tx.insertOrder({ orderNumber, externalOrderId, request, submittedAt: NOW, createdAt: NOW });
          return { orderNumber, first };
        }),
      ),
    );
    const [winner, ...others] = claims.filter(({ first }) => first === null);
    expect(others).toEqual([]);
    const losers = claims.filter((claim) => claim !== winner);
    expect(losers.map(({ first }) => first)).toEqual(losers.map(() => winner!.orderNumber));
    const numbersOf = async (page: object) =>
      (await reader().orders({ after: null, limit: 100, ...page })).map(({ orderNumber }) => orderNumber);
    const ours = claims.map(({ orderNumber }) => orderNumber).sort((a, b) => a - b);
    expect(await numbersOf({ after: ours[0]! - 1 })).toEqual(ours);
    expect(await numbersOf({ after: ours[1]!, limit: 1 })).toEqual([ours[2]]);
    expect(await numbersOf({ externalOrderId: name })).toEqual([winner!.orderNumber]);
    expect(await under().store.reader(site('elsewhere')).orders({ after: null, limit: 9 })).toEqual([]);
  });

  describe('runs that go on', () => {
    const open = (run_: RunRecord, version: number, tried: number) => ({
      run: { ...run_, counts: { ...run_.counts, tried } },
      version,
      progress: { ...PROGRESS, after: { priority: 0, submittedAt: NOW, shipmentNumber: number(tried) } },
    });

    it('make each step once, whoever asks first, and none once they have ended', async () => {
      const first = run('r1', NOW);
      expect(await change((tx) => tx.startRun(first, PROGRESS))).toBe(true);
      expect(await change((tx) => tx.startRun(first, PROGRESS))).toBe(false);
      expect(await reader().openRuns()).toEqual([{ run: first, version: 0, progress: PROGRESS }]);
      const step = open(first, 0, 7);
      expect(await change((tx) => tx.advanceRun(step))).toBe(true);
      expect(await reader().openRuns()).toEqual([{ ...step, version: 1 }]);
      // A worker that was away meanwhile makes the same step again: nothing of its transaction is kept.
      const late = change(async (tx) => {
        await tx.nextOrderNumber();
        return tx.advanceRun(open(first, 0, 9));
      });
      await expect(late).rejects.toMatchObject({ code: 'REFUSED_WRITE_COMMITTED' });
      expect((await reader().run('r1'))!.counts.tried).toBe(7);
      const ended = { ...step, version: 1, run: { ...step.run, status: 'COMPLETED' as const } };
      expect(await change((tx) => tx.advanceRun(ended))).toBe(true);
      expect(await reader().openRuns()).toEqual([]);
      await expect(change((tx) => tx.advanceRun({ ...ended, version: 2 }))).rejects.toMatchObject({
        code: 'REFUSED_WRITE_COMMITTED',
      });
    });

    it('are worked on in turns', async () => {
      for (const runId of ['r1', 'r2', 'r3']) await change((tx) => tx.startRun(run(runId, NOW), PROGRESS));
      await change((tx) => tx.advanceRun(open(run('r1', NOW), 0, 1)));
      expect((await reader().openRuns()).map((each) => each.run.runId)).toEqual(['r2', 'r3', 'r1']);
    });

    it('are one a key, however many processes ask, and one scheduled run a site at a time', async () => {
      const keyed = (runId: string) => ({ ...run(runId, NOW), idempotencyKey: 'key' });
      const asked = ['r1', 'r2', 'r3'].map((runId) => change((tx) => tx.startRun(keyed(runId), PROGRESS)));
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
      const scheduled = (runId: string) => ({ ...run(runId, NOW), trigger: 'schedule' as const });
      const begun = ['s1', 's2', 's3'].map((runId) =>
        change((tx) => tx.startRun(scheduled(runId), PROGRESS)),
      );
      expect((await Promise.all(begun)).filter(Boolean)).toHaveLength(1);
      const going = (await reader().openRuns()).find((each) => each.run.trigger === 'schedule')!;
      await change((tx) => tx.advanceRun({ ...going, run: { ...going.run, status: 'COMPLETED' } }));
      expect(await change((tx) => tx.startRun(scheduled('s4'), PROGRESS))).toBe(true);
    });

    it('have their site claimed by one worker, also where nothing else is to do', async () => {
      const { store, clock } = under();
      await change(async () => {});
      expect(await store.claimQueue(15_000, siteId)).toBeNull();
      await change((tx) => tx.startRun(run('r1', NOW), PROGRESS));
      const claimed = await store.claimQueue(15_000, siteId);
      expect(claimed).toMatchObject({ siteId });
      expect(await store.claimQueue(15_000, siteId)).toBeNull();
      clock.advance(10_000);
      await store.renewQueue(claimed!, 15_000);
      clock.advance(14_999);
      expect(await store.claimQueue(15_000, siteId)).toBeNull();
      clock.advance(1);
      const next = await store.claimQueue(15_000, siteId);
      expect(next).toMatchObject({ siteId });
      // The claim of whoever was away does nothing any more.
      await store.leaveQueue(claimed!, false);
      expect(await store.claimQueue(15_000, siteId)).toBeNull();
      await store.leaveQueue(next!, false);
      expect(await store.claimQueue(15_000, siteId)).not.toBeNull();
    });
  });

  it('runs, their items and the audit are kept in order', async () => {
    await change(async (tx) => {
      const first = run('r1', '2026-05-01T00:00:00.000Z');
      await tx.startRun(first, PROGRESS);
      await tx.startRun(run('r2', '2026-05-02T00:00:00.000Z'), PROGRESS);
      await tx.advanceRun({ run: { ...first, status: 'COMPLETED' }, version: 0, progress: PROGRESS });
      const items = [2, 1].map((sequence) => ({
        sequence,
        shipmentNumber: number(100 + sequence),
        outcome: 'held' as const,
        reasonCode: 'NO_EXPECTED_DATE',
        shipmentStatus: 'BACKORDER',
        childShipmentNumbers: [],
        decision: null,
        ...(sequence === 2 && { outrankedBy: [{ shipmentNumber: number(9), productCode: 'KTP', units: 3 }] }),
      }));
      // The first is as earlier versions have written it, which knew nobody who goes before.
      await tx.appendRunItems('r1', items as never);
      await tx.appendRunItems('r1', [{ ...items[0]!, outcome: 'skipped' as const }] as never);
      const entry = { at: NOW, shipmentNumber: number(101), correlationId: 'r1', details: { a: 1 } };
      await tx.appendAudit([
        { ...entry, action: 'first' },
        { ...entry, action: 'second' },
      ]);
    });
    expect((await reader().runs(9)).map((each) => each.runId)).toEqual(['r2', 'r1']);
    expect(await reader().run('r1')).toMatchObject({ status: 'COMPLETED' });
    expect(await reader().lastRun('manual')).toMatchObject({ runId: 'r2' });
    expect(await reader().lastRun('schedule')).toBeNull();
    const items = await reader().runItems('r1', 0, 9);
    expect(items).toMatchObject([
      { sequence: 1, outcome: 'held', outrankedBy: [], youngerFirst: 0 },
      { sequence: 2, outcome: 'held', outrankedBy: [{ units: 3 }], youngerFirst: 0 },
    ]);
    expect(await reader().runItems('r1', 1, 9)).toHaveLength(1);
    expect((await reader().audit(number(101))).map((each) => each.action)).toEqual(['first', 'second']);
  });

  it('payment steps are settled once, and what is pending is found', async () => {
    const step = (stepKey: string): PaymentStep => ({
      stepKey,
      kind: 'authorize',
      status: 'PENDING',
      orderNumber: 7,
      shipmentNumber: number(1),
      reference: null,
      paymentMethod: 'pm',
      amountCents: 100,
      currencyCode: 'USD',
      reason: null,
      createdAt: NOW,
    });
    expect(await change((tx) => tx.insertStep(step('b')))).toBe(true);
    expect(await change((tx) => tx.insertStep(step('b')))).toBe(false);
    await change((tx) => tx.insertStep(step('a')));
    expect((await reader().pendingSteps(9)).map((each) => each.stepKey)).toEqual(['b', 'a']);
    const done = { ...step('b'), status: 'DONE' as const, reference: 'pi_1' };
    expect(await change((tx) => tx.settleStep(done))).toBe(true);
    expect(await change((tx) => tx.settleStep({ ...done, status: 'REFUSED' }))).toBe(false);
    expect(await reader().step('b')).toEqual(done);
    expect(await reader().pendingSteps(9)).toEqual([step('a')]);
    const held = {
      authorizationId: 'x',
      orderNumber: 7,
      reference: 'pi_1',
      amountCents: 100,
      currencyCode: 'USD',
      status: 'AUTHORIZED' as const,
    };
    await change((tx) => tx.putAuthorization(held));
    await change((tx) => tx.putAuthorization({ ...held, status: 'VOIDED' }));
    expect(await reader().authorizationsOf(7)).toEqual([{ ...held, status: 'VOIDED' }]);
    expect(await reader().authorization('x')).toEqual({ ...held, status: 'VOIDED' });
  });
});
