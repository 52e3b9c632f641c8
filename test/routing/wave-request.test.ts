import { expect, it } from 'vitest';
import { SiteSettings } from '../../src/domain/site/settings.ts';
import { waveRequest } from '../../src/routing/wave-request.ts';

const NOW = '2026-05-01T09:00:00.000Z';

const standing = (shipmentNumber: number, more: object = {}) => ({
  shipmentNumber,
  shipmentType: 'STH',
  fulfillmentLocationCode: null,
  itemDependencies: [],
  items: [],
  priority: 0,
  submittedAt: '2026-04-01T09:00:00.000Z',
  ...more,
});

function requestOf(wholeOnly: boolean, shipments: readonly object[]) {
  const releaseBackorderJob = { partialReleaseEnabled: true, partialReleaseType: 'quantity' };
  const context = {
    settings: SiteSettings.parse({ releaseBackorderJob }),
    locations: [],
    full: new Set(),
    stock: { current: [], lots: [] },
    products: new Map(),
    now: NOW,
    timeLimitMs: 5000,
    explain: 'reasons',
  };
  return waveRequest(shipments as never, context as never, { policy: 'optimal', wholeOnly });
}

it('each stands where the queue has it, and one that another clock has dated ahead is of now', () => {
  const { shipments, policy } = requestOf(false, [
    standing(2, { priority: 7 }),
    standing(1, { submittedAt: '2026-05-01T09:00:00.001Z' }),
  ]);
  expect(policy).toBe('optimal');
  expect(shipments).toMatchObject([
    { shipmentNumber: 2, priority: 7, backorderedAt: '2026-04-01T09:00:00.000Z', value: 1 },
    { shipmentNumber: 1, priority: 0, backorderedAt: NOW, value: 1 },
  ]);
});

it('releases parts as the settings say, unless only whole ones are asked for', () => {
  expect(requestOf(false, [standing(1)]).settings.partialRelease).toBe('quantity');
  expect(requestOf(true, [standing(1)]).settings.partialRelease).toBe('none');
});
