import { describe, expect, it } from 'vitest';
import { Decision } from '../../../src/domain/decision.ts';
import { EventView } from '../../../src/http/schemas/events.ts';
import { RunItemView, RunView } from '../../../src/http/schemas/runs.ts';
import { ReleaseAnswer } from '../../../src/http/schemas/shipments.ts';
import type { SiteService } from './site-service.ts';
import { line, SWITCHES, there, waitingAt, withFreshSites } from './situations.ts';

let site: SiteService;
withFreshSites((fresh) => {
  site = fresh;
});

const waiting = (more = {}) => waitingAt(site, more);

describe('a write with an Idempotency-Key', () => {
  it('is answered again as the first time, and made once', async () => {
    await site.ask('PUT', '/v1/products/KTP', SWITCHES);
    const headers = { 'idempotency-key': 'order-7' };
    const body = { items: [line('KTP', 5)] };
    const first = await site.send('POST', '/v1/orders', body, headers);
    const second = await site.send('POST', '/v1/orders', body, headers);
    expect([second.statusCode, second.json()]).toEqual([201, first.json()]);
    expect((await site.ask('GET', '/v1/shipments')).items).toHaveLength(1);
  });

  it('is the same request however its fields are arranged, and another with another value', async () => {
    const headers = { 'idempotency-key': 'arranged' };
    const row = { quantity: 3, locationCode: 'A', productCode: 'KTP' };
    const { quantity, ...others } = row;
    await site.ask('POST', '/v1/inventory/adjust', { inventory: [row] }, headers);
    await site.ask('POST', '/v1/inventory/adjust', { inventory: [{ ...others, quantity }] }, headers);
    expect((await site.ask('GET', '/v1/inventory')).items[0]).toMatchObject({ onHand: 3 });
    const another = { inventory: [{ ...row, quantity: 4 }] };
    expect(await site.refused('POST', '/v1/inventory/adjust', another, headers)).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('adjusts once', async () => {
    const headers = { 'idempotency-key': 'adjust-1' };
    await site.ask('POST', '/v1/inventory/adjust', there('KTP', 'A', 3), headers);
    await site.ask('POST', '/v1/inventory/adjust', there('KTP', 'A', 3), headers);
    expect((await site.ask('GET', '/v1/inventory')).items[0]).toMatchObject({ onHand: 3, available: 3 });
  });

  it('is not remembered where it was refused', async () => {
    const headers = { 'idempotency-key': 'adjust-2' };
    expect(await site.refused('POST', '/v1/inventory/adjust', there('KTP', 'A', -3), headers)).toBe(
      'INSUFFICIENT_STOCK',
    );
    await site.ask('POST', '/v1/inventory/adjust', there('KTP', 'A', 4));
    await site.ask('POST', '/v1/inventory/adjust', there('KTP', 'A', -3), headers);
    expect((await site.ask('GET', '/v1/inventory')).items[0]).toMatchObject({ onHand: 1 });
  });

  it('answers a run and a release as the first time', async () => {
    const number = await waiting();
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    const url = `/v1/shipments/${number}/release`;
    const first = await site.ask('POST', url, undefined, { 'idempotency-key': 'release' });
    expect(ReleaseAnswer.parse(first).outcome).toBe('released');
    expect(await site.ask('POST', url, undefined, { 'idempotency-key': 'release' })).toEqual(first);
    expect(await site.refused('POST', url)).toBe('TRANSITION_NOT_ALLOWED');
    const run = await site.ask('POST', '/v1/release-runs', {}, { 'idempotency-key': 'run' });
    expect((await site.ask('POST', '/v1/release-runs', {}, { 'idempotency-key': 'run' })).runId).toBe(
      run.runId,
    );
  });
});

describe('a shipment', () => {
  it('is tried dry with its reasons, and nothing changes', async () => {
    const number = await waiting();
    const decision = Decision.parse(await site.ask('POST', `/v1/shipments/${number}/attempt`));
    expect(decision).toMatchObject({ decision: 'held', hold: { reason: 'NO_EXPECTED_DATE' } });
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    expect((await site.ask('POST', `/v1/shipments/${number}/attempt`)).decision).toBe('released');
    expect((await site.ask('GET', `/v1/shipments/${number}`)).shipmentStatus).toBe('BACKORDER');
  });

  it('is released READY where it is, by hand also from hold, and says so to If-Match', async () => {
    const number = await waiting();
    await site.ask('POST', `/v1/shipments/${number}/hold`, {});
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    await site.settle();
    const held = await site.ask('GET', `/v1/shipments/${number}`);
    expect(held).toMatchObject({ shipmentStatus: 'BACKORDER', onHold: true });
    const url = `/v1/shipments/${number}/release`;
    expect(await site.refused('POST', url, undefined, { 'if-match': '"1"' })).toBe('STALE_VERSION');
    const { shipment } = await site.ask('POST', url, undefined, { 'if-match': `"${held.version}"` });
    expect(shipment).toMatchObject({
      shipmentStatus: 'READY',
      fulfillmentLocationCode: 'A',
      childShipmentNumbers: [],
    });
    const after = await site.ask('GET', `/v1/shipments/${number}`);
    expect(after.version).toBe(shipment.version);
    expect(after.allocations).toMatchObject([{ locationCode: 'A', quantity: 5, futureInventoryId: null }]);
  });

  it('tells of a new expected day once, and not of the same day', async () => {
    const number = await waiting();
    const dated = () =>
      site.ask('POST', `/v1/shipments/${number}/backorder-date`, { backorderReleaseDate: '2026-06-01' });
    const first = await dated();
    expect((await dated()).version).toBe(first.version);
    const events = (await site.ask('GET', '/v1/events?topics=shipment.backorderdatechanged')).items;
    expect(events).toHaveLength(1);
    expect(EventView.parse(events[0]).entityId).toBe(String(number));
  });

  it('goes before older ones with a higher priority', async () => {
    await waiting();
    const second = await waiting();
    await site.ask('POST', `/v1/shipments/${second}/priority`, { priority: 1 });
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    await site.settle();
    expect((await site.ask('GET', `/v1/shipments/${second}`)).shipmentStatus).toBe('READY');
  });

  it('that left takes its units with it', async () => {
    const number = await waiting();
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 7));
    await site.settle();
    await site.ask('POST', `/v1/shipments/${number}/fulfill`);
    expect((await site.ask('GET', '/v1/inventory')).items[0]).toMatchObject({
      onHand: 2,
      allocated: 0,
      available: 2,
    });
    expect(await site.refused('POST', `/v1/shipments/${number}/cancel`)).toBe('TRANSITION_NOT_ALLOWED');
  });
});

describe('a run', () => {
  it('that is dry tells what it would do, shipment after shipment, and does nothing', async () => {
    const [first, second] = [await waiting(), await waiting()];
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    const run = RunView.parse(await site.ask('POST', '/v1/release-runs', { dryRun: true }));
    expect(run.counts).toEqual({
      tried: 2,
      released: 1,
      partiallyReleased: 0,
      held: 1,
      skipped: 0,
      failed: 0,
      improved: 0,
    });
    const { items } = await site.ask('GET', `/v1/release-runs/${run.runId}/items`);
    expect(items.map((item: unknown) => RunItemView.parse(item).outcome)).toEqual(['released', 'held']);
    const { items: changes } = await site.ask('GET', `/v1/release-runs/${run.runId}/diff`);
    expect(changes).toMatchObject([
      { shipmentNumber: first, to: 'READY', takes: [{ locationCode: 'A', quantity: 5 }] },
    ]);
    const statuses = (await site.ask('GET', '/v1/shipments?shipmentStatus=BACKORDER')).items;
    expect(statuses.map((each: { shipmentNumber: number }) => each.shipmentNumber)).toEqual([first, second]);
  });

  it('tries only its scope, and records the settings it used', async () => {
    await site.ask('PUT', '/v1/settings', { releaseOnInventoryChange: false, defaultBackOrderDays: 4 });
    await waiting();
    const second = await waiting();
    await site.ask('POST', '/v1/inventory/refresh', there('KTP', 'A', 5));
    await site.settle();
    const run = await site.ask('POST', '/v1/release-runs', { scope: { shipmentNumbers: [second] } });
    expect(run).toMatchObject({
      counts: { tried: 1, released: 1 },
      settingsVersion: 1,
      settings: { defaultBackOrderDays: 4 },
    });
    expect((await site.ask('GET', `/v1/shipments/${second}`)).shipmentStatus).toBe('READY');
    const [event] = (await site.ask('GET', '/v1/events?topics=run.completed')).items;
    expect(event.entityId).toBe(run.runId);
  });
});
